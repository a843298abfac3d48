import type { Size } from './geometry.js';
import type { Shown, ShownEdge, ShownNode } from './state.js';

/** The fonts of the picture, each with its size in pixels. */
export type Font = 'name' | 'title' | 'chip' | 'badge';

/** Where arrows point. */
export type Way = 'RIGHT' | 'DOWN';

/** The width of a text in pixels. */
export type Measure = (text: string, font: Font) => number;

/** Lengths shared by what lays out and what draws, in pixels. */
export const metrics = {
  iconSize: 16,
  iconGap: 9,
  sidePadding: 13,
  oneLine: 36,
  twoLines: 52,
  /** Between two arrows that end on the same side of a box. */
  port: 15,
  criticalityWidth: 18,
  /** The button that opens or closes a zone. */
  toggle: 16,
  headerOneLine: 44,
  headerTwoLines: 56,
  zonePadding: 18,
  chipHeight: 20,
  chipPadding: 7,
  smallestBox: 112,
  longestName: 34,
  longestTitle: 38,
} as const;

/** The text with everything beyond `longest` characters replaced by an ellipsis. */
export function shorten(text: string, longest: number): string {
  const characters = [...text];
  return characters.length <= longest
    ? text
    : `${characters
        .slice(0, longest - 1)
        .join('')
        .trimEnd()}…`;
}

/** What stands in a box: its name without the names of the zones around it, and its title. */
export function boxText(shown: ShownNode): { name: string; title: string | null } {
  const { node } = shown;
  if (node.kind === 'rest') {
    const name = node.id === '*' ? 'unclaimed' : 'everything else';
    return { name, title: node.id === '*' ? 'addresses of no zone' : `in ${node.id.slice(0, -2)}` };
  }
  const within = shown.parent === null ? '' : `${shown.parent}.`;
  const name = node.id.startsWith(within) ? node.id.slice(within.length) : node.id;
  return {
    name: shorten(name, metrics.longestName),
    title: node.title === null ? null : shorten(node.title, metrics.longestTitle),
  };
}

/** The label of an arrow: as many services as fit into a few characters, then how many more there are. */
export function chipText(edge: ShownEdge): string {
  const [first, ...others] = edge.services;
  if (first === undefined) return '';
  let text = shorten(first, 22);
  let named = 1;
  for (const service of others) {
    if (text.length + service.length > 12) break;
    text += `, ${service}`;
    named++;
  }
  const left = edge.services.length - named;
  return left === 0 ? text : `${text} +${left}`;
}

/** The one or two lines of text in a box that is not open; the second says how much is in a closed zone. */
export function boxLines(shown: ShownNode): { name: string; second: string | null } {
  const { name, title } = boxText(shown);
  const inside = shown.form === 'closed' ? `${shown.hidden} inside` : null;
  const parts = [title, inside].filter((part) => part !== null);
  return { name, second: parts.length === 0 ? null : parts.join(' · ') };
}

/** The number on the badge of findings. */
export function countText(count: number): string {
  return count > 9 ? '9+' : String(count);
}

/** The word for trust on an open zone, where it is not that of the zone around it; `internal` is the usual one. */
export function trustWord(shown: ShownNode, parent: ShownNode | undefined): string | null {
  const { trust } = shown.node;
  return trust !== null && trust !== (parent?.node.trust ?? 'internal') ? trust.toUpperCase() : null;
}

/** The size of a box that shows nothing nested; `ends` arrows find room on the side where arrows come or go. */
export function boxSize(shown: ShownNode, ends: number, way: Way, measure: Measure): Size {
  const m = metrics;
  const { name, second } = boxLines(shown);
  const text = Math.max(measure(name, 'name'), second === null ? 0 : measure(second, 'title'));
  const bars = shown.node.criticality === null ? 0 : m.criticalityWidth + m.iconGap;
  const toggle = shown.form === 'closed' ? m.toggle + m.iconGap : 0;
  const all = m.sidePadding * 2 + m.iconSize + m.iconGap + text + bars + toggle;
  const width = Math.ceil(Math.max(m.smallestBox, all));
  const height = second === null ? m.oneLine : m.twoLines;
  const side = (ends - 1) * m.port + 30;
  return way === 'RIGHT'
    ? { width, height: Math.max(height, side) }
    : { width: Math.max(width, side), height };
}

/** The smallest size of an open zone, and the height of its header. */
export function headerSize(shown: ShownNode, parent: ShownNode | undefined, measure: Measure): Size {
  const m = metrics;
  const { name, title } = boxText(shown);
  const word = trustWord(shown, parent);
  const pill = word === null ? 0 : measure(word, 'badge') + 14 + m.iconGap * 2;
  const bars = shown.node.criticality === null ? 0 : m.criticalityWidth + m.iconGap;
  const text = Math.max(measure(name, 'name') + pill + bars, title === null ? 0 : measure(title, 'title'));
  return {
    width: Math.ceil(m.sidePadding * 2 + m.iconSize + m.iconGap * 2 + text + m.toggle),
    height: title === null ? m.headerOneLine : m.headerTwoLines,
  };
}

/** The size of an arrow's label. */
export function chipSize(edge: ShownEdge, measure: Measure): Size {
  const width = measure(chipText(edge), 'chip') + metrics.chipPadding * 2;
  return { width: Math.ceil(width), height: metrics.chipHeight };
}

/** The larger number of arrows that come in or go out, by box: they share one side of it. None for a box without. */
export function endsOf(shown: Shown): Map<string, number> {
  return new Map([...shown.degrees].map(([id, { into, out }]) => [id, Math.max(into, out)] as const));
}
