import type { Graph, GraphNode } from '../language/graph/model.js';

/** The graph's nodes as a tree, in the order in which the graph names them. */
export interface Tree {
  readonly nodes: ReadonlyMap<string, GraphNode>;
  /** The node around it, `null` at the top. */
  readonly parents: ReadonlyMap<string, string | null>;
  /** By parent; the top's own are under `null`. */
  readonly children: ReadonlyMap<string | null, readonly string[]>;
}

/**
 * The tree of a graph.
 *
 * A parent that is not in the graph, or that would close a circle, counts as none: what comes over the wire must not
 * hang the picture.
 */
export function treeOf(graph: Graph): Tree {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const parents = new Map<string, string | null>();
  for (const node of nodes.values()) {
    parents.set(node.id, node.parent !== null && nodes.has(node.parent) ? node.parent : null);
  }
  breakCircles(parents);
  const children = new Map<string | null, string[]>([[null, []]]);
  for (const [id, parent] of parents) {
    const siblings = children.get(parent);
    if (siblings === undefined) children.set(parent, [id]);
    else siblings.push(id);
  }
  return { nodes, parents, children };
}

function breakCircles(parents: Map<string, string | null>): void {
  const safe = new Set<string>();
  for (const start of parents.keys()) {
    const path = new Set<string>();
    let id: string | null = start;
    while (id !== null && !safe.has(id)) {
      path.add(id);
      const parent: string | null = parents.get(id) ?? null;
      if (parent !== null && path.has(parent)) {
        parents.set(id, null);
        break;
      }
      id = parent;
    }
    for (const seen of path) safe.add(seen);
  }
}

/** The children of a node, or of the top. */
export function childrenOf(tree: Tree, id: string | null): readonly string[] {
  return tree.children.get(id) ?? [];
}

/** How many nodes are nested in it, at any depth. */
export function nestedCount(tree: Tree, id: string): number {
  let count = 0;
  const open = [...childrenOf(tree, id)];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    count++;
    open.push(...childrenOf(tree, next));
  }
  return count;
}
