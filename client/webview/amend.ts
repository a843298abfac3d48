import {
  boundsOf,
  centre,
  middle,
  type Box,
  type Line,
  type Picture,
  type Point,
  type Size,
} from '../../picture/geometry.js';
import { route } from './route.js';
import {
  boxSize,
  chipSize,
  endsOf,
  headerSize,
  metrics,
  type Measure,
  type Way,
} from '../../picture/sizes.js';
import type { Shown, ShownEdge, ShownNode } from '../../picture/state.js';

/** Room between boxes, enough for an arrow with its label. */
const apart = 40;
/** More new boxes or arrows than this are worth a new layout. */
const most = { boxes: 6, lines: 40 };

interface Amendment {
  readonly shown: Shown;
  readonly way: Way;
  readonly measure: Measure;
  readonly boxes: Map<string, Box>;
  readonly lines: Map<string, Line>;
}

/**
 * The picture before a small edit, amended: whatever was there stays exactly where it was, new boxes are put into free
 * room beside what they are connected with, and new arrows are led around the boxes.
 *
 * `null` where the edit is too large for that, or there is no room; then everything has to be laid out anew.
 */
export function amend(before: Picture, shown: Shown, way: Way, measure: Measure): Picture | null {
  const added = shown.nodes.filter(({ id }) => !before.boxes.has(id));
  if (added.length > most.boxes || added.length === shown.nodes.length) return null;
  if (added.some(({ form }) => form === 'open')) return null;
  const kept = shown.nodes.flatMap(({ id }) =>
    before.boxes.has(id) ? [[id, before.boxes.get(id)!] as const] : [],
  );
  const work: Amendment = { shown, way, measure, boxes: new Map(kept), lines: new Map() };
  if (!growTexts(work)) return null;
  keepLines(work, before);
  for (const node of added) if (!place(work, node)) return null;
  if (!leadLines(work, before)) return null;
  const points = [...work.lines.values()].flatMap((line) => line.points);
  return { boxes: work.boxes, lines: work.lines, bounds: boundsOf(work.boxes.values(), points) };
}

/** Widens boxes whose texts have become longer; `false` where there is no room for that. */
function growTexts(work: Amendment): boolean {
  const { shown, boxes, way, measure } = work;
  const byId = new Map(shown.nodes.map((node) => [node.id, node]));
  const ends = endsOf(shown);
  for (const node of shown.nodes) {
    const box = boxes.get(node.id);
    if (box === undefined) continue;
    const parent = node.parent === null ? undefined : byId.get(node.parent);
    const open = node.form === 'open';
    const need = open ? headerSize(node, parent, measure) : boxSize(node, 1, way, measure);
    // A zone that has lost all that was in it, or got its first, cannot keep its size.
    if (!open && isTooLarge(box, boxSize(node, ends.get(node.id) ?? 1, way, measure))) return false;
    if (open && box.height < need.height + metrics.oneLine) return false;
    if (need.width > box.width && !grow(work, node.id, { width: need.width, height: box.height }))
      return false;
    if (!open && need.height > box.height && !grow(work, node.id, { width: box.width, height: need.height }))
      return false;
  }
  return true;
}

function isTooLarge(box: Box, need: Size): boolean {
  return box.width * box.height > need.width * need.height * 5;
}

/** Grows a box to the right and down, and those around it with it; `false` where another box is in the way. */
function grow({ shown, boxes }: Amendment, id: string, size: Size): boolean {
  const byId = new Map(shown.nodes.map((node) => [node.id, node]));
  let box: Box = { ...boxes.get(id)!, ...size };
  for (let node = byId.get(id); node !== undefined;) {
    for (const other of shown.nodes) {
      const theirs = boxes.get(other.id);
      if (other.id === node.id || other.parent !== node.parent || theirs === undefined) continue;
      if (meet(box, theirs, 6)) return false;
    }
    boxes.set(node.id, box);
    const around = node.parent === null ? undefined : boxes.get(node.parent);
    if (around === undefined) return true;
    const pad = metrics.zonePadding;
    const width = Math.max(around.width, box.x + box.width + pad - around.x);
    const height = Math.max(around.height, box.y + box.height + pad - around.y);
    if (width === around.width && height === around.height) return true;
    box = { ...around, width, height };
    node = node.parent === null ? undefined : byId.get(node.parent);
  }
  return true;
}

/** Keeps the lines whose ends are where they were. */
function keepLines({ shown, boxes, lines, measure }: Amendment, before: Picture): void {
  for (const edge of shown.edges) {
    const line = before.lines.get(edge.id);
    const stays = [edge.source, edge.target].every((end) => before.boxes.get(end) === boxes.get(end));
    if (line === undefined || !stays) continue;
    lines.set(
      edge.id,
      line.label === null ? line : { points: line.points, label: resized(line.label, edge, measure) },
    );
  }
}

function resized(label: Box, edge: ShownEdge, measure: Measure): Box {
  const size = chipSize(edge, measure);
  const { x, y } = centre(label);
  return size.width === label.width ? label : { x: x - size.width / 2, y: y - size.height / 2, ...size };
}

/** Puts a new box where there is room for it, as near as can be to what it is connected with. */
function place(work: Amendment, node: ShownNode): boolean {
  const { boxes, shown, way, measure } = work;
  const size = boxSize(node, 1, way, measure);
  const wish = wishFor(work, node, size);
  const around = node.parent === null ? null : (boxes.get(node.parent) ?? null);
  const siblings = shown.nodes.flatMap((other) =>
    other.parent === node.parent && boxes.has(other.id) ? [boxes.get(other.id)!] : [],
  );
  const spot = freeSpot(work, siblings, around, size, wish);
  if (spot !== null) {
    boxes.set(node.id, { ...spot, ...size });
    return true;
  }
  if (around === null || siblings.length === 0) return false;
  const inside = boundsOf(siblings);
  boxes.set(node.id, { x: inside.x, y: inside.y + inside.height + apart, ...size });
  return grow(work, node.id, size);
}

/** Where the middle of a new box would best be: one step on from what reaches it, or before what it reaches. */
function wishFor({ shown, boxes, way }: Amendment, node: ShownNode, size: Size): Point {
  const seen = (ids: string[]): Box[] => ids.flatMap((id) => boxes.get(id) ?? []);
  const sources = seen(shown.edges.filter(({ target }) => target === node.id).map(({ source }) => source));
  const targets = seen(shown.edges.filter(({ source }) => source === node.id).map(({ target }) => target));
  const siblings = seen(shown.nodes.filter(({ parent }) => parent === node.parent).map(({ id }) => id));
  const near = boundsOf(
    [sources, targets, siblings, [...boxes.values()]].find((list) => list.length > 0) ?? [],
  );
  const step = (way === 'RIGHT' ? near.width + size.width : near.height + size.height) / 2 + 110;
  const onwards = sources.length > 0 ? step : targets.length > 0 ? -step : 0;
  const { x, y } = centre(near);
  if (onwards === 0) return { x, y: near.y + near.height + apart + size.height / 2 };
  return way === 'RIGHT' ? { x: x + onwards, y } : { x, y: y + onwards };
}

/** The free place nearest to `wish`: clear of boxes and labels, and better not on a line. `null` where there is none. */
function freeSpot(
  { lines }: Amendment,
  siblings: readonly Box[],
  around: Box | null,
  size: Size,
  wish: Point,
): Point | null {
  const labels = [...lines.values()].flatMap(({ label }) => label ?? []);
  const pieces = [...lines.values()].flatMap(({ points }) =>
    points.slice(1).map((end, i) => boundsOf([], [points[i]!, end])),
  );
  const spread = 16;
  let best: Point | null = null;
  let least = Infinity;
  for (let row = -40; row <= 40; row++) {
    for (let column = -40; column <= 40; column++) {
      const far = Math.hypot(row, column) * spread;
      if (far >= least) continue;
      const [x, y] = [wish.x - size.width / 2 + column * spread, wish.y - size.height / 2 + row * spread];
      const box = { x, y, ...size };
      if (around !== null && !holds(around, box)) continue;
      if (siblings.some((other) => meet(box, other, apart)) || labels.some((label) => meet(box, label, 6)))
        continue;
      const cost = far + pieces.filter((piece) => meet(box, piece, 4)).length * 160;
      if (cost < least) [best, least] = [{ x, y }, cost];
    }
  }
  return best;
}

function holds(around: Box, { x, y, width, height }: Box): boolean {
  const pad = metrics.zonePadding;
  return (
    x >= around.x + pad &&
    y >= around.y + metrics.headerTwoLines &&
    x + width <= around.x + around.width - pad &&
    y + height <= around.y + around.height - pad
  );
}

function meet(a: Box, b: Box, gap: number): boolean {
  return (
    a.x < b.x + b.width + gap &&
    b.x < a.x + a.width + gap &&
    a.y < b.y + b.height + gap &&
    b.y < a.y + a.height + gap
  );
}

/** Leads all lines that are missing, or that cross a box that is new or has grown; `false` where that fails. */
function leadLines(work: Amendment, before: Picture): boolean {
  const { shown, boxes, lines, way, measure } = work;
  const closed = shown.nodes.filter(({ form }) => form !== 'open').map(({ id }) => id);
  const leaves = new Map(closed.map((id) => [id, boxes.get(id)!]));
  const moved = [...leaves].filter(([id, box]) => before.boxes.get(id) !== box);
  const edges = new Map(shown.edges.map((edge) => [edge.id, edge]));
  for (const [id, { points }] of [...lines]) if (isCrossed(edges.get(id), points, moved)) lines.delete(id);
  const missing = shown.edges.filter(({ id }) => !lines.has(id));
  if (missing.length > most.lines) return false;
  for (const edge of missing) {
    const [from, to] = [leaves.get(edge.source), leaves.get(edge.target)];
    if (from === undefined || to === undefined) return false;
    const others = [...lines.values()].map((line) => line.points);
    const [start, end] = [freePort(from, others, way, 'out'), freePort(to, others, way, 'in')];
    const terrain = { obstacles: [...leaves.values()], lines: others };
    const points = route(terrain, start, end, way === 'RIGHT' ? 0 : 1);
    if (points === null) return false;
    lines.set(edge.id, { points, label: placeLabel(chipSize(edge, measure), points, work, leaves) });
  }
  return true;
}

function isCrossed(
  edge: ShownEdge | undefined,
  points: readonly Point[],
  boxes: readonly (readonly [id: string, box: Box])[],
): boolean {
  return boxes.some(
    ([id, box]) =>
      id !== edge?.source &&
      id !== edge?.target &&
      points.slice(1).some((end, i) => meet(boundsOf([], [points[i]!, end]), box, 0)),
  );
}

/** The point on a box's side that is farthest from the ends of other lines there. */
function freePort(box: Box, lines: readonly (readonly Point[])[], way: Way, end: 'in' | 'out'): Point {
  const wide = way === 'RIGHT';
  const x = end === 'out' ? box.x + box.width : box.x;
  const y = end === 'out' ? box.y + box.height : box.y;
  const ends = lines.flatMap((points) => [points[0]!, points.at(-1)!]);
  const used = ends
    .filter((point) => (wide ? Math.abs(point.x - x) < 1 : Math.abs(point.y - y) < 1))
    .map((point) => (wide ? point.y : point.x));
  const [low, length] = wide ? [box.y, box.height] : [box.x, box.width];
  let best = low + length / 2;
  let widest = -1;
  for (const share of [0.5, 0.35, 0.65, 0.25, 0.75, 0.85, 0.15]) {
    const at = low + length * share;
    const room = Math.min(length / 3, ...used.map((other) => Math.abs(other - at)));
    if (room > widest + 0.5) [best, widest] = [at, room];
  }
  return wide ? { x, y: best } : { x: best, y };
}

/** A place for a label on a line where it covers no box and no other label; else the middle of the line. */
function placeLabel(
  size: Size,
  points: readonly Point[],
  { lines }: Amendment,
  leaves: ReadonlyMap<string, Box>,
): Box {
  const around = (at: Point): Box => ({ x: at.x - size.width / 2, y: at.y - size.height / 2, ...size });
  const taken = [...leaves.values(), ...[...lines.values()].flatMap(({ label }) => label ?? [])];
  const pieces = points.slice(1).map((end, i) => [points[i]!, end] as const);
  const length = ([a, b]: readonly [Point, Point]): number => Math.abs(a.x - b.x) + Math.abs(a.y - b.y);
  for (const [a, b] of [...pieces].sort((one, other) => length(other) - length(one))) {
    for (const share of [0.5, 0.35, 0.65, 0.2, 0.8]) {
      const box = around({ x: a.x + (b.x - a.x) * share, y: a.y + (b.y - a.y) * share });
      if (!taken.some((other) => meet(box, other, 3))) return box;
    }
  }
  return around(middle(points));
}
