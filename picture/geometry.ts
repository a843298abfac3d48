/** Lengths are CSS pixels at zoom 1, from the picture's top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** An edge as drawn: from its first to its last point, and where its label stands. */
export interface Line {
  readonly points: readonly Point[];
  readonly label: Box | null;
}

/** Where everything stands. Boxes by node id, lines by edge id. */
export interface Picture {
  readonly boxes: ReadonlyMap<string, Box>;
  readonly lines: ReadonlyMap<string, Line>;
  readonly bounds: Box;
}

export const emptyPicture: Picture = {
  boxes: new Map(),
  lines: new Map(),
  bounds: { x: 0, y: 0, width: 0, height: 0 },
};

export function centre(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export function shiftBox(box: Box, by: Point): Box {
  return { ...box, x: box.x + by.x, y: box.y + by.y };
}

export function shiftPoint(point: Point, by: Point): Point {
  return { x: point.x + by.x, y: point.y + by.y };
}

/** The smallest box around all boxes and points; at the origin and empty where there are none. */
export function boundsOf(boxes: Iterable<Box>, points: Iterable<Point> = []): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const box of boxes) {
    [left, top] = [Math.min(left, box.x), Math.min(top, box.y)];
    [right, bottom] = [Math.max(right, box.x + box.width), Math.max(bottom, box.y + box.height)];
  }
  for (const point of points) {
    [left, top] = [Math.min(left, point.x), Math.min(top, point.y)];
    [right, bottom] = [Math.max(right, point.x), Math.max(bottom, point.y)];
  }
  if (left > right) return emptyPicture.bounds;
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Lengths are printed with one decimal at most: enough for a screen, and the same on every machine. */
export function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(b.x - a.x, b.y - a.y);
}

/** The point `length` away from `from` towards `to`; `to` itself where it is nearer. */
function towards(from: Point, to: Point, length: number): Point {
  const whole = distance(from, to);
  if (whole <= length) return to;
  return { x: from.x + ((to.x - from.x) * length) / whole, y: from.y + ((to.y - from.y) * length) / whole };
}

/** Leaves out points that change no direction, so that a corner's radius is limited by real corners alone. */
function straighten(points: readonly Point[]): Point[] {
  return points.filter((point, index) => {
    const before = points[index - 1];
    const after = points[index + 1];
    if (before === undefined || after === undefined) return true;
    const cross = (point.x - before.x) * (after.y - point.y) - (point.y - before.y) * (after.x - point.x);
    return Math.abs(cross) > 0.01;
  });
}

/**
 * The path data of a line with rounded corners.
 *
 * The last `gap` pixels are left out, for the arrowhead.
 */
export function linePath(points: readonly Point[], radius: number, gap: number): string {
  return cornersPath(straighten(points), radius, gap);
}

/** The same through all points, straight or not: of lines with as many points the path data have the same commands. */
export function cornersPath(points: readonly Point[], radius: number, gap: number): string {
  const corners = [...points];
  const last = corners.at(-1);
  const beforeLast = corners.at(-2);
  if (last === undefined || beforeLast === undefined) return '';
  corners[corners.length - 1] = towards(last, beforeLast, Math.min(gap, distance(last, beforeLast) * 0.8));
  const at = (point: Point): string => `${round(point.x)} ${round(point.y)}`;
  let path = '';
  corners.forEach((corner, index) => {
    const before = corners[index - 1];
    const after = corners[index + 1];
    if (before === undefined) path = `M${at(corner)}`;
    else if (after === undefined) path += `L${at(corner)}`;
    else {
      const bend = Math.min(radius, distance(before, corner) / 2, distance(corner, after) / 2);
      path += `L${at(towards(corner, before, bend))}Q${at(corner)} ${at(towards(corner, after, bend))}`;
    }
  });
  return path;
}

/** The path data of an arrowhead whose tip is the line's last point. */
export function arrowPath(points: readonly Point[], length: number, width: number): string {
  const corners = straighten(points);
  const tip = corners.at(-1);
  const from = corners.at(-2);
  if (tip === undefined || from === undefined) return '';
  const whole = distance(from, tip) || 1;
  const [dx, dy] = [(tip.x - from.x) / whole, (tip.y - from.y) / whole];
  const base = { x: tip.x - dx * length, y: tip.y - dy * length };
  const notch = { x: tip.x - dx * length * 0.72, y: tip.y - dy * length * 0.72 };
  const side = (sign: number): string =>
    `${round(base.x - dy * sign * width * 0.5)} ${round(base.y + dx * sign * width * 0.5)}`;
  return `M${round(tip.x)} ${round(tip.y)}L${side(1)}L${round(notch.x)} ${round(notch.y)}L${side(-1)}Z`;
}

/** The point half way along the line. */
export function middle(points: readonly Point[]): Point {
  let whole = 0;
  for (let i = 1; i < points.length; i++) whole += distance(points[i - 1]!, points[i]!);
  let left = whole / 2;
  for (let i = 1; i < points.length; i++) {
    const [from, to] = [points[i - 1]!, points[i]!];
    const part = distance(from, to);
    if (part >= left && part > 0) return towards(from, to, left);
    left -= part;
  }
  return points[0] ?? { x: 0, y: 0 };
}

/**
 * Two lines with as many points each, as many as both have together: each has one at every share of its length where
 * either has a corner. A point of one becomes the other's point of the same number as the line moves.
 */
export function pairPoints(a: readonly Point[], b: readonly Point[]): [Point[], Point[]] {
  const [ofA, ofB] = [sharesOf(a), sharesOf(b)];
  const shares = [...ofA, ...ofB.slice(1, -1)].sort((one, other) => one - other);
  return [shares.map((share) => pointAt(a, ofA, share)), shares.map((share) => pointAt(b, ofB, share))];
}

/** How far along the line each of its points is, from 0 to 1. */
function sharesOf(points: readonly Point[]): number[] {
  let along = 0;
  const far = points.map((point, i) => (i === 0 ? 0 : (along += distance(points[i - 1]!, point))));
  return far.map((at, i) => (i === points.length - 1 ? 1 : at / (along || 1)));
}

function pointAt(points: readonly Point[], shares: readonly number[], share: number): Point {
  const next = Math.max(
    1,
    shares.findIndex((other) => other >= share),
  );
  const [from, to] = [points[next - 1]!, points[next] ?? points[next - 1]!];
  const part = shares[next]! - shares[next - 1]!;
  const way = part > 0 ? (share - shares[next - 1]!) / part : 1;
  return { x: from.x + (to.x - from.x) * way, y: from.y + (to.y - from.y) * way };
}
