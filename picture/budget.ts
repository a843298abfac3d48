import type { Graph } from '../language/graph/model.js';
import { childrenOf, type Tree } from './tree.js';

/** How much is drawn at once. */
export interface Budget {
  readonly boxes: number;
  readonly edges: number;
}

/** Up to here all zones are shown open at first: more boxes cannot be read without zooming in. */
export const comfortable: Budget = { boxes: 48, edges: 90 };
/** The layered layout is never given more than this: it would take seconds, and the arrows would hide the boxes. */
export const most: Budget = { boxes: 150, edges: 240 };

/** What the user asked for, newest last. */
export interface Wishes {
  readonly opened: readonly string[];
  readonly closed: ReadonlySet<string>;
}

export interface Choice {
  /** Zones that hide what is nested in them. */
  readonly closed: ReadonlySet<string>;
  /** How many of them are closed for lack of room alone. */
  readonly forRoom: number;
  /** Even with all zones closed there is more than `most`. */
  readonly tooMany: boolean;
}

/**
 * Which zones to close so that the picture stays within its budget.
 *
 * Starting from all zones closed, zones are opened from the outside inwards as long as there is room: those that the
 * user opened up to `most`, newest first, then all others up to `comfortable`, but none that stands `levels` deep.
 */
export function chooseClosed(graph: Graph, tree: Tree, wishes: Wishes, levels: number): Choice {
  const closed = new Set([...tree.nodes.keys()].filter((id) => childrenOf(tree, id).length > 0));
  const zones = [...closed];
  const count = counter(graph, tree);
  const open = (id: string, budget: Budget): boolean => {
    closed.delete(id);
    if (within(count(closed), budget)) return true;
    closed.add(id);
    return false;
  };
  for (const id of [...wishes.opened].reverse()) {
    const chain = chainTo(tree, id).filter((zone) => closed.has(zone));
    if (chain.some((zone) => wishes.closed.has(zone))) continue;
    for (const zone of chain) if (!open(zone, most)) break;
  }
  openFromOutside(tree, levels, closed, wishes.closed, (id) => open(id, comfortable));
  const hidden = (id: string): boolean =>
    chainTo(tree, id)
      .slice(0, -1)
      .some((zone) => closed.has(zone));
  const forRoom = zones.filter((id) => closed.has(id) && !wishes.closed.has(id) && !hidden(id)).length;
  return { closed, forRoom, tooMany: !within(count(closed), most) };
}

function openFromOutside(
  tree: Tree,
  levels: number,
  closed: ReadonlySet<string>,
  keep: ReadonlySet<string>,
  open: (id: string) => boolean,
): void {
  // Large zones that do not fit must not keep small ones closed, nor may trying them all take long.
  let refused = 0;
  let level: readonly string[] = childrenOf(tree, null);
  for (let depth = 0; depth < levels && level.length > 0 && refused < 24; depth++) {
    const next: string[] = [];
    for (const id of level) {
      if (keep.has(id) || refused >= 24) continue;
      if (closed.has(id) && !open(id)) refused++;
      else next.push(...childrenOf(tree, id));
    }
    level = next;
  }
}

function within(size: Budget, budget: Budget): boolean {
  return size.boxes <= budget.boxes && size.edges <= budget.edges;
}

/** The zones around `id` from the outermost inwards, and `id` itself. */
function chainTo(tree: Tree, id: string): string[] {
  const chain: string[] = [];
  for (
    let at: string | null = tree.nodes.has(id) ? id : null;
    at !== null;
    at = tree.parents.get(at) ?? null
  ) {
    chain.unshift(at);
  }
  return chain;
}

/** Counts shown boxes and merged edges for a set of closed zones. */
function counter(graph: Graph, tree: Tree): (closed: ReadonlySet<string>) => Budget {
  const ids = [...tree.nodes.keys()];
  const index = new Map(ids.map((id, i) => [id, i]));
  const ends = graph.edges.flatMap(({ source, target }) => {
    const [from, to] = [index.get(source), index.get(target)];
    return from === undefined || to === undefined ? [] : [[from, to] as const];
  });
  return (closed) => {
    const standsFor = new Int32Array(ids.length);
    let boxes = 0;
    const visit = (children: readonly string[], box: number): void => {
      for (const id of children) {
        const own = index.get(id)!;
        const shown = box < 0;
        standsFor[own] = shown ? own : box;
        if (shown) boxes++;
        visit(childrenOf(tree, id), shown && !closed.has(id) ? -1 : standsFor[own]!);
      }
    };
    visit(childrenOf(tree, null), -1);
    const pairs = new Set<number>();
    for (const [from, to] of ends) {
      if (standsFor[from] !== standsFor[to]) pairs.add(standsFor[from]! * ids.length + standsFor[to]!);
    }
    return { boxes, edges: pairs.size };
  };
}
