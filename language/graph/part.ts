import type { Policy } from '../policy/model.js';
import type { Graph, GraphEdge, GraphNode } from './model.js';
import { layOut } from './nodes.js';
import type { Reach } from './reach.js';

/**
 * The part of the graph that a blast radius covers: the nodes at the ends of its connections, the start, the zones around
 * them, and an edge for each pair of nodes with these connections alone.
 */
export function partOf(policy: Policy, { steps }: Reach, start: string): Graph {
  const { nodes } = layOut(policy);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const order = new Map(nodes.map(({ id }, index) => [id, index]));
  const edges = merge(steps.flatMap((step) => step.edges));
  const kept = new Set<string>();
  const keep = (id: string): void => {
    for (let node = byId.get(id); node !== undefined && !kept.has(node.id); node = parentOf(byId, node))
      kept.add(node.id);
  };
  keep(start);
  for (const { source, target } of edges) [source, target].forEach(keep);
  const place = ({ source, target }: GraphEdge): number =>
    order.get(source)! * nodes.length + order.get(target)!;
  return {
    version: 1,
    nodes: nodes.filter(({ id }) => kept.has(id)),
    edges: edges.sort((a, b) => place(a) - place(b)),
  };
}

const parentOf = (nodes: ReadonlyMap<string, GraphNode>, { parent }: GraphNode): GraphNode | undefined =>
  parent === null ? undefined : nodes.get(parent);

/** One edge for each pair. Of several services of one pair each is named as its hop names it, so names may overlap. */
function merge(edges: readonly GraphEdge[]): GraphEdge[] {
  const merged = new Map<string, GraphEdge>();
  const both = (a: readonly string[], b: readonly string[]): string[] => [...new Set([...a, ...b])];
  for (const edge of edges) {
    const key = `${edge.source} ${edge.target}`;
    const known = merged.get(key);
    merged.set(key, {
      ...edge,
      services: both(known?.services ?? [], edge.services),
      rules: both(known?.rules ?? [], edge.rules),
    });
  }
  return [...merged.values()];
}
