import type { Box } from './geometry.js';
import { round } from './geometry.js';
import { svg } from './svg.js';

const margin = 32;
/** The properties by which the picture's elements differ; all others are the browser's defaults. */
const properties = [
  'fill',
  'fill-opacity',
  'stroke',
  'stroke-width',
  'stroke-dasharray',
  'stroke-linecap',
  'stroke-linejoin',
  'opacity',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'letter-spacing',
];

/**
 * The picture as a file of its own: all colours and fonts written into it as they are on screen now, nothing for
 * interaction, no scripts, no references.
 */
export function exportSvg(picture: SVGGElement, bounds: Box, title: string): string {
  const { x, y, width, height } = bounds;
  const frame = [x - margin, y - margin, width + 2 * margin, height + 2 * margin].map(round);
  const background = getComputedStyle(document.body).backgroundColor;
  const [left, top, wide, high] = frame;
  const root = svg(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: frame.join(' '),
      width: wide!,
      height: high!,
      role: 'img',
    },
    svg('title', {}, title),
    svg('rect', { x: left!, y: top!, width: wide!, height: high!, fill: background }),
    plainCopy(picture),
  );
  return new XMLSerializer().serializeToString(root);
}

function plainCopy(element: Element): Node {
  const style = getComputedStyle(element);
  const copy = element.cloneNode(false) as Element;
  for (const { name } of [...copy.attributes]) {
    if (name === 'class' || name === 'tabindex' || name === 'role' || /^(aria|data)-/.test(name))
      copy.removeAttribute(name);
  }
  if (element.localName === 'g') {
    if (style.opacity !== '1') copy.setAttribute('opacity', style.opacity);
  } else {
    for (const property of properties) {
      const value = style.getPropertyValue(property);
      if (value !== '' && value !== 'normal') copy.setAttribute(property, value);
    }
  }
  for (const child of element.childNodes) {
    if (!(child instanceof Element)) copy.append(child.cloneNode());
    else if (isVisible(child)) copy.append(plainCopy(child));
  }
  return copy;
}

function isVisible(element: Element): boolean {
  const { display, visibility } = getComputedStyle(element);
  return display !== 'none' && visibility !== 'hidden' && !element.matches('.hit, .ring');
}
