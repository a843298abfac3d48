import type { ReachedStep, ReachResult } from '../../server/protocol.js';
import type { Graph } from '../../language/graph/model.js';
import type { Matches } from './filter.js';
import { isWithin } from './panel-node.js';
import { edgeId } from '../../picture/marks.js';
import type { Shown } from '../../picture/state.js';

/** How many segments hops reach, those of the start itself not counted. */
export interface ReachedCount {
  readonly all: number;
  /** By criticality, the worst first; without those that have none. */
  readonly critical: readonly (readonly [criticality: string, count: number])[];
}

/** What up to `hops` hops reach. */
export function countReached({ steps }: ReachResult, hops: number): ReachedCount {
  const nodes = steps.slice(0, hops).flatMap((step) => step.nodes.filter(({ inStart }) => !inStart));
  const critical = (['critical', 'high', 'medium', 'low'] as const).flatMap((level) => {
    const count = nodes.filter(({ criticality }) => criticality === level).length;
    return count === 0 ? [] : [[level, count] as const];
  });
  return { all: nodes.length, critical };
}

/** A connection of a hop. */
export type HopEdge = ReachedStep['edges'][number];

/** What one hop reaches, and by which connections. */
export interface Reached {
  readonly id: string;
  readonly criticality: string | null;
  readonly by: readonly HopEdge[];
}

/** The segments of one hop with the connections that lead to them; inward with those that lead on from them. */
export function reachedIn({ nodes, edges }: ReachedStep, direction: 'outward' | 'inward'): Reached[] {
  const end = direction === 'outward' ? 'target' : 'source';
  return nodes
    .filter(({ inStart }) => !inStart)
    .map(({ id, criticality }) => ({ id, criticality, by: edges.filter((edge) => edge[end] === id) }));
}

/** What of the graph up to `hops` hops touch, the start included. */
export function reachMatches(
  start: readonly string[],
  { steps }: ReachResult,
  hops: number,
  total: number,
): Matches {
  const nodes = new Set(start);
  const edges = new Set<string>();
  for (const step of steps.slice(0, hops)) {
    for (const { id } of step.nodes) nodes.add(id);
    for (const { source, target } of step.edges) {
      nodes.add(source).add(target);
      edges.add(edgeId(source, target));
    }
  }
  return { nodes, edges, total };
}

/** Two nodes with all that is nested in them, and the connections from the one to the other. */
export function pairMatches(graph: Graph, source: string, target: string): Matches {
  const ends = graph.nodes.map(({ id }) => id).filter((id) => isWithin(id, source) || isWithin(id, target));
  const between = graph.edges.filter(
    (edge) => isWithin(edge.source, source) && isWithin(edge.target, target),
  );
  const edges = between.map((edge) => edgeId(edge.source, edge.target));
  return { nodes: new Set(ends), edges: new Set(edges), total: graph.nodes.length };
}

/** By shown box the least number of hops in which something in it is reached; 0 is the start. */
export function hopBadges(
  shown: Shown,
  start: readonly string[],
  { steps }: ReachResult,
  hops: number,
): Map<string, number> {
  const badges = new Map<string, number>();
  const mark = (id: string, hop: number): void => {
    const box = shown.standsFor.get(id);
    if (box !== undefined && !badges.has(box)) badges.set(box, hop);
  };
  for (const id of start) mark(id, 0);
  steps.slice(0, hops).forEach(({ nodes }, index) => nodes.forEach(({ id }) => mark(id, index + 1)));
  return badges;
}
