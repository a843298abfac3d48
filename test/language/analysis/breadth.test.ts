import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyse } from '../../../language/analysis/index.js';
import { breadthOf, type Breadth } from '../../../language/analysis/rules/breadth.js';
import { SetBreadths } from '../../../language/analysis/rules/breadth-sets.js';
import { inE, kindOf, kindsOf, decides } from '../../support/bruteforce.js';
import {
  anyOrderedRules,
  anyTierRules,
  endAtoms,
  policyOf,
  serviceAtoms,
  universe,
  type TinyPoint,
  type TinyRule,
} from '../../support/tiny.js';

const limits = { maxAddresses: 2, maxPorts: 1, pieces: 20_000 };
const symbolAtoms = [4, 5];
const fourOnly = 3;
const sixOnly = 4;

/** What makes the given connections broad, straight from the contract's table. */
function breadthOfPoints(points: readonly TinyPoint[]): Breadth[] {
  const sources = new Set(points.map((point) => point.source));
  const destinations = new Set(points.map((point) => point.destination));
  const services = new Set(points.map((point) => point.service));
  const isFour = ({ source, destination, service }: TinyPoint): boolean =>
    source < 6 && destination < 6 && service !== sixOnly;
  const isSix = ({ source, destination, service }: TinyPoint): boolean =>
    source > 3 && destination > 3 && service !== fourOnly;
  const wanted = serviceAtoms
    .map((_, atom) => atom)
    .filter((atom) => (atom !== sixOnly && points.some(isFour)) || (atom !== fourOnly && points.some(isSix)));
  const addresses = (atoms: ReadonlySet<number>): number =>
    [...atoms].reduce(
      (sum, atom) => sum + (symbolAtoms.includes(atom) ? 0 : atom === 3 || atom === 8 ? 1000 : 1),
      0,
    );
  const ports = [...services].reduce(
    (sum, atom) => sum + (atom < 2 ? 1 : atom === 2 || atom === 6 ? 1000 : 0),
    0,
  );
  const broad: Breadth[] = [];
  if (sources.size === endAtoms.length && destinations.size === endAtoms.length) broad.push('any-ends');
  if (wanted.length > 0 && wanted.every((atom) => services.has(atom))) broad.push('any-service');
  if (addresses(sources) > limits.maxAddresses) broad.push('sources');
  if (addresses(destinations) > limits.maxAddresses) broad.push('destinations');
  if (ports > limits.maxPorts) broad.push('ports');
  return broad;
}

function compare(rules: readonly TinyRule[], ordered: boolean): void {
  const analysis = analyse(ordered ? policyOf([], [rules]) : policyOf(rules));
  const kinds = kindsOf(rules, ordered);
  const { book, near } = analysis.books()[ordered ? 1 : 0];
  rules.forEach((rule, id) => {
    if (rule.action !== 'allow' || !decides(kinds, id)) return;
    const decided = universe.filter((point) => inE(kinds, kindOf(rules, point), id));
    for (const around of [book, near.around(id)]) {
      const { broad, undecided } = breadthOf(around, id, limits);
      assert.equal(new SetBreadths(limits).mayBeBroad(book, id) || broad.length === 0, true);
      assert.equal(undecided, false);
      assert.deepEqual(broad, breadthOfPoints(decided), `breadth of rule ${id}`);
      if (near.isAlone(id))
        assert.deepEqual(new SetBreadths(limits).ofAll(book, id).broad, broad, `rule ${id} alone`);
    }
  });
}

describe('breadth of what a rule really allows', () => {
  it('is that of its undecided connections, for the tiers', () => {
    fc.assert(
      fc.property(anyTierRules(6), (rules) => compare(rules, false)),
      { numRuns: 200 },
    );
  }).timeout(120_000);

  it('is that of its undecided connections, for ordered rulesets', () => {
    fc.assert(
      fc.property(anyOrderedRules(6), (rules) => compare(rules, true)),
      { numRuns: 200 },
    );
  }).timeout(120_000);
});
