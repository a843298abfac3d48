import type { Box, Point } from '../../picture/geometry.js';
import { pop, push, type Step } from './heap.js';
import { Nearby, type Sides } from './nearby.js';

/** What a new line is led through. */
export interface Terrain {
  /** Boxes that no line may cross. */
  readonly obstacles: readonly Box[];
  /** Lines that it should not lie upon, and better not cross. */
  readonly lines: readonly (readonly Point[])[];
}

/** How far lines stay away from boxes, in pixels; the less only where boxes stand too close for the more. */
const clearances = [12, 6];
const bendCost = 50;
const crossCost = 18;
/** For each pixel that lies on another line. */
const overlapCost = 6;
/** Pieces of two lines that are no farther apart than this lie upon each other, in pixels. */
const beside = 5;

/** 0 to 3: right, down, left, up. */
type Heading = 0 | 1 | 2 | 3;
const headings: readonly Heading[] = [0, 1, 2, 3];

/**
 * A line of horizontal and vertical pieces from `start` to `end` around the obstacles, with few bends; `null` where
 * there is none.
 *
 * Looks for the cheapest way (A*) on the grid of all coordinates near a side of an obstacle: a cheapest way with the
 * fewest bends always lies on it. `heading` is the way in which it leaves and arrives.
 */
export function route(terrain: Terrain, start: Point, end: Point, heading: 0 | 1): Point[] | null {
  for (const clearance of clearances) {
    const found = routeApart(terrain, start, end, heading, clearance);
    if (found !== null) return found;
  }
  return null;
}

function routeApart(
  terrain: Terrain,
  start: Point,
  end: Point,
  heading: 0 | 1,
  clearance: number,
): Point[] | null {
  const ahead = heading === 0 ? { x: clearance, y: 0 } : { x: 0, y: clearance };
  const first = { x: start.x + ahead.x, y: start.y + ahead.y };
  const last = { x: end.x - ahead.x, y: end.y - ahead.y };
  const xs = coordinates(terrain.obstacles, first.x, last.x, 'x', clearance);
  const ys = coordinates(terrain.obstacles, first.y, last.y, 'y', clearance);
  const grid: Grid = { columns: xs.length, rows: ys.length, at: (cell) => pointOf(xs, ys, cell) };
  const cellOf = (point: Point): number => ys.indexOf(point.y) * xs.length + xs.indexOf(point.x);
  const inner = search(grid, pricesOf(terrain, grid, clearance / 2), cellOf(first), cellOf(last), heading);
  return inner === null ? null : [start, ...inner, end];
}

/** Where lines may bend: cells row by row, each a point. */
interface Grid {
  readonly columns: number;
  readonly rows: number;
  readonly at: (cell: number) => Point;
}

/** What a piece of the line between two neighbouring cells costs; `null` where an obstacle is in its way. */
type Prices = (cell: number, to: number) => number | null;

const pointOf = (xs: readonly number[], ys: readonly number[], cell: number): Point => ({
  x: xs[cell % xs.length]!,
  y: ys[Math.floor(cell / xs.length)]!,
});

function coordinates(
  obstacles: readonly Box[],
  first: number,
  last: number,
  side: 'x' | 'y',
  clearance: number,
): number[] {
  const all = new Set([first, last]);
  const length = side === 'x' ? 'width' : 'height';
  for (const box of obstacles) {
    for (const away of [clearance, clearance * 2]) {
      all.add(box[side] - away);
      all.add(box[side] + box[length] + away);
    }
  }
  return [...all].sort((a, b) => a - b);
}

function search(grid: Grid, priceOf: Prices, from: number, goal: number, heading: Heading): Point[] | null {
  const best = new Map<number, number>();
  const cameFrom = new Map<number, number>();
  const open: Step[] = [];
  const last = grid.at(goal);
  const reach = (state: number, cost: number, before: number | null): void => {
    if (cost >= (best.get(state) ?? Infinity)) return;
    best.set(state, cost);
    if (before !== null) cameFrom.set(state, before);
    const { x, y } = grid.at(state >> 2);
    push(open, { state, cost, guess: cost + Math.abs(x - last.x) + Math.abs(y - last.y) });
  };
  reach(from * 4 + heading, 0, null);
  for (let step = pop(open); step !== undefined; step = pop(open)) {
    const { state, cost } = step;
    if (cost > best.get(state)!) continue;
    const cell = state >> 2;
    if (cell === goal) return trace(state, cameFrom, grid.at);
    for (const next of headings) {
      if (((next + 2) & 3) === (state & 3)) continue;
      const to = neighbour(cell, next, grid);
      if (to === null) continue;
      const price = priceOf(cell, to);
      const turn = next === (state & 3) ? 0 : bendCost;
      const arrival = to === goal && next !== heading ? bendCost : 0;
      if (price !== null) reach(to * 4 + next, cost + price + turn + arrival, state);
    }
  }
  return null;
}

function neighbour(cell: number, heading: Heading, { columns, rows }: Grid): number | null {
  const [x, y] = [cell % columns, Math.floor(cell / columns)];
  if (heading === 0) return x + 1 < columns ? cell + 1 : null;
  if (heading === 1) return y + 1 < rows ? cell + columns : null;
  if (heading === 2) return x > 0 ? cell - 1 : null;
  return y > 0 ? cell - columns : null;
}

/**
 * The prices of a grid, with `near` pixels kept free around obstacles.
 *
 * The search comes to most pieces from several sides, so each is priced once.
 */
function pricesOf({ obstacles, lines }: Terrain, grid: Grid, near: number): Prices {
  const [boxes, pieces] = [new Nearby(), new Nearby()];
  for (const { x, y, width, height } of obstacles)
    boxes.add({ left: x - near, top: y - near, right: x + width + near, bottom: y + height + near });
  for (const line of lines) {
    for (let i = 1; i < line.length; i++) pieces.add(sidesOf(line[i - 1]!, line[i]!));
  }
  const known = new Map<number, number | null>();
  return (cell, to) => {
    const key = Math.min(cell, to) * 2 + (Math.abs(cell - to) === 1 ? 0 : 1);
    let price = known.get(key);
    if (price === undefined) {
      price = priceOf(sidesOf(grid.at(cell), grid.at(to)), boxes, pieces);
      known.set(key, price);
    }
    return price;
  };
}

function priceOf(piece: Sides, boxes: Nearby, pieces: Nearby): number | null {
  const { left, top, right, bottom } = piece;
  const blocked = boxes
    .within(piece)
    .some((box) => right > box.left && left < box.right && bottom > box.top && top < box.bottom);
  if (blocked) return null;
  let price = right - left + bottom - top;
  for (const other of pieces.within(grown(piece, beside))) price += meetCost(piece, other);
  return price;
}

/** What it costs that a piece of the line meets the piece of another one. */
function meetCost(piece: Sides, other: Sides): number {
  const alongX = Math.min(piece.right, other.right) - Math.max(piece.left, other.left);
  const alongY = Math.min(piece.bottom, other.bottom) - Math.max(piece.top, other.top);
  if (alongX < -beside || alongY < -beside) return 0;
  if (alongX > beside || alongY > beside) return Math.max(alongX, alongY) * overlapCost;
  return alongX >= 0 && alongY >= 0 ? crossCost : 0;
}

const sidesOf = (a: Point, b: Point): Sides => ({
  left: Math.min(a.x, b.x),
  top: Math.min(a.y, b.y),
  right: Math.max(a.x, b.x),
  bottom: Math.max(a.y, b.y),
});

const grown = ({ left, top, right, bottom }: Sides, by: number): Sides => ({
  left: left - by,
  top: top - by,
  right: right + by,
  bottom: bottom + by,
});

function trace(state: number, cameFrom: ReadonlyMap<number, number>, at: (cell: number) => Point): Point[] {
  const points: Point[] = [];
  for (let one: number | undefined = state; one !== undefined; one = cameFrom.get(one))
    points.unshift(at(one >> 2));
  return points;
}
