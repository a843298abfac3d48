import assert from 'node:assert/strict';
import fc from 'fast-check';
import { comparePolicies } from '../../../language/diff/compare.js';
import { isSame, type Change, type Difference, type Gains } from '../../../language/diff/model.js';
import type { Policy } from '../../../language/policy/model.js';
import { anyOrderedRules, anyTierRules, conditions, identities, symbols } from '../../support/tiny.js';
import type { TinyRule } from '../../support/tiny.js';
import {
  deciderOf,
  isIn,
  jointUniverse,
  namedPointOf,
  policyWith,
  type NamedPoint,
  type NamedTiny,
} from './oracle.js';

const plainNames = { symbols, identities, condition: conditions[0] };
const otherNames = fc.constantFrom(
  plainNames,
  { symbols: [...symbols].reverse(), identities: [...identities].reverse(), condition: 'mfa' },
  { symbols: ['sketch.right', 'sketch.new'], identities, condition: 'mfa' },
  { symbols: ['a', 'b'], identities: ['auditor', 'dba'], condition: 'vpn' },
);

/** Two policies that have much in common, as two states of one policy have. */
const anyPair = (rules: (most: number) => fc.Arbitrary<TinyRule[]>): fc.Arbitrary<[TinyRule[], TinyRule[]]> =>
  fc.oneof(
    { weight: 1, arbitrary: fc.tuple(rules(6), rules(6)) },
    {
      weight: 3,
      arbitrary: fc
        .tuple(rules(6), rules(2), fc.nat(), fc.boolean())
        .map(([kept, come, at, isMoved]): [TinyRule[], TinyRule[]] => {
          const place = at % (kept.length + 1);
          const next = [...kept.slice(0, place), ...come, ...kept.slice(place + (at % 3))];
          return [kept, isMoved ? [...next.slice(1), next[0]] : next];
        }),
    },
  );

const tiersOnly = (rules: readonly TinyRule[]): NamedTiny => ({ ...plainNames, rules, rulesets: [] });

describe('the difference of two policies', function () {
  // Every connection of two universes is looked at, pair after pair of policies.
  this.timeout(90_000);

  it('is exactly the connections whose verdict differs, with examples, rules that allow and rules that deny', () => {
    fc.assert(
      fc.property(anyPair(anyTierRules), otherNames, ([old, next], names) => {
        const before = tiersOnly(old);
        const after = { ...tiersOnly(next), ...names };
        const difference = comparePolicies(policyWith(before), policyWith(after));
        assert.ok(difference.isProven);
        checkGains(difference.tiers.allowed, after, before);
        checkGains(difference.tiers.denied, before, after);
      }),
      { numRuns: 150 },
    );
  });

  it('of rulesets goes by the first rule that matches', () => {
    fc.assert(
      fc.property(anyPair(anyOrderedRules), otherNames, ([old, next], names) => {
        const before = { ...tiersOnly([]), rulesets: [old] };
        const after = { ...tiersOnly([]), rulesets: [next], ...names };
        const { rulesets, tiers } = comparePolicies(policyWith(before), policyWith(after));
        assert.deepEqual([tiers.allowed.changes, tiers.denied.changes], [[], []]);
        const [ruleset] = rulesets;
        const nothing: Gains = { changes: [], undecided: [] };
        checkGains(ruleset?.allowed ?? nothing, after, before, 0);
        checkGains(ruleset?.denied ?? nothing, before, after, 0);
      }),
      { numRuns: 120 },
    );
  });

  it('is nothing between a policy and itself, with its rules in another order and under other names', () => {
    fc.assert(
      fc.property(anyTierRules(8), fc.nat(), (rules, turn) => {
        const at = turn % rules.length;
        const moved = [...rules.slice(at), ...rules.slice(0, at)].reverse();
        const renamed: Policy = {
          ...policyWith(tiersOnly(moved)),
          rules: policyWith(tiersOnly(moved)).rules.map((rule) => ({ ...rule, name: `x-${rule.name}` })),
        };
        const difference = comparePolicies(policyWith(tiersOnly(rules)), renamed);
        assert.ok(isSame(difference) && difference.isProven);
        assert.equal(difference.pieces, 0);
      }),
      { numRuns: 200 },
    );
  });

  it('is mirrored when the two change places', () => {
    fc.assert(
      fc.property(anyPair(anyTierRules), otherNames, ([old, next], names) => {
        const a = policyWith(tiersOnly(old));
        const b = policyWith({ ...tiersOnly(next), ...names });
        const [there, back] = [comparePolicies(a, b), comparePolicies(b, a)];
        assert.deepEqual(there.tiers.allowed, back.tiers.denied);
        assert.deepEqual(there.tiers.denied, back.tiers.allowed);
      }),
      { numRuns: 150 },
    );
  });

  it('leaves nothing out where it is in too many parts to be told exactly', () => {
    let coarse = 0;
    fc.assert(
      fc.property(anyPair(anyTierRules), ([old, next]) => {
        const [before, after] = [tiersOnly(old), tiersOnly(next)];
        const { tiers, isProven } = comparePolicies(policyWith(before), policyWith(after), { parts: 1 });
        const [allows, denies] = [deciderOf(after), deciderOf(before)];
        assert.ok(isProven);
        for (const change of tiers.allowed.changes) {
          checkExample(change, after, before);
          if (!change.isExact) coarse++;
        }
        for (const point of jointUniverse(before, after)) {
          if (allows(point)?.action !== 'allow' || denies(point)?.action === 'allow') continue;
          assert.ok(tiers.allowed.changes.some((change) => isIn(change, after, point)));
        }
      }),
      { numRuns: 80 },
    );
    assert.ok(coarse > 0);
  });

  it('says what is not decided where the effort ends, and what it lists is still true', () => {
    let undecided = 0;
    fc.assert(
      fc.property(anyPair(anyTierRules), ([old, next]) => {
        const [before, after] = [tiersOnly(old), tiersOnly(next)];
        const options = { pieces: 0, each: 0 };
        const difference: Difference = comparePolicies(policyWith(before), policyWith(after), options);
        const whole = comparePolicies(policyWith(before), policyWith(after));
        for (const change of difference.tiers.allowed.changes) checkExample(change, after, before);
        if (!difference.isProven) undecided++;
        else assert.equal(isSame(difference), isSame(whole));
      }),
      { numRuns: 100 },
    );
    assert.ok(undecided < 100);
  });
});

/** Compares what one policy is said to allow beyond another with every connection there is. */
function checkGains(gains: Gains, allowing: NamedTiny, denying: NamedTiny, ruleset?: number): void {
  assert.deepEqual(gains.undecided, []);
  const [allows, denies] = [deciderOf(allowing, ruleset), deciderOf(denying, ruleset)];
  const told = new Set<Change>();
  const deniers = new Map<Change, Set<number>>(gains.changes.map((change) => [change, new Set()]));
  for (const point of jointUniverse(allowing, denying)) {
    const allow = allows(point);
    const deny = denies(point);
    const isGained = allow?.action === 'allow' && deny?.action !== 'allow';
    const holding = gains.changes.filter((change) => isIn(change, allowing, point));
    assert.equal(
      holding.some(({ isExact }) => isExact),
      isGained,
      'a connection is told or left out wrongly',
    );
    for (const change of holding) {
      told.add(change);
      for (const rule of change.allowedBy) assert.ok(allow!.by.includes(idOf(rule.name)));
      for (const id of deny?.by ?? [-1]) deniers.get(change)!.add(id);
    }
  }
  assert.equal(told.size, gains.changes.length, 'a change is empty');
  for (const change of gains.changes) {
    checkExample(change, allowing, denying, ruleset);
    const named = [...change.deniedBy.map(({ name }) => idOf(name)), ...(change.byDefault ? [-1] : [])];
    assert.deepEqual(named.sort(), [...deniers.get(change)!].sort());
  }
}

/** Rules of a ruleset are numbered from 1000. */
const idOf = (name: string): number => Number(name.slice(1)) % 1000;

function checkExample(change: Change, allowing: NamedTiny, denying: NamedTiny, ruleset?: number): void {
  const point: NamedPoint = namedPointOf(allowing, change.example);
  assert.ok(isIn(change, allowing, point));
  assert.equal(deciderOf(allowing, ruleset)(point)?.action, 'allow');
  assert.notEqual(deciderOf(denying, ruleset)(point)?.action, 'allow');
}
