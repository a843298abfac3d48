import type { Graph, GraphEdge } from '../../language/graph/model.js';
import type { Changes, GraphOverlays } from '../../server/protocol.js';
import type { Matches } from './filter.js';
import { edgeId } from '../../picture/marks.js';
import type { Description, Fact } from '../../picture/describe.js';
import type { Shown } from '../../picture/state.js';

/** What can be laid over the picture: connections that are not plainly allowed. */
export const overlayKinds = ['denied', 'passed', 'expired'] as const;
export type OverlayKind = (typeof overlayKinds)[number];

/** Those, and what a comparison of two texts shows. */
export type ExtraKind = OverlayKind | 'added' | 'removed';

/** A connection laid over the picture, between two shown boxes, or within one. */
export interface Extra {
  /** Unique among extras. */
  readonly id: string;
  readonly kind: ExtraKind;
  readonly source: string;
  readonly target: string;
  readonly services: readonly string[];
  /** Rules that allow it, or would. */
  readonly rules: readonly string[];
  /** Rules to which it is owed that it is not plainly allowed. */
  readonly by: readonly string[];
}

/** A connection before it is brought to shown boxes. */
export type ExtraEdge = GraphEdge & { readonly kind: ExtraKind; readonly by: readonly string[] };

/** The connections of the chosen overlays. */
export function overlayEdges(overlays: GraphOverlays, kinds: ReadonlySet<OverlayKind>): ExtraEdge[] {
  return overlayKinds
    .filter((kind) => kinds.has(kind))
    .flatMap((kind) => overlays[kind].map((edge) => ({ ...edge, kind })));
}

/** What a comparison found, as connections: newly allowed ones and newly denied ones. */
export function changeEdges({ pairs }: Changes): ExtraEdge[] {
  return pairs.map(({ kind, source, target, services, rules }) => ({
    ...{ source, target, services, rules, by: [] },
    kind: kind === 'allowed' ? 'added' : 'removed',
  }));
}

/** The ends of all changes, and the connections between them. */
export function changeMatches({ pairs }: Changes, total: number): Matches {
  const nodes = new Set(pairs.flatMap(({ source, target }) => [source, target]));
  return { nodes, edges: new Set(pairs.map(({ source, target }) => edgeId(source, target))), total };
}

/** The same between what is shown, parallel ones merged. Ends that are not in the picture are left out. */
export function extrasOf(shown: Shown, edges: readonly ExtraEdge[]): Extra[] {
  const merged = new Map<string, { edge: ExtraEdge; source: string; target: string; sets: Set<string>[] }>();
  for (const edge of edges) {
    const [source, target] = [shown.standsFor.get(edge.source), shown.standsFor.get(edge.target)];
    if (source === undefined || target === undefined) continue;
    const id = `${edge.kind} ${edgeId(source, target)}`;
    const into = merged.get(id) ?? { edge, source, target, sets: [new Set(), new Set(), new Set()] };
    merged.set(id, into);
    [edge.services, edge.rules, edge.by].forEach((values, i) =>
      values.forEach((value) => into.sets[i]!.add(value)),
    );
  }
  return [...merged].map(([id, { edge, source, target, sets }]) => {
    const [services, rules, by] = sets.map((set) => [...set]) as [string[], string[], string[]];
    return { id, kind: edge.kind, source, target, services, rules, by };
  });
}

/** The extras of a cell or a pair of boxes, by the id of the pair. */
export function extrasByPair(extras: readonly Extra[]): Map<string, Extra[]> {
  const pairs = new Map<string, Extra[]>();
  for (const extra of extras) {
    const id = edgeId(extra.source, extra.target);
    const list = pairs.get(id);
    if (list === undefined) pairs.set(id, [extra]);
    else list.push(extra);
  }
  return pairs;
}

/** The sign of each kind, so that none is told by colour alone; the verb says it in a sentence. */
export const extraSigns: Readonly<Record<ExtraKind, { sign: string; verb: string }>> = {
  denied: { sign: '✕', verb: 'denied' },
  passed: { sign: '»', verb: 'allowed by an exception (pass)' },
  expired: { sign: '◷', verb: 'allowed once, expired' },
  added: { sign: '+', verb: 'newly allowed' },
  removed: { sign: '−', verb: 'newly denied' },
};

/** The graph with nodes that only extras need. */
export function withNodes(graph: Graph, more: Graph['nodes']): Graph {
  const known = new Set(graph.nodes.map(({ id }) => id));
  const missing = more.filter(({ id }) => !known.has(id));
  return missing.length === 0 ? graph : { ...graph, nodes: [...graph.nodes, ...missing] };
}

/** What the tooltip of a connection laid over the picture says. */
export function describeExtra({ kind, source, target, services, rules, by }: Extra): Description {
  const facts: (Fact | null)[] = [
    [extraSigns[kind].verb, services.join(', ')],
    rules.length === 0 ? null : [kind === 'denied' ? 'though allowed by' : 'rules', rules.join(', ')],
    by.length === 0 ? null : [kind === 'passed' ? 'exception' : 'by', by.join(', ')],
  ];
  return { heading: `${source} → ${target}`, facts: facts.filter((fact) => fact !== null) };
}
