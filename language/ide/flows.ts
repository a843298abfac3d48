import type { Graph, GraphEdge } from '../graph/model.js';
import type { Policy, Rule } from '../policy/model.js';

/** Connections that are really allowed across the border of a zone or workload. */
export interface Flows {
  readonly incoming: readonly GraphEdge[];
  readonly outgoing: readonly GraphEdge[];
}

/** The edges between a node, what is nested in it included, and the rest of the graph. */
export function flowsAcross(graph: Graph, id: string): Flows {
  const incoming: GraphEdge[] = [];
  const outgoing: GraphEdge[] = [];
  for (const edge of graph.edges) {
    const [from, to] = [isWithin(edge.source, id), isWithin(edge.target, id)];
    if (to && !from) incoming.push(edge);
    if (from && !to) outgoing.push(edge);
  }
  return { incoming, outgoing };
}

const isWithin = (id: string, zone: string): boolean => id === zone || id.startsWith(`${zone}.`);

const caches = new WeakMap<Policy, ReadonlyMap<string, number>>();

/** The rules of some edges, by place. */
export function rulesOfEdges(policy: Policy, edges: readonly GraphEdge[]): Rule[] {
  let byName = caches.get(policy);
  if (byName === undefined)
    caches.set(policy, (byName = new Map(policy.rules.map(({ name }, id) => [name, id]))));
  const names = new Set(edges.flatMap(({ rules }) => rules));
  const ids = [...names].flatMap((name) => byName.get(name) ?? []);
  return ids.sort((a, b) => a - b).map((id) => policy.rules[id]);
}
