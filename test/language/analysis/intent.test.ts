import assert from 'node:assert/strict';
import fc from 'fast-check';
import { analyse } from '../../../language/analysis/index.js';
import type { Segment } from '../../../language/policy/model.js';
import { decide, kindOf, kindsOf, type Kinds } from '../../support/bruteforce.js';
import {
  anyTierRules,
  anyTraffic,
  endAtoms,
  endpoints,
  matches,
  pointOf,
  policyOf,
  trafficOf,
  universe,
  type TinyRule,
} from '../../support/tiny.js';

const place = { file: 'tiny.zoneflow', start: 0, end: 1 };

const workload = (name: string, atoms: readonly number[]): Segment => ({
  kind: 'workload',
  name,
  place,
  namePlace: place,
  set: endpoints(atoms),
  own: endpoints(atoms),
  unclaimed: false,
  declared: endpoints(atoms),
  parent: -1,
  children: [],
  title: undefined,
  trust: 'internal',
  criticality: undefined,
  owner: undefined,
  tags: [],
  labels: new Map(),
});

/** Workloads with two addresses, one of each family, and one that shares an address with another. */
const workloads = [
  { name: 'dual', atoms: [0, 6] },
  { name: 'twin', atoms: [1, 2] },
  { name: 'mixed', atoms: [2, 7] },
];
const segments = workloads.map(({ name, atoms }) => workload(name, atoms));

const allowedPairs = (rules: readonly TinyRule[], kinds: Kinds): Set<number> => {
  const pairs = new Set<number>();
  for (const point of universe) {
    if (decide(kinds, kindOf(rules, point))?.action === 'allow')
      pairs.add(point.source * 16 + point.destination);
  }
  return pairs;
};

/** The fewest hops of a chain; `undefined` where there is none. */
function fewestHops(
  rules: readonly TinyRule[],
  from: readonly number[],
  to: readonly number[],
): number | undefined {
  const pairs = allowedPairs(rules, kindsOf(rules, false));
  let standing = new Set(from);
  for (let hops = 1; hops <= endAtoms.length + 1; hops++) {
    const arrived = new Set<number>();
    for (const source of standing) {
      for (let target = 0; target < endAtoms.length; target++) {
        if (pairs.has(source * 16 + target)) arrived.add(target);
      }
    }
    if (to.some((end) => arrived.has(end))) return hops;
    standing = new Set(arrived);
    for (const { atoms } of workloads) {
      if (atoms.some((atom) => arrived.has(atom))) for (const atom of atoms) standing.add(atom);
    }
  }
  return undefined;
}

describe('intents and expectations', () => {
  it('hold exactly where every connection agrees, and show a counter-example with its rules', () => {
    fc.assert(
      fc.property(anyTierRules(8), anyTraffic, fc.constantFrom('allow', 'deny'), (rules, asked, expected) => {
        const kinds = kindsOf(rules, false);
        const points = universe.filter((point) => matches(asked, point));
        const verdict = (kind: number): string => decide(kinds, kind)?.action ?? 'deny';
        const holds = points.every((point) => verdict(kindOf(rules, point)) === expected);
        const analysis = analyse(policyOf(rules));
        const base = { ...trafficOf(asked), place, text: '' };
        const outcome =
          expected === 'deny'
            ? analysis.never({ ...base, hops: undefined })
            : analysis.expectation({ ...base, expected: 'allow', test: '' });
        assert.equal(outcome.state, points.length === 0 ? 'empty' : holds ? 'holds' : 'violated');
        if (outcome.state !== 'violated') return;
        const example = pointOf(outcome.hops[0].connection);
        assert.ok(matches(asked, example));
        const decision = decide(kinds, kindOf(rules, example));
        assert.notEqual(decision?.action ?? 'deny', expected);
        assert.deepEqual(
          outcome.hops[0].rules.map((rule) => rule.name),
          (decision?.by ?? []).map((id) => `r${id}`),
        );
      }),
      { numRuns: 600 },
    );
  });

  it('find the shortest chain, each hop allowed by the rules named, going on from every address of a workload', () => {
    fc.assert(
      fc.property(anyTierRules(8), anyTraffic, fc.constantFrom(1, 2, 3, Infinity), (rules, asked, hops) => {
        const any = { ...asked, services: [0, 1, 2, 3, 4, 5, 6], identities: undefined, condition: false };
        const fewest = fewestHops(rules, asked.source, asked.destination);
        const outcome = analyse(policyOf(rules, [], segments)).never({
          ...trafficOf(any),
          place,
          text: '',
          hops,
        });
        const isEmpty = asked.source.length === 0 || asked.destination.length === 0;
        const violated = fewest !== undefined && fewest <= hops;
        assert.equal(outcome.state, isEmpty ? 'empty' : violated ? 'violated' : 'holds');
        if (outcome.state !== 'violated') return;
        assert.equal(outcome.hops.length, fewest);
        const kinds = kindsOf(rules, false);
        const points = outcome.hops.map((hop) => pointOf(hop.connection));
        points.forEach((point, i) => {
          const decision = decide(kinds, kindOf(rules, point));
          assert.equal(decision?.action, 'allow');
          assert.deepEqual(
            outcome.hops[i].rules.map((rule) => rule.name),
            decision?.by.map((id) => `r${id}`),
          );
          if (i === 0) return assert.ok(asked.source.includes(point.source));
          const from = points[i - 1].destination;
          const sameWorkload = workloads.some(
            ({ atoms }) => atoms.includes(from) && atoms.includes(point.source),
          );
          assert.ok(from === point.source || sameWorkload);
          return undefined;
        });
        assert.ok(asked.destination.includes(points[points.length - 1].destination));
      }),
      { numRuns: 600 },
    );
  });
});
