import type { GraphNode } from '../language/graph/model.js';
import type { Box } from './geometry.js';
import { iconOf, iconPath, loopPath } from './icons.js';
import type { Mark } from './marks.js';
import { boxLines, boxText, countText, metrics, trustWord, type Measure } from './sizes.js';
import type { ShownEdge, ShownNode } from './state.js';
import { svg, type SvgNode } from './svg.js';

const m = metrics;
const textStart = m.sidePadding + m.iconSize + m.iconGap;

/** What a box shows, beside its place. */
export interface NodeLook {
  readonly shown: ShownNode;
  readonly parent: ShownNode | undefined;
  readonly mark: Mark | undefined;
  readonly inside: ShownEdge | undefined;
}

/** The drawing of a box, its top left corner at the origin. */
export function drawNode({ shown, mark, inside }: NodeLook, box: Box): SvgNode[] {
  const { node, form } = shown;
  const parts: (SvgNode | null)[] = [
    svg('rect', { class: 'ring', x: -4, y: -4, width: box.width + 8, height: box.height + 8, rx: 13 }),
    form === 'closed' ? svg('path', { class: 'behind', d: behindPath(box) }) : null,
    svg('path', { class: 'shape', d: shapePath(node.kind, form, box) }),
    ...(form === 'open' ? [] : content(shown, box)),
    inside === undefined || form === 'open' ? null : loopBadge(inside, box),
    mark === undefined ? null : markBadge(mark, box),
  ];
  return parts.filter((part) => part !== null);
}

/** A zone is a rounded box, a workload has its corners cut, what is left over is round at its ends. */
function shapePath(kind: GraphNode['kind'], form: ShownNode['form'], { width, height }: Box): string {
  if (kind === 'workload' && form === 'leaf') {
    const c = 7;
    return `M${c} 0H${width - c}L${width} ${c}V${height - c}L${width - c} ${height}H${c}L0 ${height - c}V${c}Z`;
  }
  const r = kind === 'rest' ? Math.min(18, height / 2) : form === 'open' ? 12 : 8;
  return roundedPath(0, 0, width, height, r);
}

function roundedPath(x: number, y: number, width: number, height: number, r: number): string {
  const arc = (dx: number, dy: number): string => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  return `M${x + r} ${y}h${width - 2 * r}${arc(r, r)}v${height - 2 * r}${arc(-r, r)}h${2 * r - width}${arc(-r, -r)}v${2 * r - height}${arc(r, -r)}Z`;
}

/** The edges of two more sheets behind a closed zone, which say that there is something in it. */
function behindPath({ width, height }: Box): string {
  const sheet = (by: number): string =>
    `M${8 + by} ${height + by}H${width - 8 + by}Q${width + by} ${height + by} ${width + by} ${height - 8 + by}V${8 + by}`;
  return `${sheet(3.5)}${sheet(7)}`;
}

function content(shown: ShownNode, box: Box): SvgNode[] {
  const { name, second } = boxLines(shown);
  const middle = box.height / 2;
  const closed = shown.form === 'closed';
  const right = box.width - m.sidePadding - (closed ? m.toggle + m.iconGap : 0);
  return [
    icon(shown.node, m.sidePadding, middle - m.iconSize / 2),
    svg('text', { class: 'name', x: textStart, y: second === null ? middle + 4.5 : middle - 3 }, `${name} `),
    ...(second === null ? [] : [svg('text', { class: 'title', x: textStart, y: middle + 14 }, `${second} `)]),
    ...bars(shown.node, right - m.criticalityWidth, middle - 7),
    ...(closed ? [toggleButton(shown.id, false, box.width - m.sidePadding - m.toggle, middle)] : []),
  ];
}

/** The button that opens a closed zone or closes an open one, `y` its middle. */
function toggleButton(id: string, open: boolean, x: number, y: number): SvgNode {
  const sign = open ? 'M4.5 8h7' : 'M8 4.500v7M4.5 8h7';
  return svg(
    'g',
    { class: 'toggle', 'data-toggle': id, transform: `translate(${x} ${y - m.toggle / 2})` },
    svg('title', {}, open ? 'Close this zone' : 'Open this zone'),
    svg('circle', { cx: 8, cy: 8, r: 8 }),
    svg('path', { d: sign }),
  );
}

/** The drawing of an open zone's name, title, trust and criticality, the zone's top left corner at the origin. */
export function drawHeader({ shown, parent }: NodeLook, box: Box, measure: Measure): SvgNode[] {
  const { name, title } = boxText(shown);
  const word = trustWord(shown, parent);
  const parts: SvgNode[] = [
    icon(shown.node, m.sidePadding + 1, title === null ? 14 : 12),
    svg('text', { class: 'name', x: textStart + 1, y: title === null ? 26 : 23 }, name),
  ];
  if (title !== null) parts.push(svg('text', { class: 'title', x: textStart + 1, y: 39 }, title));
  let right = box.width - m.sidePadding - m.toggle;
  parts.push(toggleButton(shown.id, true, right, 20));
  right -= m.iconGap;
  if (word !== null) {
    const width = measure(word, 'badge') + 14;
    right -= width;
    parts.push(
      svg('path', { class: 'pill', d: roundedPath(right, 12, width, 17, 8.5) }),
      svg('text', { class: 'pill-text', x: right + width / 2, y: 24, 'text-anchor': 'middle' }, word),
    );
    right -= m.iconGap;
  }
  parts.push(...bars(shown.node, right - m.criticalityWidth, 13));
  return parts;
}

function icon(node: GraphNode, x: number, y: number): SvgNode {
  return svg('path', { class: 'icon', d: iconPath(iconOf(node)), transform: `translate(${x} ${y})` });
}

/** Four bars, filled up to the criticality. */
function bars({ criticality }: GraphNode, x: number, y: number): SvgNode[] {
  if (criticality === null) return [];
  const level = ['low', 'medium', 'high', 'critical'].indexOf(criticality);
  return [0, 1, 2, 3].map((bar) => {
    const height = 5 + bar * 3;
    const filled = bar <= level ? 'bar filled' : 'bar';
    return svg('rect', { class: filled, x: x + bar * 4.5, y: y + 14 - height, width: 3, height, rx: 1 });
  });
}

/** The badge of what is allowed inside a box: it stands on the lower border, and can be chosen as an arrow can. */
function loopBadge(inside: ShownEdge, box: Box): SvgNode {
  return svg(
    'g',
    { class: 'loop', 'data-edge': inside.id, transform: `translate(${box.width - 27} ${box.height - 9})` },
    svg('circle', { cx: 9, cy: 9, r: 9 }),
    svg('path', { d: loopPath, transform: 'translate(3 3) scale(0.75)' }),
  );
}

/** How many findings: a disc for errors, a triangle for warnings, a square for the rest. */
function markBadge({ severity, count }: Mark, box: Box): SvgNode {
  return svg(
    'g',
    { class: `mark ${severity}`, transform: `translate(${box.width - 12} -9)` },
    svg('path', { d: markPath(severity) }),
    svg(
      'text',
      { x: 10, y: severity === 'warning' ? 14.5 : 13.5, 'text-anchor': 'middle' },
      countText(count),
    ),
  );
}

/** The outline of a mark, in a square of 20. */
export function markPath(severity: Mark['severity']): string {
  if (severity === 'error') return 'M10 1a9 9 0 1 0 0 18a9 9 0 1 0 0-18Z';
  if (severity === 'warning') return 'M10 .5L20 18.5H0Z';
  return roundedPath(2, 2, 16, 16, 3);
}
