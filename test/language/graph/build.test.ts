import assert from 'node:assert/strict';
import { buildGraph, drawGraph, graphInSteps } from '../../../language/graph/build.js';
import type { EndpointSet } from '../../../language/net/endpoints.js';
import {
  intersectEndpoints,
  isEmptySet,
  subtractEndpoints,
  uniteEndpoints,
} from '../../../language/net/endpoints.js';
import { allServices } from '../../../language/net/services.js';
import type { Snapshot } from '../../../language/workspace.js';
import { openPolicy, openSample, samplePolicies } from '../../support/policies.js';

const edges = (text: string, depth?: number): string[] =>
  buildGraph(openPolicy({ 'a.zoneflow': text }).analysis, depth === undefined ? {} : { depth }).edges.map(
    ({ source, target, services }) => `${source} → ${target} ${services.join(', ')}`,
  );

describe('the graph', () => {
  const zones =
    'zone a { zone x\n zone y }\nzone b { addresses = 10.0.0.0/8\n zone z { addresses = 10.1.0.0/16 } }\n';
  const cases: [string, string, string[]][] = [
    [
      'joins what shows nothing nested',
      'allow a to b on ssh',
      ['a.x → b.z ssh', 'a.x → b.* ssh', 'a.y → b.z ssh', 'a.y → b.* ssh'],
    ],
    [
      'leaves out what is denied',
      'allow a to b on ssh\ndeny any to b.z on ssh',
      ['a.x → b.* ssh', 'a.y → b.* ssh'],
    ],
    [
      'names what is left',
      'allow a.x to b.z on [ssh, tcp/100-102]\ndeny a to b on tcp/101',
      ['a.x → b.z ssh, tcp/100, tcp/102'],
    ],
    ['shows the addresses that no zone claims', 'allow a.x to 11.0.0.1 on dns', ['a.x → * dns']],
    ['leaves out expired rules', 'allow a.x to b.z on ssh { expires = 2026-01-01 }', []],
    [
      'heeds tiers and passes',
      'tier guardrail {\ndeny a to b.z on ssh\npass a.x to b.z on ssh\n}\nallow a to b.z on ssh',
      ['a.x → b.z ssh'],
    ],
    ['shows connections inside a node', 'allow a.x to a.x on ssh', ['a.x → a.x ssh']],
    ['needs a family in common', 'allow a.x to b.z on icmpv6\nallow 10.0.0.1 to ::1 on any', []],
  ];
  for (const [what, rules, expected] of cases)
    it(what, () => assert.deepEqual(edges(zones + rules), expected));

  it('shows fewer levels where asked', () => {
    assert.deepEqual(edges(`${zones}allow a.x to b.z on ssh`, 1), ['a → b ssh']);
  });

  it('has fewer levels where there would be too many edges, and says where even that is too much', () => {
    const { analysis } = openPolicy({ 'a.zoneflow': `${zones}allow a to b on ssh\nallow b to a on ssh` });
    const drawn = (maxEdges: number): unknown => {
      const { graph, ...about } = drawGraph(analysis, { maxEdges });
      return { edges: graph.edges.length, ...about };
    };
    assert.deepEqual(drawn(8), { edges: 8, depth: 2, isWhole: true, isComplete: true });
    assert.deepEqual(drawn(7), { edges: 2, depth: 1, isWhole: false, isComplete: true });
    const flat = openPolicy({ 'a.zoneflow': 'zone a\nzone b\nzone c\nallow any to any on ssh' }).analysis;
    const { graph, isComplete } = drawGraph(flat, { maxEdges: 1 });
    assert.deepEqual([graph.edges.length, isComplete], [4, false]);
  });

  it('takes no step that grows with the whole policy', () => {
    const names = Array.from({ length: 300 }, (_, i) => `n${i}`);
    const text = names.map((name, i) => `zone ${name}\nallow ${name} to n${(i * 7) % 300} on ssh\n`).join('');
    const steps = graphInSteps(openPolicy({ 'a.zoneflow': text }).analysis);
    let count = 0;
    while (!steps.next().done) count++;
    assert.ok(count >= names.length, `${count} steps`);
  });

  it('is the same twice', () => {
    for (const name of samplePolicies().sound) {
      assert.deepEqual(buildGraph(openSample(name).analysis), buildGraph(openSample(name).analysis));
    }
  });

  for (const name of samplePolicies().sound) {
    it(`agrees with explain for every pair of ${name}`, () => {
      const snapshot = openSample(name);
      const graph = buildGraph(snapshot.analysis);
      const parents = new Set(graph.nodes.map(({ parent }) => parent));
      const ends = graph.nodes.filter(({ id }) => !parents.has(id));
      const drawn = new Set(graph.edges.map(({ source, target }) => `${source} → ${target}`));
      const sets = new Map(ends.map(({ id }) => [id, setOf(snapshot, id)]));
      for (const { id: source } of ends) {
        for (const { id: target } of ends) {
          assert.equal(
            drawn.has(`${source} → ${target}`),
            allows(snapshot, sets.get(source)!, sets.get(target)!),
            `${source} → ${target}`,
          );
        }
      }
    });
  }
});

function allows(snapshot: Snapshot, source: EndpointSet, destination: EndpointSet): boolean {
  const traffic = { source, destination, services: allServices, identities: undefined, conditions: [] };
  return snapshot.analysis.explain(traffic).parts.some(({ action }) => action === 'allow');
}

/** What a node stands for: a segment, or the rest of one. */
function setOf(snapshot: Snapshot, id: string): EndpointSet {
  const { segments, segmentIndex } = snapshot.resolved.policy;
  if (id === '*') {
    const all = { v4: [0, 2 ** 32], v6: [0n, 1n << 128n], symbols: [] };
    return subtractEndpoints(all, uniteEndpoints(segments.map(({ set }) => set)));
  }
  const segment = segments[segmentIndex.get(id.replace(/\.\*$/, ''))!];
  if (!id.endsWith('.*')) return segment.set;
  const inside = uniteEndpoints(segment.children.map((child) => segments[child].set));
  const rest = subtractEndpoints(segment.set, inside);
  assert.ok(!isEmptySet(rest) && isEmptySet(intersectEndpoints(rest, inside)));
  return rest;
}
