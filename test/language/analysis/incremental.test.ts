import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyse, type Analysis } from '../../../language/analysis/index.js';
import { idsOf } from '../../../language/analysis/numbers.js';
import type { Opponents } from '../../../language/analysis/rules/opponents.js';
import { anyOrderedRules, anyTierRules, policyOf, type TinyRule } from '../../support/tiny.js';
import type { Policy } from '../../../language/policy/model.js';
import { PolicyProject } from '../../../language/workspace.js';

/** A change of a list of rules: one goes, one comes, or one is replaced, at a place. */
const anyEdit = (
  rules: fc.Arbitrary<TinyRule[]>,
): fc.Arbitrary<{ kind: 'add' | 'drop' | 'replace'; at: number; rule: TinyRule }> =>
  fc.record({
    kind: fc.constantFrom('add' as const, 'drop' as const, 'replace' as const),
    at: fc.nat(20),
    rule: rules.map((list) => list[0]),
  });

/** Without the difference between what is undefined and what is not there. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

interface NamedRule {
  readonly name: number;
  readonly rule: TinyRule;
}

/** Everything that is told of an analysis: rules by their ids, points as connections, which do not depend on the layout. */
const told = (analysis: Analysis): unknown =>
  analysis.books().map(({ book, facts, standing, told }) => {
    const ids = (numbers: readonly number[] | undefined): unknown => numbers && idsOf(book.numbers, numbers);
    const opponents = (found: Opponents | undefined): unknown =>
      found && {
        ids: ids(found.numbers),
        more: found.more,
        witness: analysis.connection(found.witness),
      };
    return {
      ruleset: book.ruleset,
      facts: facts.map((fact) => ({
        ...fact,
        witness: fact.witness && analysis.connection(fact.witness),
        blame: ids(fact.blame),
        redundantBy: ids(fact.redundantBy),
        conflict: opponents(fact.conflict),
        exception: opponents(fact.exception),
        masked: opponents(fact.masked),
      })),
      states: [...book.states],
      keys: [...book.keys],
      isDated: book.isDated,
      standing: [...standing],
      told: [...told],
    };
  });

function policyFor(list: readonly NamedRule[], ordered: boolean): Policy {
  const rules = list.map(({ rule }) => rule);
  const policy = ordered ? policyOf([], [rules]) : policyOf(rules);
  const rename = <T extends { name: string }>(made: readonly T[]): T[] =>
    made.map((rule, i) => ({ ...rule, name: `n${list[i].name}` }));
  return ordered
    ? {
        ...policy,
        rulesets: policy.rulesets.map((ruleset) => ({ ...ruleset, rules: rename(ruleset.rules) })),
      }
    : { ...policy, rules: rename(policy.rules) };
}

function follow(
  start: readonly TinyRule[],
  edits: readonly { kind: string; at: number; rule: TinyRule }[],
  ordered: boolean,
): void {
  let names = start.length;
  let list: NamedRule[] = start.map((rule, name) => ({ name, rule }));
  let analysis = analyse(policyFor(list, ordered));
  analysis.books();
  for (const { kind, at, rule } of edits) {
    const place = at % (list.length + 1);
    const fresh = { name: names++, rule };
    const inserted = kind === 'drop' ? [] : [fresh];
    list = [...list.slice(0, place), ...inserted, ...list.slice(place + (kind === 'add' ? 0 : 1))];
    const policy = policyFor(list, ordered);
    analysis = analyse(policy, {}, analysis);
    assert.deepEqual(plain(told(analysis)), plain(told(analyse(policy))));
  }
}

describe('facts kept from an earlier analysis', () => {
  it('are those found from scratch, for the tiers', () => {
    const edits = fc.array(anyEdit(anyTierRules(1)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyTierRules(9), edits, (rules, changes) => follow(rules, changes, false)),
      { numRuns: Number(process.env.ZONEFLOW_RUNS ?? 300) },
    );
  }).timeout(300_000);

  it('are those found from scratch, for ordered rulesets', () => {
    const edits = fc.array(anyEdit(anyOrderedRules(1)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(anyOrderedRules(9), edits, (rules, changes) => follow(rules, changes, true)),
      { numRuns: Number(process.env.ZONEFLOW_RUNS ?? 300) },
    );
  }).timeout(300_000);
});

describe('how broad rules are', () => {
  it('is taken over after an edit, whatever stands behind the last allow that decides something', () => {
    const zones = 'zone a { addresses = 10.0.0.0/24 }\nzone b { addresses = 10.0.1.0/24 }\n';
    for (const last of ['', 'deny b to a on tcp/9\n', 'pass b to a on tcp/9\n', 'allow a to b on tcp/1\n']) {
      const project = new PolicyProject('2026-11-21');
      for (const port of [1, 2, 3]) {
        project.setFile('a.zoneflow', {
          text: `${zones}allow a to b on tcp/1\nallow a to b on udp/${port}\n${last}`,
        });
        project.snapshot().findings();
      }
      const [{ breadths }] = project.snapshot().analysis.books();
      assert.equal(breadths.follows(project.settings.broad), true, last);
    }
  });
});
