import type { Item, ItemKind } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import type { Declared, FileNames, Namespace, SourceFile } from './declarations.js';
import { listChanged } from '../text/lists.js';
import { firstFrom } from '../text/search.js';

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
  const { start, end, moved } = listChanged(old, items);
  // What is nested in a zone is called after it.
  if (old.slice(start, end - moved).some(isZone) || items.slice(start, end).some(isZone)) return;
  const from = firstFrom(names.items, start);
  const to = firstFrom(names.items, end - moved);
  const gone = byName(names.declared, from, to);
  const come: Declared[] = [];
  const at: number[] = [];
  for (let item = start; item < end; item++) {
    const found = declaredBy(after, item, from + come.length, (zone) => declaredAt(names, zone));
    if (found === undefined) continue;
    come.push(takeSame(gone, found) ?? found);
    at.push(item);
  }
  const stays = come.length === to - from && come.every((each, i) => each === names.declared[from + i]);
  const declared = stays
    ? names.declared
    : names.declared.slice(0, from).concat(come, names.declared.slice(to));
  const isMoved =
    moved !== 0 || at.length !== to - from || at.some((item, i) => item !== names.items[from + i]);
  known.set(after, {
    file: after,
    declared,
    items: isMoved ? placed(names.items, from, to, at, moved) : names.items,
  });
}

/** The items of declarations after an edit: those from `from` to `to` are now at `at`, those behind are `moved` on. */
function placed(
  items: Int32Array,
  from: number,
  to: number,
  at: readonly number[],
  moved: number,
): Int32Array {
  const result = new Int32Array(items.length + at.length - (to - from));
  result.set(items.subarray(0, from));
  result.set(at, from);
  for (let i = to, next = from + at.length; i < items.length; i++, next++) result[next] = items[i] + moved;
  return result;
}

const notFlows = new WeakMap<readonly Declared[], readonly number[]>();

/**
 * The indexes of what a file declares besides flows, which are many in a large file: most edits leave its list of names the
 * same.
 */
export function indexesBesideFlows(declared: readonly Declared[]): readonly number[] {
  let indexes = notFlows.get(declared);
  if (indexes === undefined) {
    indexes = declared.flatMap(({ namespace }, i) => (namespace === 'flow' ? [] : [i]));
    notFlows.set(declared, indexes);
  }
  return indexes;
}

const isZone = ({ kind }: Item): boolean => kind === 'zone';

/** Part of a list of declarations by their names. */
function byName(declared: readonly Declared[], from: number, to: number): Map<string, Declared[]> {
  const result = new Map<string, Declared[]>();
  for (let i = from; i < to; i++) {
    const list = result.get(declared[i].name);
    if (list === undefined) result.set(declared[i].name, [declared[i]]);
    else list.push(declared[i]);
  }
  return result;
}

/** Takes out of what is gone what is the same as what has been found, if there is any. */
function takeSame(gone: ReadonlyMap<string, Declared[]>, found: Declared): Declared | undefined {
  const list = gone.get(found.name) ?? [];
  const same = list.findIndex((other) => isSame(found, other));
  return same < 0 ? undefined : list.splice(same, 1)[0];
}

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
  const at = firstFrom(items, item);
  return items[at] === item ? declared[at] : undefined;
}

/** How far from where it was a declaration is looked for, before all are looked through. */
const farthest = 64;

const indexes = new WeakMap<readonly Declared[], ReadonlyMap<Declared, number>>();

/** The index of each of a list, for where many stand far from where they were. */
function indexesOf(declared: readonly Declared[]): ReadonlyMap<Declared, number> {
  let known = indexes.get(declared);
  if (known === undefined)
    indexes.set(declared, (known = new Map(declared.map((each, index) => [each, index]))));
  return known;
}

/** The index of a declaration among those of its file, which it is in. */
export function indexOf({ declared }: FileNames, wanted: Declared): number {
  const last = Math.min(wanted.lastIndex, declared.length - 1);
  for (let distance = 0; distance < farthest; distance++) {
    if (declared[last - distance] === wanted) return (wanted.lastIndex = last - distance);
    if (declared[last + distance] === wanted) return (wanted.lastIndex = last + distance);
  }
  const at = indexesOf(declared).get(wanted);
  if (at !== undefined) return (wanted.lastIndex = at);
  throw new Error(`\`${wanted.name}\` is not declared in ${wanted.path}.`);
}
