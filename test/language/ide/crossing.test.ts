import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyse } from '../../../language/analysis/index.js';
import { flowsInto, flowsOutOf } from '../../../language/ide/describe/flows.js';
import { decide, kindOf, kindsOf } from '../../support/bruteforce.js';
import { openPolicy } from '../../support/policies.js';
import { anyTierRules, endAtoms, endpoints, policyOf, universe, type TinyPoint } from '../../support/tiny.js';

describe('language/ide: the rules that allow something across the border of a zone', () => {
  it('are those that decide a connection of it, and no others', () => {
    const ends = fc.subarray(
      endAtoms.map((_, atom) => atom),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(anyTierRules(8), ends, (rules, inside) => {
        const kinds = kindsOf(rules, false);
        const analysis = analyse(policyOf(rules));
        const expected = (crosses: (point: TinyPoint) => boolean): string[] => {
          const ids = universe.filter(crosses).flatMap((point) => {
            const decision = decide(kinds, kindOf(rules, point));
            return decision?.action === 'allow' ? decision.by : [];
          });
          return [...new Set(ids)].sort((a, b) => a - b).map((id) => `r${id}`);
        };
        const isIn = (end: number): boolean => inside.includes(end);
        const set = endpoints(inside);
        const into = flowsInto(analysis, set);
        const out = flowsOutOf(analysis, set);
        assert.ok(into.complete && out.complete);
        assert.deepEqual(
          into.rules.map(({ name }) => name),
          expected(({ source, destination }) => !isIn(source) && isIn(destination)),
        );
        assert.deepEqual(
          out.rules.map(({ name }) => name),
          expected(({ source, destination }) => isIn(source) && !isIn(destination)),
        );
      }),
      { numRuns: 150 },
    );
  });

  it('take as little work among many rules as among few', () => {
    const segments = Array.from({ length: 200 }, (_, i) => `zone z${i} { addresses = 10.0.${i}.0/24 }`);
    const rules = (count: number): string[] =>
      Array.from({ length: count }, (_, i) => `allow z${i % 199} to z199 on tcp/${1 + i}`);
    const effort = (count: number): number => {
      const { analysis, resolved } = openPolicy({
        'a.zoneflow': [...segments, ...rules(count)].join('\n'),
      });
      const { work } = analysis.library.tiers;
      const before = work.pieces;
      const { policy } = resolved;
      const crossing = flowsInto(analysis, policy.segments[policy.segmentIndex.get('z199')!].set);
      assert.equal(crossing.complete, count < 48);
      return work.pieces - before;
    };
    assert.ok(effort(40) <= 80);
    assert.ok(effort(4_000) <= 100);
  });
});
