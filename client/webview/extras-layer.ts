import { extraSigns, type Extra } from './extras.js';
import { centre, round, type Box, type Picture, type Point } from '../../picture/geometry.js';
import { svg } from './svg.js';

/** More extras than this hide the picture, and are shown in the matrix and the list alone. */
export const mostExtras = 300;

/** Draws connections laid over the picture: slightly bent lines from border to border, each with the sign of its kind. */
export class ExtrasLayer {
  readonly root = svg('g', { class: 'extras' });

  show(extras: readonly Extra[], { boxes }: Picture): void {
    const drawn = extras.slice(0, mostExtras).flatMap((extra) => {
      const [from, to] = [boxes.get(extra.source), boxes.get(extra.target)];
      return from === undefined || to === undefined ? [] : [drawExtra(extra, from, to)];
    });
    this.root.replaceChildren(...drawn);
  }
}

function drawExtra(extra: Extra, from: Box, to: Box): SVGElement {
  const { path, middle, end, before } = extra.source === extra.target ? loop(from) : bow(from, to);
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

/** A line bent to its right, so that the one that leads back lies beside it. */
function bow(from: Box, to: Box): Curve {
  const [a, b] = [centre(from), centre(to)];
  const length = Math.hypot(b.x - a.x, b.y - a.y) || 1;
  const bend = Math.min(36, length * 0.14);
  const control = {
    x: (a.x + b.x) / 2 - ((b.y - a.y) / length) * bend,
    y: (a.y + b.y) / 2 + ((b.x - a.x) / length) * bend,
  };
  const [start, end] = [border(from, control), border(to, control)];
  const middle = { x: (start.x + 2 * control.x + end.x) / 4, y: (start.y + 2 * control.y + end.y) / 4 };
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
