import assert from 'node:assert/strict';
import fc from 'fast-check';
import { buildGraph } from '../../../language/graph/build.js';
import { endpointsOfNode } from '../../../language/graph/nodes.js';
import { overlaysOf, type Overlays } from '../../../language/graph/overlays.js';
import { pairInSteps } from '../../../language/graph/pair.js';
import { reachFrom, type ReachDirection } from '../../../language/graph/reach.js';
import { allServices } from '../../../language/net/services.js';
import { intersect, normalise } from '../../../language/net/ranges.js';
import type { Traffic } from '../../../language/policy/model.js';
import { readQuestion } from '../../../language/policy/question.js';
import { PolicyProject, type Snapshot } from '../../../language/workspace.js';
import { finished } from '../../../language/text/steps.js';
import { alive, decide, kindOf, kindsOf } from '../../support/bruteforce.js';
import { dateOfTests, openPolicy } from '../../support/policies.js';
import { anyTierRules, serviceAtoms, universe, type TinyRule } from '../../support/tiny.js';
import { rulesText, tinyNames } from '../../support/tinytext.js';

/** Zones that overlap, a zone with a rest, and workloads with addresses in several places, over the tiny universe. */
const tangle = `zone around { addresses = 10.0.0.0/24, zone in { addresses = 10.0.0.3 } }
workload dual { addresses = [10.0.0.1, fd00::1] }
workload twin { addresses = [10.0.0.3, fd00::] }
`;
const nodes = [
  'one',
  'two',
  'sketch.left',
  'sketch.right',
  'six',
  'around.in',
  'around.*',
  'dual',
  'twin',
  '*',
];
const starts = [...nodes, 'sketch', 'around', 'rest4'];

const open = (rules: readonly TinyRule[]): Snapshot =>
  openPolicy({ 'a.zoneflow': tinyNames + tangle + rulesText(rules) });

function between({ resolved }: Snapshot, source: string, target: string): Traffic {
  const [from, to] = [source, target].map((id) => endpointsOfNode(resolved.policy, id)!);
  return {
    source: from,
    destination: to,
    services: allServices,
    identities: undefined,
    conditions: [],
  };
}

describe('the graph of any policy', () => {
  it('has an edge exactly where explain says that something is allowed, with its rules and services', () => {
    fc.assert(
      fc.property(anyTierRules(8), (rules) => {
        const snapshot = open(rules);
        const graph = buildGraph(snapshot.analysis);
        const edges = new Map(graph.edges.map((edge) => [`${edge.source} → ${edge.target}`, edge]));
        for (const source of nodes) {
          for (const target of nodes) {
            const { parts } = snapshot.analysis.explain(between(snapshot, source, target));
            const allowing = parts.filter(({ action }) => action === 'allow');
            const edge = edges.get(`${source} → ${target}`);
            assert.equal(edge !== undefined, allowing.length > 0, `${source} → ${target}`);
            for (const { rule } of allowing) assert.ok(edge!.rules.includes(rule!.name));
            if (edge)
              assert.deepEqual(
                servicesOf(snapshot, edge.services),
                allowedServices(snapshot, source, target),
              );
          }
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is after an edit what it is from scratch', () => {
    const edit = fc.record({ at: fc.nat(9), kept: fc.boolean(), rules: anyTierRules(2) });
    fc.assert(
      fc.property(anyTierRules(8), fc.array(edit, { minLength: 1, maxLength: 3 }), (start, edits) => {
        const project = new PolicyProject(dateOfTests);
        let rules = start;
        for (const { at, kept, rules: fresh } of [{ at: 0, kept: true, rules: [] }, ...edits]) {
          const place = at % (rules.length + 1);
          rules = [...rules.slice(0, place), ...fresh, ...rules.slice(place + (kept ? 0 : 1))];
          project.setFile('a.zoneflow', { text: tinyNames + tangle + rulesText(rules) });
          const snapshot = project.snapshot();
          snapshot.findings();
          assert.deepEqual(snapshot.graph, open(rules).graph);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('keeps what rules decide that an edit does not touch', () => {
    const text = (service: string): string =>
      Array.from({ length: 50 }, (_, i) => `zone n${i}\nallow n${i} to n${(i + 1) % 50} on ssh\n`).join('') +
      `allow n0 to n7 on ${service}\n`;
    const project = new PolicyProject(dateOfTests);
    const look = (service: string): readonly unknown[] => {
      project.setFile('a.zoneflow', { text: text(service) });
      const snapshot = project.snapshot();
      snapshot.findings();
      void snapshot.graph;
      return snapshot.analysis.known;
    };
    const before = look('ssh');
    const after = look('dns');
    const same = before.filter((pieces, i) => pieces === after[i]).length;
    assert.equal(same, 50);
  });

  it('reaches in n hops exactly what `never … reaches … within n hops` finds', () => {
    fc.assert(
      fc.property(
        anyTierRules(8),
        fc.constantFrom(...starts),
        fc.constantFrom<ReachDirection>('outward', 'inward'),
        (rules, start, direction) => {
          const snapshot = open(rules);
          const reach = reachFrom(snapshot.analysis, start, { direction })!;
          assert.ok(reach.complete && !reach.goesOn);
          const first = new Map(
            reach.steps.flatMap(({ nodes: found }, i) => found.map(({ id }) => [id, i + 1])),
          );
          for (const node of nodes) {
            const [from, to] = direction === 'outward' ? [start, node] : [node, start];
            assert.equal(first.get(node), fewestHops(snapshot, from, to), `${from} reaches ${to}`);
          }
          const two = reachFrom(snapshot.analysis, start, { direction, hops: 2 })!;
          assert.deepEqual(two.steps, reach.steps.slice(0, 2));
          assert.equal(two.goesOn, reach.steps.length > 2);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('each edge of a hop is one of the graph, from where a chain stands to what the hop finds', () => {
    fc.assert(
      fc.property(anyTierRules(8), fc.constantFrom(...starts), (rules, start) => {
        const snapshot = open(rules);
        const edges = new Map(
          buildGraph(snapshot.analysis).edges.map((edge) => [`${edge.source} → ${edge.target}`, edge]),
        );
        const stood = new Set<string>();
        for (const step of reachFrom(snapshot.analysis, start, { direction: 'outward' })!.steps) {
          for (const { source, target, rules: names } of step.edges) {
            const edge = edges.get(`${source} → ${target}`);
            assert.ok(edge && names.every((name) => edge.rules.includes(name)));
            if (stood.size > 0) assert.ok(stood.has(source), source);
          }
          for (const { id } of step.nodes) {
            assert.ok(step.edges.some(({ target }) => target === id));
            stood.add(id);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('a pair of nodes has the parts of explain, each with exactly the services on which it is one', () => {
    fc.assert(
      fc.property(
        anyTierRules(8),
        fc.constantFrom(...starts),
        fc.constantFrom(...starts),
        (rules, source, target) => {
          const snapshot = open(rules);
          const pair = finished(pairInSteps(snapshot.analysis, source, target))!;
          const traffic = between(snapshot, source, target);
          assert.equal(pair.verdict, snapshot.analysis.explain(traffic).verdict);
          for (const services of serviceAtoms) {
            const { parts } = snapshot.analysis.explain({ ...traffic, services });
            const said = pair.parts.filter(
              (part) => intersect(servicesOf(snapshot, part.services), services).length > 0,
            );
            const names = said.flatMap((part) =>
              part.rules.length > 0 ? part.rules.map(({ name }) => name) : ['default'],
            );
            assert.deepEqual(names.sort(), parts.map(({ rule }) => rule?.name ?? 'default').sort());
            for (const part of said) assert.equal(part.isShared, parts.length > 1);
          }
        },
      ),
      { numRuns: 120 },
    );
  });
});

describe('overlays of any policy', () => {
  it('show what denies take away, what passes make possible, and what has expired', () => {
    fc.assert(
      fc.property(anyTierRules(8), (rules) => {
        const overlays = overlaysOf(openPolicy({ 'a.zoneflow': tinyNames + rulesText(rules) }).analysis);
        const timeless = rules.map((rule) =>
          rule.action === 'allow' ? { ...rule, expires: undefined } : rule,
        );
        const now = allowed(rules);
        const noDenies = allowed(rules.filter(({ action }) => action !== 'deny'));
        const noPasses = allowed(rules.filter(({ action }) => action !== 'pass'));
        assert.deepEqual(pairsOf(overlays.denied), difference(noDenies, now));
        assert.deepEqual(pairsOf(overlays.passed), difference(now, noPasses));
        assert.deepEqual(pairsOf(overlays.expired), difference(allowed(timeless), now));
        assert.ok(overlays.complete);
        assert.ok(overlays.denied.every(({ by }) => by.length > 0));
        assert.ok(overlays.passed.every(({ by }) => by.length > 0));
      }),
      { numRuns: 80 },
    );
  });

  const names = 'zone a { zone x, zone y }\nzone b\n';
  const cases: [string, string, Partial<Record<keyof Overlays, string[]>>][] = [
    [
      'a deny that only some of an allow meets',
      'flow f: allow a to b on [ssh, https]\nflow no: deny a.x to b on ssh',
      { denied: ['a.x → b ssh f by no'] },
    ],
    ['a deny of nothing that is allowed', 'deny a to b on ssh', {}],
    [
      'a pass through a guardrail',
      'tier guardrail {\nflow no: deny a to b on any\nflow gap: pass a.x to b on ssh\n}\nflow f: allow a to b on ssh',
      { denied: ['a.y → b ssh f by no'], passed: ['a.x → b ssh f by gap'] },
    ],
    ['a pass over nothing', 'tier guardrail {\npass a to b on ssh\n}\nallow a to b on ssh', {}],
    [
      'an allow that has expired, of which a part is allowed anyway',
      'flow old: allow a to b on ssh { expires = 2026-01-01 }\nallow a.x to b on ssh',
      { expired: ['a.y → b ssh old'] },
    ],
    ['an expired deny', 'deny a to b on ssh { expires = 2026-01-01 }\nallow a to b on ssh', {}],
  ];
  for (const [what, rules, expected] of cases) {
    it(`show ${what}`, () => {
      const overlays = overlaysOf(openPolicy({ 'a.zoneflow': names + rules }).analysis);
      for (const kind of ['denied', 'passed', 'expired'] as const) {
        const lines = overlays[kind].map(
          ({ source, target, services, rules: allows, by }) =>
            `${source} → ${target} ${services.join(', ')} ${allows.join(', ')}${by.length > 0 ? ` by ${by.join(', ')}` : ''}`,
        );
        assert.deepEqual(lines, expected[kind] ?? [], kind);
      }
    });
  }
});

/** The fewest hops of a chain; `undefined` where there is none. */
function fewestHops(snapshot: Snapshot, from: string, to: string): number | undefined {
  const never = { ...between(snapshot, from, to), place: { file: 'a.zoneflow', start: 0, end: 0 }, text: '' };
  for (let hops = 1; hops <= 12; hops++)
    if (snapshot.analysis.never({ ...never, hops }).state === 'violated') return hops;
  assert.equal(snapshot.analysis.never({ ...never, hops: Infinity }).state, 'holds');
  return undefined;
}

function servicesOf({ resolved }: Snapshot, names: readonly string[]): readonly number[] {
  const services = names.length === 1 ? names[0] : `[${names.join(', ')}]`;
  const read = readQuestion(resolved, { source: 'any', destination: 'any', services });
  assert.ok('traffic' in read, services);
  return read.traffic.services;
}

/** The services of the tiny universe on which explain says that something is allowed. */
const allowedServices = (snapshot: Snapshot, source: string, target: string): readonly number[] =>
  normalise(
    serviceAtoms
      .filter((services) => {
        const { parts } = snapshot.analysis.explain({ ...between(snapshot, source, target), services });
        return parts.some(({ action }) => action === 'allow');
      })
      .flat(),
  );

/** The nodes that the atoms of the tiny universe are in. */
const nodeOfAtom = ['one', 'two', '*', '*', 'sketch.left', 'sketch.right', 'six', '*', '*'];

/** Connections that rules allow, by the points of the tiny universe. */
function allowed(rules: readonly TinyRule[]): Set<number> {
  const kinds = kindsOf(rules.filter(alive), false);
  return new Set(
    universe.flatMap((point, i) =>
      decide(kinds, kindOf(kinds.rules, point))?.action === 'allow' ? [i] : [],
    ),
  );
}

const difference = (more: ReadonlySet<number>, less: ReadonlySet<number>): string[] =>
  [
    ...new Set(
      [...more]
        .filter((i) => !less.has(i))
        .map((i) => `${nodeOfAtom[universe[i].source]} → ${nodeOfAtom[universe[i].destination]}`),
    ),
  ].sort();

const pairsOf = (edges: readonly { source: string; target: string }[]): string[] =>
  edges.map(({ source, target }) => `${source} → ${target}`).sort();
