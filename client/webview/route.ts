import type { Box, Point } from '../../picture/geometry.js';

/** What a new line is led through. */
export interface Terrain {
  /** Boxes that no line may cross. */
  readonly obstacles: readonly Box[];
  /** Lines that it should not lie upon, and better not cross. */
  readonly lines: readonly (readonly Point[])[];
}

const clearance = 12;
const bendCost = 50;
const crossCost = 18;
/** For each pixel that lies on another line. */
const overlapCost = 6;

/** 0 to 3: right, down, left, up. */
type Heading = 0 | 1 | 2 | 3;
const headings: readonly Heading[] = [0, 1, 2, 3];

interface Step {
  readonly state: number;
  readonly cost: number;
  readonly guess: number;
}

/**
 * A line of horizontal and vertical pieces from `start` to `end` around the obstacles, with few bends; `null` where
 * there is none.
 *
 * Looks for the cheapest way (A*) on the grid of all coordinates near a side of an obstacle: a cheapest way with the
 * fewest bends always lies on it. `heading` is the way in which it leaves and arrives.
 */
export function route(terrain: Terrain, start: Point, end: Point, heading: 0 | 1): Point[] | null {
  const ahead = heading === 0 ? { x: clearance, y: 0 } : { x: 0, y: clearance };
  const first = { x: start.x + ahead.x, y: start.y + ahead.y };
  const last = { x: end.x - ahead.x, y: end.y - ahead.y };
  const xs = coordinates(terrain, first.x, last.x, 'x', 'width');
  const ys = coordinates(terrain, first.y, last.y, 'y', 'height');
  const inner = search(terrain, xs, ys, first, last, heading);
  return inner === null ? null : [start, ...inner, end];
}

function coordinates(
  { obstacles }: Terrain,
  first: number,
  last: number,
  side: 'x' | 'y',
  length: 'width' | 'height',
): number[] {
  const all = new Set([first, last]);
  for (const box of obstacles) {
    for (const away of [clearance, clearance * 2]) {
      all.add(box[side] - away);
      all.add(box[side] + box[length] + away);
    }
  }
  return [...all].sort((a, b) => a - b);
}

function search(
  terrain: Terrain,
  xs: readonly number[],
  ys: readonly number[],
  first: Point,
  last: Point,
  heading: Heading,
): Point[] | null {
  const pointOf = (cell: number): Point => ({
    x: xs[cell % xs.length]!,
    y: ys[Math.floor(cell / xs.length)]!,
  });
  const cellOf = (point: Point): number => ys.indexOf(point.y) * xs.length + xs.indexOf(point.x);
  const goal = cellOf(last);
  const best = new Map<number, number>();
  const cameFrom = new Map<number, number>();
  const open: Step[] = [];
  const reach = (state: number, cost: number, from: number | null): void => {
    if (cost >= (best.get(state) ?? Infinity)) return;
    best.set(state, cost);
    if (from !== null) cameFrom.set(state, from);
    const { x, y } = pointOf(state >> 2);
    push(open, { state, cost, guess: cost + Math.abs(x - last.x) + Math.abs(y - last.y) });
  };
  reach(cellOf(first) * 4 + heading, 0, null);
  for (let step = pop(open); step !== undefined; step = pop(open)) {
    const { state, cost } = step;
    if (cost > best.get(state)!) continue;
    const cell = state >> 2;
    if (cell === goal) return trace(state, cameFrom, pointOf);
    for (const next of headings) {
      if (((next + 2) & 3) === (state & 3)) continue;
      const to = neighbour(cell, next, xs.length, ys.length);
      if (to === null) continue;
      const price = priceOf(terrain, pointOf(cell), pointOf(to));
      const turn = next === (state & 3) ? 0 : bendCost;
      const arrival = to === goal && next !== heading ? bendCost : 0;
      if (price !== null) reach(to * 4 + next, cost + price + turn + arrival, state);
    }
  }
  return null;
}

function neighbour(cell: number, heading: Heading, columns: number, rows: number): number | null {
  const [x, y] = [cell % columns, Math.floor(cell / columns)];
  if (heading === 0) return x + 1 < columns ? cell + 1 : null;
  if (heading === 1) return y + 1 < rows ? cell + columns : null;
  if (heading === 2) return x > 0 ? cell - 1 : null;
  return y > 0 ? cell - columns : null;
}

/** What a piece of the line costs; `null` where an obstacle is in its way. */
function priceOf({ obstacles, lines }: Terrain, from: Point, to: Point): number | null {
  const [left, right] = [Math.min(from.x, to.x), Math.max(from.x, to.x)];
  const [top, bottom] = [Math.min(from.y, to.y), Math.max(from.y, to.y)];
  const near = clearance / 2;
  for (const { x, y, width, height } of obstacles) {
    if (right > x - near && left < x + width + near && bottom > y - near && top < y + height + near)
      return null;
  }
  let price = right - left + bottom - top;
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) price += meetCost(line[i - 1]!, line[i]!, left, right, top, bottom);
  }
  return price;
}

/** What it costs that a piece (`left` to `right`, `top` to `bottom`) meets the piece of another line. */
function meetCost(a: Point, b: Point, left: number, right: number, top: number, bottom: number): number {
  const beside = 5;
  const alongX = Math.min(right, Math.max(a.x, b.x)) - Math.max(left, Math.min(a.x, b.x));
  const alongY = Math.min(bottom, Math.max(a.y, b.y)) - Math.max(top, Math.min(a.y, b.y));
  if (alongX < -beside || alongY < -beside) return 0;
  if (alongX > beside || alongY > beside) return Math.max(alongX, alongY) * overlapCost;
  return alongX >= 0 && alongY >= 0 ? crossCost : 0;
}

function trace(
  state: number,
  cameFrom: ReadonlyMap<number, number>,
  pointOf: (cell: number) => Point,
): Point[] {
  const points: Point[] = [];
  for (let at: number | undefined = state; at !== undefined; at = cameFrom.get(at))
    points.unshift(pointOf(at >> 2));
  return points;
}

/** `heap` is a binary heap, the least guess first. */
function push(heap: Step[], step: Step): void {
  let at = heap.push(step) - 1;
  while (at > 0) {
    const above = (at - 1) >> 1;
    if (heap[above]!.guess <= step.guess) break;
    heap[at] = heap[above]!;
    at = above;
  }
  heap[at] = step;
}

function pop(heap: Step[]): Step | undefined {
  const top = heap[0];
  const last = heap.pop();
  if (top === undefined || last === undefined || heap.length === 0) return top;
  let at = 0;
  for (;;) {
    let child = at * 2 + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && heap[child + 1]!.guess < heap[child]!.guess) child++;
    if (heap[child]!.guess >= last.guess) break;
    heap[at] = heap[child]!;
    at = child;
  }
  heap[at] = last;
  return top;
}
