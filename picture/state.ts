import type { Graph, GraphNode } from '../language/graph/model.js';
import { edgeId } from './marks.js';
import { childrenOf, nestedCount, type Tree } from './tree.js';

/** One box as it is shown. */
export interface ShownNode {
  readonly id: string;
  /** The shown box around it. */
  readonly parent: string | null;
  readonly node: GraphNode;
  /** How many boxes deep it stands; 0 at the top. */
  readonly depth: number;
  /** `open` shows what is nested in it, `closed` hides it, `leaf` has nothing nested. */
  readonly form: 'open' | 'closed' | 'leaf';
  /** How many nodes a closed zone hides. */
  readonly hidden: number;
}

/** The connections between two shown boxes, merged into one arrow. `source` and `target` may be one and the same. */
export interface ShownEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** The union of the merged edges' services and rules, each once, in the order of the graph. */
  readonly services: readonly string[];
  readonly rules: readonly string[];
  /** Ids of the graph's edges merged in it. */
  readonly merged: readonly string[];
}

export interface Degree {
  readonly into: number;
  readonly out: number;
}

/** What the picture shows. Both lists are in the order of the graph, boxes after the box around them. */
export interface Shown {
  readonly nodes: readonly ShownNode[];
  /** Between different boxes. */
  readonly edges: readonly ShownEdge[];
  /** Connections allowed inside one box, by its id. */
  readonly inside: ReadonlyMap<string, ShownEdge>;
  /** How many arrows come to each box and go from it, by its id; none for a box without. */
  readonly degrees: ReadonlyMap<string, Degree>;
  /** By node id: the shown box that stands for it (itself, or the closed zone around it). */
  readonly standsFor: ReadonlyMap<string, string>;
}

/** Nothing, as before the first graph has come. */
export const nothingShown: Shown = {
  nodes: [],
  edges: [],
  inside: new Map(),
  degrees: new Map(),
  standsFor: new Map(),
};

/** What is shown of a graph where the zones in `closed` hide what is nested in them. */
export function show(graph: Graph, tree: Tree, closed: ReadonlySet<string>): Shown {
  const nodes: ShownNode[] = [];
  const standsFor = new Map<string, string>();
  const visit = (id: string, parent: string | null, depth: number): void => {
    const children = childrenOf(tree, id);
    const form = children.length === 0 ? 'leaf' : closed.has(id) ? 'closed' : 'open';
    const hidden = form === 'closed' ? nestedCount(tree, id) : 0;
    nodes.push({ id, parent, node: tree.nodes.get(id)!, depth, form, hidden });
    standsFor.set(id, id);
    if (form === 'closed') hide(tree, id, standsFor);
    else for (const child of children) visit(child, id, depth + 1);
  };
  for (const id of childrenOf(tree, null)) visit(id, null, 0);
  const merged = mergeEdges(graph, standsFor);
  const inside = new Map<string, ShownEdge>();
  const edges: ShownEdge[] = [];
  for (const edge of merged) {
    if (edge.source === edge.target) inside.set(edge.source, edge);
    else edges.push(edge);
  }
  return { nodes, edges, inside, degrees: degreesOf(edges), standsFor };
}

function degreesOf(edges: readonly ShownEdge[]): Map<string, Degree> {
  const degrees = new Map<string, Degree>();
  const none = { into: 0, out: 0 };
  for (const { source, target } of edges) {
    const from = degrees.get(source) ?? none;
    degrees.set(source, { into: from.into, out: from.out + 1 });
    const to = degrees.get(target) ?? none;
    degrees.set(target, { into: to.into + 1, out: to.out });
  }
  return degrees;
}

function hide(tree: Tree, box: string, standsFor: Map<string, string>): void {
  const open = [...childrenOf(tree, box)];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    standsFor.set(id, box);
    open.push(...childrenOf(tree, id));
  }
}

function mergeEdges(graph: Graph, standsFor: ReadonlyMap<string, string>): ShownEdge[] {
  const merged = new Map<
    string,
    { source: string; target: string; services: Set<string>; rules: Set<string>; ids: string[] }
  >();
  for (const edge of graph.edges) {
    const source = standsFor.get(edge.source);
    const target = standsFor.get(edge.target);
    if (source === undefined || target === undefined) continue;
    const id = edgeId(source, target);
    let into = merged.get(id);
    if (into === undefined)
      merged.set(id, (into = { source, target, services: new Set(), rules: new Set(), ids: [] }));
    for (const service of edge.services) into.services.add(service);
    for (const rule of edge.rules) into.rules.add(rule);
    into.ids.push(edgeId(edge.source, edge.target));
  }
  return [...merged].map(([id, { source, target, services, rules, ids }]) => ({
    id,
    source,
    target,
    services: [...services],
    rules: [...rules],
    merged: ids,
  }));
}

/**
 * The shown boxes and arrows for ids of the graph, or for ids from before an edit.
 *
 * What is nested in a closed zone is found on the zone; unknown ids are left out.
 */
export function shownIds(shown: Shown, ids: Iterable<string>): Set<string> {
  const found = new Set<string>();
  for (const id of ids) {
    const arrow = id.indexOf('→');
    if (arrow < 0) {
      const box = shown.standsFor.get(id);
      if (box !== undefined) found.add(box);
      continue;
    }
    const source = shown.standsFor.get(id.slice(0, arrow));
    const target = shown.standsFor.get(id.slice(arrow + 1));
    if (source !== undefined && target !== undefined) found.add(edgeId(source, target));
  }
  return found;
}
