import { centre, type Picture, type Point } from '../../picture/geometry.js';
import type { Way } from '../../picture/sizes.js';
import type { Shown, ShownEdge } from '../../picture/state.js';

export type Arrow = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

/** Where an arrow key leads. */
export interface Walk {
  readonly shown: Shown;
  readonly picture: Picture;
  readonly direction: Way;
  /** The box or arrow that has the focus. */
  readonly at: string;
  /** The box from which an arrow was entered, if one was. */
  readonly from: string | null;
}

/**
 * The box or arrow that an arrow key leads to; `null` where there is none.
 *
 * Along the direction of the picture the keys follow the arrows: from a box on to an arrow that leaves it and on to
 * the box at its end, or backwards. Across it they choose among the arrows of a box, and between neighbouring boxes.
 */
export function walk(way: Walk, key: Arrow): string | null {
  const [onwards, backwards] =
    way.direction === 'RIGHT' ? ['ArrowRight', 'ArrowLeft'] : ['ArrowDown', 'ArrowUp'];
  const edge = way.shown.edges.find(({ id }) => id === way.at);
  if (edge !== undefined) {
    if (key === onwards) return edge.target;
    if (key === backwards) return edge.source;
    return neighbourEdge(way, edge, key === 'ArrowDown' || key === 'ArrowRight' ? 1 : -1);
  }
  if (key === onwards || key === backwards) {
    const [first] = edgesOf(way, way.at, key === onwards ? 'source' : 'target');
    if (first !== undefined) return first.id;
  }
  return nearest(way, key);
}

/** The arrows at one end of a box, from top to bottom, or left to right. */
function edgesOf({ shown, picture, direction }: Walk, box: string, end: 'source' | 'target'): ShownEdge[] {
  const place = (edge: ShownEdge): number => {
    const points = picture.lines.get(edge.id)?.points;
    const point = end === 'source' ? points?.[0] : points?.at(-1);
    return point === undefined ? 0 : direction === 'RIGHT' ? point.y : point.x;
  };
  return shown.edges.filter((edge) => edge[end] === box).sort((a, b) => place(a) - place(b));
}

function neighbourEdge(way: Walk, edge: ShownEdge, step: number): string | null {
  const end = way.from === edge.target ? 'target' : 'source';
  const siblings = edgesOf(way, edge[end], end);
  return siblings[siblings.indexOf(edge) + step]?.id ?? null;
}

/** The nearest box in the direction of the key: what lies straight ahead is nearer than what lies aside. */
function nearest({ shown, picture, at }: Walk, key: Arrow): string | null {
  const own = picture.boxes.get(at);
  if (own === undefined) return null;
  const from = centre(own);
  let best: string | null = null;
  let least = Infinity;
  for (const { id } of shown.nodes) {
    const box = picture.boxes.get(id);
    if (id === at || box === undefined) continue;
    const { along, aside } = split(from, centre(box), key);
    const far = along + aside * 2.5;
    if (along > 1 && far < least) [best, least] = [id, far];
  }
  return best;
}

function split(from: Point, to: Point, key: Arrow): { along: number; aside: number } {
  const [dx, dy] = [to.x - from.x, to.y - from.y];
  if (key === 'ArrowLeft') return { along: -dx, aside: Math.abs(dy) };
  if (key === 'ArrowRight') return { along: dx, aside: Math.abs(dy) };
  if (key === 'ArrowUp') return { along: -dy, aside: Math.abs(dx) };
  return { along: dy, aside: Math.abs(dx) };
}

/** A box, its arrows and what they lead to; or an arrow and its two ends. Nothing of an open zone: it is all around. */
export function neighbourhood({ edges, nodes }: Shown, id: string | null): Set<string> {
  const near = new Set<string>();
  if (id === null || nodes.find((node) => node.id === id)?.form === 'open') return near;
  near.add(id);
  for (const edge of edges) {
    if (edge.id !== id && edge.source !== id && edge.target !== id) continue;
    for (const part of [edge.id, edge.source, edge.target]) near.add(part);
  }
  return near;
}

/** The innermost box at a point of the picture. */
export function innermost(
  { shown, picture }: { readonly shown: Shown; readonly picture: Picture },
  { x, y }: Point,
): string | null {
  const found = shown.nodes.filter(({ id }) => {
    const box = picture.boxes.get(id);
    return box !== undefined && x >= box.x && y >= box.y && x <= box.x + box.width && y <= box.y + box.height;
  });
  return found.at(-1)?.id ?? null;
}

/** The arrow of an id, or what stands for an arrow from a box to itself. */
export function edgeOf({ edges, inside }: Shown, id: string): ShownEdge | undefined {
  return edges.find((edge) => edge.id === id) ?? [...inside.values()].find((edge) => edge.id === id);
}
