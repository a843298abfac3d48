import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyse } from '../../../language/analysis/index.js';
import type { ConnectionPoint, End } from '../../../language/analysis/index.js';
import { decide, kindOf, kindsOf } from '../../support/bruteforce.js';
import {
  anyTierRules,
  anyTraffic,
  endAtoms,
  matches,
  pointOf,
  policyOf,
  serviceAtoms,
  trafficOf,
  universe,
  type TinyPoint,
} from '../../support/tiny.js';

const endOf = (atom: number): End => {
  const { v4, v6, symbols } = endAtoms[atom];
  if (v4.length > 0) return { v4: v4[v4.length - 1] - 1 };
  return v6.length > 0 ? { v6: v6[0] } : { symbol: symbols[0] };
};

const connectionOf = (point: TinyPoint): ConnectionPoint => ({
  source: endOf(point.source),
  destination: endOf(point.destination),
  service: serviceAtoms[point.service][0],
  identity: point.identity,
  conditions: point.condition ? [0] : [],
});

describe('verdict', () => {
  it('of every connection is what the tiers say, with the first deciding rule by place', () => {
    fc.assert(
      fc.property(anyTierRules(8), (rules) => {
        const kinds = kindsOf(rules, false);
        const policy = policyOf(rules);
        const analysis = analyse(policy);
        for (const point of universe) {
          const expected = decide(kinds, kindOf(rules, point));
          const verdict = analysis.verdict(connectionOf(point));
          assert.equal(verdict?.action, expected?.action ?? 'deny');
          assert.equal(verdict?.rule?.name, expected && `r${expected.by[0]}`);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is none where the ends and the service fit no connection', () => {
    const analysis = analyse(policyOf([]));
    const ask = (source: number, destination: number, service: number): unknown =>
      analysis.verdict(connectionOf({ source, destination, service, identity: -1, condition: false }));
    assert.equal(ask(0, 6, 1), undefined);
    assert.equal(ask(6, 4, 3), undefined);
    assert.equal(ask(4, 0, 4), undefined);
    assert.deepEqual(ask(4, 5, 4), { action: 'deny', rule: undefined });
  });
});

describe('explain', () => {
  it('names every rule that decides part of a set, with an example it decides', () => {
    fc.assert(
      fc.property(anyTierRules(8), anyTraffic, (rules, asked) => {
        const kinds = kindsOf(rules, false);
        const points = universe.filter((point) => matches(asked, point));
        const deciders = new Set(points.map((point) => decide(kinds, kindOf(rules, point))?.by[0] ?? -1));
        const actions = new Set(points.map((point) => decide(kinds, kindOf(rules, point))?.action ?? 'deny'));
        const explanation = analyse(policyOf(rules)).explain(trafficOf(asked));
        const named = explanation.parts.map((part) =>
          part.rule === undefined ? -1 : Number(part.rule.name.slice(1)),
        );
        const byPlace = [...deciders].filter((id) => id >= 0).sort((a, b) => a - b);
        assert.deepEqual(named, deciders.has(-1) ? [...byPlace, -1] : byPlace);
        assert.equal(
          explanation.verdict,
          points.length === 0 ? 'empty' : actions.size > 1 ? 'partly' : [...actions][0],
        );
        for (const part of explanation.parts) {
          const example = pointOf(part.example);
          assert.ok(matches(asked, example));
          assert.equal(
            decide(kinds, kindOf(rules, example))?.by[0],
            part.rule && Number(part.rule.name.slice(1)),
          );
        }
      }),
      { numRuns: 500 },
    );
  });
});
