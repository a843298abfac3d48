import type { Expr, Ident, Item, Property } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { buildOf, spotsOf, type Spots } from '../syntax/shaped.js';
import { WordCounts } from '../text/wordcounts.js';
import { WordTable } from '../text/wordtable.js';
import type { Namespace, SourceFile } from './declarations.js';
import { listChanged } from '../text/lists.js';

/** A name where it is used, not declared. */
export interface Reference {
  readonly namespace: Namespace;
  readonly name: string;
  /** Counts from the start of the item. */
  readonly span: Span;
}

/** A label map where workloads are looked for by it. */
type LabelMap = Extract<Expr, { kind: 'labels' }>;

/** What one item refers to, in order. */
export interface Uses {
  readonly references: readonly Reference[];
  readonly labelMaps: readonly LabelMap[];
  /** Address literals of rules and intents. */
  readonly literals: readonly Extract<Expr, { kind: 'address' }>[];
}

/** What an item refers to. */
export const usesOf = (item: Item): Uses => collect(item);

/** How often things are named. */
export type NameCounts = { readonly [space in Namespace]: WordCounts };

/** A label map and how often it is used. */
export interface MapUse {
  readonly pairs: readonly (readonly [string, string])[];
  readonly count: number;
}

/**
 * What all files of a policy refer to together, worked out when it is first asked for. The count of the state before an
 * edit is taken over, and only what the edit put in or took out is counted: that state would have to count again.
 */
export class PolicyUses {
  private counted: Counter | undefined;
  private before: PolicyUses | undefined;

  constructor(
    private readonly files: readonly SourceFile[],
    before?: PolicyUses,
  ) {
    this.before = before?.counted ? before : before?.before;
  }

  /** Not to be kept: a later state of the policy takes the counts over. */
  get counts(): NameCounts {
    return this.total().counts;
  }

  /** The label maps by which workloads are looked for, by what they say. */
  get maps(): readonly MapUse[] {
    return [...this.total().maps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
  }

  private total(): Counter {
    if (this.counted !== undefined) return this.counted;
    const { before, files } = this;
    const counter = before?.counted ?? new Counter();
    const old = new Map(before?.counted && before.files.map((file) => [file.path, file] as const));
    for (const file of files) {
      counter.replace(old.get(file.path), file);
      old.delete(file.path);
    }
    for (const file of old.values()) counter.addAll(file, -1);
    if (before !== undefined) before.counted = undefined;
    this.before = undefined;
    return (this.counted = counter);
  }
}

/** Counts what items refer to. */
class Counter {
  readonly counts: NameCounts = {
    segment: new WordCounts(),
    service: new WordCounts(),
    identity: new WordCounts(),
    condition: new WordCounts(),
    team: new WordCounts(),
    ruleset: new WordCounts(),
    flow: new WordCounts(),
  };
  /** The label maps by what they say: pairs of key and value. */
  readonly maps = new Map<string, MapUse>();

  /** Counts a file in place of what it was before. */
  replace(before: SourceFile | undefined, file: SourceFile): void {
    if (before === file) return;
    if (before === undefined) {
      this.addAll(file, 1);
      return;
    }
    const [old, items] = [before.tree.items, file.tree.items];
    const { start, end, moved } = listChanged(old, items);
    for (let i = start; i < end - moved; i++) this.add(old[i], -1);
    for (let i = start; i < end; i++) this.add(items[i], 1);
  }

  /** Counts the uses of a whole file `times` more often. */
  addAll({ tree }: SourceFile, times: 1 | -1): void {
    for (const item of tree.items) this.add(item, times);
  }

  /** Counts the uses of an item `times` more often. */
  private add(item: Item, times: 1 | -1): void {
    const build = buildOf(item);
    const spots = spotsOf(item);
    if (spots === undefined || hasNaming(build, spots)) {
      const { references, labelMaps } = collect(item);
      for (const { namespace, name } of references) this.counts[namespace].addWord(name, times);
      for (const { pairs } of labelMaps) this.map(pairs, times);
      return;
    }
    if (this.addWords(build, spots, times))
      for (const { pairs } of collect(item).labelMaps) this.map(pairs, times);
  }

  /** Counts the names in an item where they stand, those in properties aside; answers whether it has label maps. */
  private addWords(build: Item, spots: Spots, times: number): boolean {
    const { segment, service, identity, condition } = this.counts;
    switch (build.kind) {
      case 'rule':
      case 'expect': {
        let isMapped = countNames(build.source, segment, spots, times);
        if (countNames(build.destination, segment, spots, times)) isMapped = true;
        if (countNames(build.services, service, spots, times)) isMapped = true;
        if (countNames(build.identities, identity, spots, times)) isMapped = true;
        return countNames(build.conditions, condition, spots, times) || isMapped;
      }
      case 'group':
        return countNames(build.value, segment, spots, times);
      case 'service':
        return countNames(build.value, service, spots, times);
      default:
        return false;
    }
  }

  private map(labels: LabelMap['pairs'], times: number): void {
    const pairs = labels.map(({ key, value }) => [key.text, value.text] as const);
    const id = pairs.flat().join(' ');
    const count = (this.maps.get(id)?.count ?? 0) + times;
    if (count > 0) this.maps.set(id, { pairs, count });
    else this.maps.delete(id);
  }
}

/** Counts the names in a value of an item's build, and answers whether it holds label maps. */
function countNames(value: Expr | undefined, counts: WordCounts, spots: Spots, times: number): boolean {
  if (value === undefined) return false;
  switch (value.kind) {
    case 'name':
      counts.add(spots.text, spots.startOf(value.span), spots.endOf(value.span), times);
      return false;
    case 'list': {
      let isMapped = false;
      for (const element of value.elements) if (countNames(element, counts, spots, times)) isMapped = true;
      return isMapped;
    }
    case 'except': {
      const isMapped = countNames(value.base, counts, spots, times);
      return countNames(value.without, counts, spots, times) || isMapped;
    }
    default:
      return value.kind === 'labels';
  }
}

/** Whether an item has a property whose value names something: its key tells. */
function hasNaming(build: Item, spots: Spots): boolean {
  if (build.kind === 'property') return isNaming(spots, build.property.key.span);
  if (!('properties' in build)) return false;
  for (const { key } of build.properties) if (isNaming(spots, key.span)) return true;
  return false;
}

const isNaming = (spots: Spots, key: Span): boolean =>
  naming.find(spots.text, spots.startOf(key), spots.endOf(key)) >= 0;

/** The properties whose values name something. */
const naming = new WordTable();
for (const key of ['owner', 'identity', 'members']) naming.add(key, 0, key.length);

function collect(item: Item): Uses {
  const references: Reference[] = [];
  const labelMaps: LabelMap[] = [];
  const literals: Extract<Expr, { kind: 'address' }>[] = [];
  const add = (namespace: Namespace, { text, span }: Ident): void =>
    void references.push({ namespace, name: text, span });
  const walk = (value: Expr | undefined, namespace: Namespace): void => {
    if (value === undefined) return;
    if (value.kind === 'name') add(namespace, value);
    else if (value.kind === 'list') value.elements.forEach((element) => walk(element, namespace));
    else if (value.kind === 'except') [value.base, value.without].forEach((part) => walk(part, namespace));
    else if (value.kind === 'labels') labelMaps.push(value);
    else if (value.kind === 'address') literals.push(value);
  };
  const property = ({ key, value }: Property): void => {
    // A team may be written as a string.
    if (key.text === 'owner' && value.kind === 'string') add('team', { text: value.value, span: value.span });
    else if (key.text === 'owner') walk(value, 'team');
    else if (key.text === 'identity') walk(value, 'identity');
    else if (key.text === 'members') walk(value, 'segment');
  };
  switch (item.kind) {
    case 'rule':
    case 'never':
    case 'expect':
      walk(item.source, 'segment');
      walk(item.destination, 'segment');
      walk(item.services, 'service');
      walk(item.identities, 'identity');
      walk(item.conditions, 'condition');
      if (item.kind === 'rule') item.properties.forEach(property);
      break;
    case 'group':
      walk(item.value, 'segment');
      break;
    case 'service':
      walk(item.value, 'service');
      break;
    case 'workload':
    case 'team':
      item.properties.forEach(property);
      break;
    case 'property':
      property(item.property);
      break;
  }
  return { references, labelMaps, literals };
}
