import { extraSigns, type Extra } from './extras.js';
import { centre, round, type Box, type Point } from '../../picture/geometry.js';
import type { Scene } from '../../picture/scene.js';
import { svg, type SvgNode } from '../../picture/svg.js';
import { render, svg as element } from './svg.js';

/** More extras than this hide the picture, and are shown in the matrix and the list alone. */
export const mostExtras = 300;

/** Draws connections laid over the picture: slightly bent lines from border to border, each with the sign of its kind. */
export class ExtrasLayer {
  readonly root = element('g', { class: 'extras' });

  show(extras: readonly Extra[], scene: Pick<Scene, 'shown' | 'picture'>): void {
    this.root.replaceChildren(...drawExtras(extras, scene).map(render));
  }
}

/** The drawing of what is laid over a scene, for the panel and for a file. */
export function drawExtras(
  extras: readonly Extra[],
  { shown, picture: { boxes } }: Pick<Scene, 'shown' | 'picture'>,
): SvgNode[] {
  const solid = extras.length === 0 ? [] : shown.nodes.filter(({ form }) => form !== 'open');
  const covered = solid.flatMap(({ id }) => boxes.get(id) ?? []);
  return extras.slice(0, mostExtras).flatMap((extra) => {
    const [from, to] = [boxes.get(extra.source), boxes.get(extra.target)];
    return from === undefined || to === undefined ? [] : [drawExtra(extra, from, to, covered)];
  });
}

function drawExtra(extra: Extra, from: Box, to: Box, covered: readonly Box[]): SvgNode {
  const { path, middle, end, before } = extra.source === extra.target ? loop(from) : bow(from, to, covered);
  const { sign, verb } = extraSigns[extra.kind];
  const label = `${extra.source} to ${extra.target}: ${verb} on ${extra.services.join(', ')}`;
  return svg(
    'g',
    { class: `extra ${extra.kind}`, 'data-extra': extra.id, role: 'img', 'aria-label': label },
    svg('path', { class: 'hit', d: path }),
    svg('path', { class: 'line', d: path }),
    svg('path', { class: 'tip', d: tip(before, end, extra.kind === 'denied' || extra.kind === 'removed') }),
    svg('circle', { class: 'disc', cx: round(middle.x), cy: round(middle.y), r: 8 }),
    svg('text', { class: 'sign', x: round(middle.x), y: round(middle.y + 4), 'text-anchor': 'middle' }, sign),
  );
}

interface Curve {
  readonly path: string;
  readonly middle: Point;
  readonly end: Point;
  /** A point just before the end, for its direction. */
  readonly before: Point;
}

const at = ({ x, y }: Point): string => `${round(x)} ${round(y)}`;

/** Where along a line its sign may stand, the best first. */
const signPlaces = [0.5, 0.42, 0.58, 0.33, 0.67, 0.25, 0.75, 0.17, 0.83];

const signRadius = 9;

const holds = (box: Box, { x, y }: Point): boolean =>
  x > box.x - signRadius &&
  x < box.x + box.width + signRadius &&
  y > box.y - signRadius &&
  y < box.y + box.height + signRadius;

/** A line bent to its right, so that the one that leads back lies beside it. */
function bow(from: Box, to: Box, covered: readonly Box[]): Curve {
  const [a, b] = [centre(from), centre(to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const bend = Math.min(36, length * 0.14);
  const control = {
    x: (a.x + b.x) / 2 - ((b.y - a.y) / length) * bend,
    y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend,
  };
  const [start, end] = [border(from, control), border(to, control)];
  const on = (t: number): Point => {
    const [a, b, c] = [(1 - t) ** 2, 2 * t * (1 - t), t ** 2];
    return { x: a * start.x + b * control.x + c * end.x, y: a * start.y + b * control.y + c * end.y };
  };
  // The sign is to hide no box that the line has to cross.
  const middle = signPlaces.map(on).find((place) => !covered.some((box) => holds(box, place))) ?? on(0.5);
  return { path: `M${at(start)}Q${at(control)} ${at(end)}`, middle, end, before: control };
}

/** A small loop at the upper left corner. */
function loop({ x, y }: Box): Curve {
  const [start, end] = [
    { x: x + 4, y: y + 22 },
    { x: x + 22, y: y + 4 },
  ];
  const path = `M${at(start)}C${at({ x: x - 26, y: y + 12 })} ${at({ x: x + 12, y: y - 26 })} ${at(end)}`;
  return { path, middle: { x: x - 7, y: y - 7 }, end, before: { x: x + 16, y: y - 12 } };
}

/** Where the line from the middle of a box towards a point leaves it; the point itself where it lies inside. */
function border(box: Box, goal: Point): Point {
  const from = centre(box);
  const [dx, dy] = [goal.x - from.x, goal.y - from.y];
  const scale = Math.min(1, box.width / 2 / Math.abs(dx || 1e-9), box.height / 2 / Math.abs(dy || 1e-9));
  return { x: from.x + dx * scale, y: from.y + dy * scale };
}

/** An arrowhead, or a bar across the end for what does not get through. */
function tip(before: Point, end: Point, bar: boolean): string {
  const length = Math.hypot(end.x - before.x, end.y - before.y) || 1;
  const [dx, dy] = [(end.x - before.x) / length, (end.y - before.y) / length];
  const point = (along: number, aside: number): string =>
    at({ x: end.x - dx * along - dy * aside, y: end.y - dy * along + dx * aside });
  return bar ? `M${point(2, 6)}L${point(2, -6)}` : `M${point(9, 4.5)}L${point(0, 0)}L${point(9, -4.5)}`;
}
