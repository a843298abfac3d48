import { iconPath, loopPath, type IconName } from '../../picture/icons.js';
import { html, svg } from './svg.js';

/** What the shapes, icons, borders and marks mean. */
export function legend(): HTMLElement {
  const trust = (['untrusted', 'dmz', 'internal', 'restricted'] as const).map((name) =>
    row(trustSample(name), name === 'dmz' ? 'demilitarised' : name),
  );
  const kinds = [
    row(
      kindSample('node workload leaf trust-internal', 'M4 1H28L31 4V18L28 21H4L1 18V4Z', 'workload'),
      'workload',
    ),
    row(
      kindSample('node rest leaf trust-none', 'M11 1H21A10 10 0 0 1 21 21H11A10 10 0 0 1 11 1Z', 'rest'),
      'everything else in a zone',
    ),
    row(closedSample(), 'closed zone: + or a double click opens it'),
  ];
  const signs = [
    row(arrowSample(), 'connections that the policy allows'),
    row(loopSample(), 'connections allowed within the box'),
    row(barsSample(), 'criticality, low to critical'),
  ];
  return html(
    'div',
    { class: 'legend', role: 'region', 'aria-label': 'Legend', hidden: '' },
    html('h2', {}, 'Trust'),
    html('ul', {}, ...trust),
    html('h2', {}, 'Boxes'),
    html('ul', {}, ...kinds),
    html('h2', {}, 'Signs'),
    html('ul', {}, ...signs),
    html('h2', {}, 'Keys'),
    html('dl', {}, ...keys.flatMap(([key, does]) => [html('dt', {}, key), html('dd', {}, does)])),
  );
}

const keys = [
  ['1 2 3', 'graph, matrix, list'],
  ['arrows', 'follow connections, go to the next box'],
  ['Enter', 'go to the source'],
  ['Space', 'open or close a zone'],
  ['/', 'search and filter'],
  ['i b c', 'details, blast radius, what changed'],
  ['Ctrl+click', 'explain two boxes'],
  ['+ − 0', 'zoom in, zoom out, show all'],
  ['Shift+arrows', 'move the picture'],
  ['s p', 'save as SVG, as PNG'],
] as const;

function row(sample: SVGElement, text: string): HTMLElement {
  return html('li', {}, sample, html('span', {}, text));
}

function sampleOf(...parts: SVGElement[]): SVGElement {
  return svg('svg', { width: 32, height: 22, viewBox: '0 0 32 22', 'aria-hidden': 'true' }, ...parts);
}

const zonePath = 'M7 1H25A6 6 0 0 1 31 7V15A6 6 0 0 1 25 21H7A6 6 0 0 1 1 15V7A6 6 0 0 1 7 1Z';

function trustSample(trust: 'untrusted' | 'dmz' | 'internal' | 'restricted'): SVGElement {
  return kindSample(`node zone leaf trust-${trust}`, zonePath, trust);
}

function kindSample(classes: string, path: string, icon: IconName): SVGElement {
  const sign = svg('path', { class: 'icon', d: iconPath(icon), transform: 'translate(9.6 4.6) scale(0.8)' });
  return sampleOf(svg('g', { class: classes }, svg('path', { class: 'shape', d: path }), sign));
}

function closedSample(): SVGElement {
  const behind = svg('path', { class: 'behind', d: 'M6 20.500H28Q30.5 20.5 30.5 18V5' });
  const shape = svg('path', {
    class: 'shape',
    d: 'M6 1H22A5 5 0 0 1 27 6V12A5 5 0 0 1 22 17H6A5 5 0 0 1 1 12V6A5 5 0 0 1 6 1Z',
  });
  return sampleOf(svg('g', { class: 'node zone closed trust-internal' }, behind, shape));
}

function arrowSample(): SVGElement {
  const line = svg('path', { class: 'line', d: 'M1 11H25' });
  const head = svg('path', { class: 'head', d: 'M31 11L22 6.800L24.5 11L22 15.200Z' });
  return sampleOf(svg('g', { class: 'edge' }, line, head));
}

function loopSample(): SVGElement {
  const sign = svg('path', { d: loopPath, transform: 'translate(3 3) scale(0.75)' });
  return sampleOf(
    svg('g', { class: 'loop', transform: 'translate(7 2)' }, svg('circle', { cx: 9, cy: 9, r: 9 }), sign),
  );
}

function barsSample(): SVGElement {
  const bars = [0, 1, 2, 3].map((bar) => {
    const height = 5 + bar * 3;
    return svg('rect', {
      class: bar < 3 ? 'bar filled' : 'bar',
      x: 7 + bar * 4.5,
      y: 18 - height,
      width: 3,
      height,
      rx: 1,
    });
  });
  return sampleOf(svg('g', { class: 'node trust-restricted' }, ...bars));
}
