import assert from 'node:assert/strict';
import fc from 'fast-check';
import { openLibrary, type Book } from '../../../language/analysis/book.js';
import { judge, type RuleFacts } from '../../../language/analysis/rules/judge.js';
import { Neighbourhoods } from '../../../language/analysis/rules/nearby.js';
import type { Opponents } from '../../../language/analysis/rules/opponents.js';
import type { Point } from '../../../language/analysis/engine/region.js';
import { connectionAt } from '../../../language/analysis/witness.js';
import * as brute from '../../support/bruteforce.js';
import { anyOrderedRules, anyTierRules, pointOf, policyOf, type TinyRule } from '../../support/tiny.js';

const limits = { pieces: 20_000, listed: 100, compared: 1000, steps: Infinity };

/** Everything that the definitions say of each rule, against what the engine says. */
function compare(rules: readonly TinyRule[], ordered: boolean): void {
  const policy = ordered ? policyOf([], [rules]) : policyOf(rules);
  const library = openLibrary(policy);
  const book = ordered ? library.rulesets[0] : library.tiers;
  const facts = judge(book, new Neighbourhoods(book), limits);
  const kinds = brute.kindsOf(rules, ordered);
  const redundant = brute.redundant(kinds);
  const kindAt = (point: Point): number =>
    brute.kindOf(rules, pointOf(connectionAt(policy, library.coordinates, point)));
  facts.forEach((fact, id) => compareRule({ rules, kinds, redundant, book, kindAt }, fact, id));
}

interface Setting {
  readonly rules: readonly TinyRule[];
  readonly kinds: brute.Kinds;
  readonly redundant: readonly number[];
  readonly book: Book;
  kindAt(point: Point): number;
}

function compareRule({ rules, kinds, redundant, kindAt }: Setting, fact: RuleFacts, id: number): void {
  assert.deepEqual(fact.undecided, []);
  assert.equal(fact.state, stateOf(rules, kinds, id), `state of rule ${id}`);
  if (fact.state === 'expired' || fact.state === 'empty') return;
  const kind = kindAt(fact.witness!);
  if (fact.state === 'shadowed') {
    assert.ok(brute.inB(kind, id));
    assert.deepEqual(fact.blame, brute.blame(kinds, id), `blame of rule ${id}`);
    assert.equal(fact.neededFrom, brute.unshadowedDay(kinds, id));
    return;
  }
  assert.ok(brute.inE(kinds, kind, id), `witness of rule ${id}`);
  assert.equal(fact.redundantBy !== undefined, redundant.includes(id), `redundancy of rule ${id}`);
  if (fact.redundantBy !== undefined)
    assert.equal(fact.neededFrom, brute.neededDay(kinds, id), `day of rule ${id}`);
  const { conflict, exception } = brute.opponents(kinds, id);
  compareOpponents(fact.conflict, conflict);
  compareOpponents(fact.exception, exception);
  compareOpponents(fact.masked, brute.maskers(kinds, id));
  assert.equal(
    fact.inert ?? false,
    !redundant.includes(id) && brute.isInert(kinds, id),
    `inertness of rule ${id}`,
  );

  function compareOpponents(found: Opponents | undefined, expected: readonly number[]): void {
    assert.deepEqual(found?.numbers ?? [], expected, `opponents of rule ${id}`);
    if (found === undefined) return;
    const at = kindAt(found.witness);
    assert.ok(brute.inB(at, id) && brute.inE(kinds, at, found.numbers[0]));
  }
}

const stateOf = (rules: readonly TinyRule[], kinds: brute.Kinds, id: number): RuleFacts['state'] => {
  if (!brute.alive(rules[id])) return 'expired';
  if (brute.isEmpty(kinds, id)) return 'empty';
  return brute.decides(kinds, id) ? 'deciding' : 'shadowed';
};

describe('facts about rules against rules', () => {
  it('are those of the definitions, for the tiers', () => {
    fc.assert(
      fc.property(anyTierRules(7), (rules) => compare(rules, false)),
      { numRuns: Number(process.env.ZONEFLOW_RUNS ?? 300) },
    );
  }).timeout(600_000);

  it('are those of the definitions, for ordered rulesets', () => {
    fc.assert(
      fc.property(anyOrderedRules(7), (rules) => compare(rules, true)),
      { numRuns: Number(process.env.ZONEFLOW_RUNS ?? 300) },
    );
  }).timeout(600_000);
});
