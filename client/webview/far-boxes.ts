import { trustClass } from '../../picture/draw.js';
import { round } from '../../picture/geometry.js';
import type { Scene } from '../../picture/scene.js';
import { svg } from './svg.js';

/**
 * Boxes as plain rectangles, one path for all that look alike: a browser paints some thousands of them in a few
 * milliseconds, where as many groups of elements take a hundred. Open zones and `without` are drawn elsewhere.
 */
export function drawFar(
  { shown, picture }: Scene,
  without: ReadonlySet<string>,
  matching: ReadonlySet<string> | null,
): SVGElement[] {
  const paths = new Map<string, string[]>();
  for (const node of shown.nodes) {
    const box = picture.boxes.get(node.id);
    if (box === undefined || node.form === 'open' || without.has(node.id)) continue;
    const dim = matching !== null && !matching.has(node.id) ? ' dim' : '';
    const key = `node ${node.node.kind} ${trustClass(node)}${dim}`;
    const [x, y, width, height] = [box.x, box.y, box.width, box.height].map(round);
    const path = `M${x} ${y}h${width}v${height}h-${width}Z`;
    const known = paths.get(key);
    if (known === undefined) paths.set(key, [path]);
    else known.push(path);
  }
  return [...paths].map(([key, parts]) =>
    svg('g', { class: key }, svg('path', { class: 'shape', d: parts.join('') })),
  );
}
