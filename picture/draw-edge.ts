import { arrowPath, cornersPath, linePath, middle, pairPoints, round, type Line } from './geometry.js';
import { markPath } from './draw-node.js';
import type { Mark } from './marks.js';
import { chipSize, chipText, type Measure } from './sizes.js';
import type { ShownEdge } from './state.js';
import { svg, type SvgNode } from './svg.js';

const cornerRadius = 9;
const arrowLength = 9;
const arrowWidth = 8.5;

/** The drawing of an arrow: a wide invisible line to point at, the line, its head. */
export function drawEdge(line: Line): SvgNode[] {
  return [
    svg('path', { class: 'hit', d: linePath(line.points, cornerRadius, 0) }),
    svg('path', { class: 'line', d: linePath(line.points, cornerRadius, arrowLength * 0.7) }),
    svg('path', { class: 'head', d: arrowPath(line.points, arrowLength, arrowWidth) }),
  ];
}

/**
 * The path data, by class, of an arrow on its way from one line to another: at the start, and at the end. They have the
 * same commands, so that a browser finds those between. `null` where a line has no length.
 */
export function movingEdge(from: Line, to: Line): Readonly<Record<string, [string, string]>> | null {
  if (from.points.length < 2 || to.points.length < 2) return null;
  const paired = pairPoints(from.points, to.points);
  const path = (gap: number): [string, string] => [
    cornersPath(paired[0], cornerRadius, gap),
    cornersPath(paired[1], cornerRadius, gap),
  ];
  return {
    hit: path(0),
    line: path(arrowLength * 0.7),
    head: [arrowPath(from.points, arrowLength, arrowWidth), arrowPath(to.points, arrowLength, arrowWidth)],
  };
}

/** Where an arrow's label stands: its own place, else the middle of the line. */
export function chipPlace(edge: ShownEdge, line: Line, measure: Measure): { x: number; y: number } {
  if (line.label !== null) return { x: round(line.label.x), y: round(line.label.y) };
  const size = chipSize(edge, measure);
  const at = middle(line.points);
  return { x: round(at.x - size.width / 2), y: round(at.y - size.height / 2) };
}

/** The drawing of an arrow's label, its top left corner at the origin. */
export function drawChip(edge: ShownEdge, mark: Mark | undefined, measure: Measure): SvgNode[] {
  const { width, height } = chipSize(edge, measure);
  const parts: SvgNode[] = [
    svg('rect', { class: 'chip-back', width, height, rx: height / 2 }),
    svg(
      'text',
      { class: 'chip-text', x: width / 2, y: height / 2 + 4, 'text-anchor': 'middle' },
      chipText(edge),
    ),
  ];
  if (mark !== undefined) {
    const badge = svg('path', { d: markPath(mark.severity), transform: 'scale(0.6)' });
    parts.push(svg('g', { class: `mark ${mark.severity}`, transform: `translate(${width - 7} -5)` }, badge));
  }
  return parts;
}
