import type { Item, ItemKind } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import {
  itemsChanged,
  type Declared,
  type FileNames,
  type Namespace,
  type SourceFile,
} from './declarations.js';

const namespaceOf: { readonly [kind in ItemKind]?: Namespace } = {
  zone: 'segment',
  workload: 'segment',
  group: 'segment',
  service: 'service',
  identity: 'identity',
  condition: 'condition',
  team: 'team',
  ruleset: 'ruleset',
  rule: 'flow',
};

const known = new WeakMap<SourceFile, FileNames>();

/** What a file declares. Worked out once for a file, and after an edit for the items that it put in. */
export function namesOf(file: SourceFile): FileNames {
  let names = known.get(file);
  if (names === undefined) known.set(file, (names = collect(file)));
  return names;
}

/** Finds out what a file declares after an edit from what it declared before. */
export function carryNames(before: SourceFile, after: SourceFile): void {
  const names = namesOf(before);
  const [old, items] = [before.tree.items, after.tree.items];
  const { start, end, moved } = itemsChanged(old, items);
  // What is nested in a zone is called after it.
  if (old.slice(start, end - moved).some(isZone) || items.slice(start, end).some(isZone)) return;
  const from = firstAt(names.items, start);
  const to = firstAt(names.items, end - moved);
  const gone = names.declared.slice(from, to);
  const come: Declared[] = [];
  const at: number[] = [];
  for (let item = start; item < end; item++) {
    const found = declaredBy(after, item, from + come.length, (zone) => declaredAt(names, zone));
    if (found === undefined) continue;
    const same = gone.findIndex((other) => isSame(found, other));
    come.push(same < 0 ? found : gone.splice(same, 1)[0]);
    at.push(item);
  }
  const places = new Int32Array(names.items.length + come.length - (to - from));
  places.set(names.items.subarray(0, from));
  places.set(at, from);
  for (let i = to, next = from + at.length; i < names.items.length; i++, next++)
    places[next] = names.items[i] + moved;
  const declared = names.declared.slice(0, from).concat(come, names.declared.slice(to));
  known.set(after, { file: after, declared, items: places });
}

const isZone = ({ kind }: Item): boolean => kind === 'zone';

const isSame = (a: Declared, b: Declared): boolean =>
  a.name === b.name && a.kind === b.kind && a.parent === b.parent;

function collect(file: SourceFile): FileNames {
  const zones = new Map<number, Declared>();
  const declared: Declared[] = [];
  const items: number[] = [];
  for (let item = 0; item < file.tree.items.length; item++) {
    const found = declaredBy(file, item, declared.length, (zone) => zones.get(zone));
    if (found === undefined) continue;
    if (found.kind === 'zone') zones.set(item, found);
    declared.push(found);
    items.push(item);
  }
  return { file, declared, items: Int32Array.from(items) };
}

/** `zoneOf` knows what the zones before the item declare, by the indexes of their items. */
function declaredBy(
  { path, tree }: SourceFile,
  item: number,
  lastIndex: number,
  zoneOf: (item: number) => Declared | undefined,
): Declared | undefined {
  const node = tree.items[item];
  const { kind } = node;
  const namespace = namespaceOf[kind];
  const ident = namespace && declaredName(node);
  if (namespace === undefined || ident === undefined) return undefined;
  const around = namespace === 'segment' ? tree.parents[item] : -1;
  const parent = around >= 0 && tree.items[around].kind === 'zone' ? zoneOf(around) : undefined;
  const name = parent ? `${parent.name}.${ident.text}` : ident.text;
  return { namespace, kind, name, path, parent, lastIndex };
}

/** The name that an item declares. */
export function declaredName(item: Item): { text: string; span: Span } | undefined {
  if (item.kind === 'rule') return item.flow;
  return 'name' in item ? item.name : undefined;
}

/** What an item declares. */
export function declaredAt({ declared, items }: FileNames, item: number): Declared | undefined {
  const at = firstAt(items, item);
  return items[at] === item ? declared[at] : undefined;
}

/** The index of a declaration among those of its file, which it is in. */
export function indexOf({ declared }: FileNames, wanted: Declared): number {
  const last = Math.min(wanted.lastIndex, declared.length - 1);
  for (let distance = 0; distance < declared.length; distance++) {
    if (declared[last - distance] === wanted) return (wanted.lastIndex = last - distance);
    if (declared[last + distance] === wanted) return (wanted.lastIndex = last + distance);
  }
  throw new Error(`\`${wanted.name}\` is not declared in ${wanted.path}.`);
}

/** Index of the first item in a sorted list that is at least `item`. */
function firstAt(items: Int32Array, item: number): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (items[middle] < item) low = middle + 1;
    else high = middle;
  }
  return low;
}
