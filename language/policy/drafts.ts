import {
  allAddresses,
  isEmptySet,
  noEndpoints,
  subtractEndpoints,
  uniteEndpoints,
  uniteWithin,
  type EndpointSet,
} from '../net/endpoints.js';
import type { Declared, SourceFile } from '../names/declarations.js';
import { placeOfName } from '../names/table.js';
import type { Expr } from '../syntax/tree.js';
import { readAddresses } from './addresses.js';
import {
  flatten,
  placedAt,
  readLabels,
  readPairs,
  readProperties,
  withKey,
  type LabelCheck,
  type PlacedProperty,
  type PropertyMap,
} from './properties.js';
import { at, report, reportInvalid, type Scope, type Site } from './scope.js';

/** A zone or workload while it is resolved. */
export interface Draft {
  readonly declared: Declared;
  readonly site: Site;
  readonly properties: PropertyMap;
  readonly labels: ReadonlyMap<string, string>;
  children: readonly Draft[];
  /** Own addresses; `undefined` where there are none, or they are in error. */
  own: EndpointSet | undefined;
  failed: boolean;
  unclaimed: boolean;
  symbol: number;
  /** Addresses declared in it or nested in it. */
  declaredSet: EndpointSet;
  set: EndpointSet;
}

/** The zones and workloads of a policy by their declarations, with their own properties read. */
export function collectDrafts(scope: Scope, checkLabel: LabelCheck): Map<Declared, Draft> {
  const drafts = new Map<Declared, Draft>();
  for (const { file, declared, items } of scope.declarations.files) {
    const inZones = propertiesOfZones(file);
    for (let i = 0; i < items.length; i++) {
      const each = declared[i];
      if (each.kind !== 'zone' && each.kind !== 'workload') continue;
      const site = { file, item: items[i] };
      const node = file.tree.items[site.item];
      const written =
        node.kind === 'workload' ? placedAt(site, node.properties) : (inZones.get(site.item) ?? none);
      const draft = readDraft(scope, each, site, readProperties(scope, each.kind, written), checkLabel);
      // Of two with one name the first counts; the other is only checked.
      if (!scope.declarations.isFirst(each)) continue;
      drafts.set(each, draft);
      const parent = each.parent && drafts.get(each.parent);
      if (parent === undefined) continue;
      if (parent.children === noChildren) parent.children = [draft];
      else (parent.children as Draft[]).push(draft);
    }
  }
  return drafts;
}

/** One list for all that have none: most have none. */
const noChildren: readonly Draft[] = [];

function readDraft(
  scope: Scope,
  declared: Declared,
  site: Site,
  properties: PropertyMap,
  checkLabel: LabelCheck,
): Draft {
  const draft: Draft = {
    declared,
    site,
    properties,
    labels: readLabels(scope, properties, checkLabel),
    children: noChildren,
    own: undefined,
    failed: false,
    unclaimed: false,
    symbol: -1,
    declaredSet: noEndpoints,
    set: noEndpoints,
  };
  readOwn(scope, draft);
  return draft;
}

/** All drafts, what is nested in a zone before the zone. */
export const inwardsOut = (drafts: ReadonlyMap<Declared, Draft>): Draft[] => [...drafts.values()].reverse();

const none: readonly PlacedProperty[] = [];

/** The properties of every zone of a file by the index of the zone's own item. */
function propertiesOfZones(file: SourceFile): ReadonlyMap<number, readonly PlacedProperty[]> {
  const { items, parents } = file.tree;
  const result = new Map<number, PlacedProperty[]>();
  for (let item = 0; item < items.length; item++) {
    const node = items[item];
    if (node.kind !== 'property' || parents[item] < 0) continue;
    const placed = { site: { file, item }, property: node.property };
    const list = result.get(parents[item]);
    if (list === undefined) result.set(parents[item], [placed]);
    else list.push(placed);
  }
  return result;
}

function readOwn(scope: Scope, draft: Draft): void {
  const placed = withKey(draft.properties, 'addresses');
  if (placed === undefined) return;
  const read = readAddresses(scope, placed.site, placed.property.value);
  if (read !== 'unclaimed') {
    draft.own = read;
    draft.failed = read === undefined;
  } else if (draft.declared.kind === 'workload') {
    reportInvalid(
      scope,
      at(placed.site, placed.property.value.span),
      'Only a zone can have the unclaimed addresses. Put the workload in that zone.',
    );
    draft.failed = true;
  } else {
    draft.unclaimed = true;
  }
}

/** Gives every workload and every bare zone without addresses its symbol; answers their names. */
export function nameSymbols(drafts: Iterable<Draft>): string[] {
  const symbols: string[] = [];
  for (const draft of drafts) {
    const bare =
      draft.declared.kind === 'workload' ||
      (draft.children.length === 0 && withKey(draft.properties, 'members') === undefined);
    const placed = draft.unclaimed || draft.failed || (draft.own !== undefined && !isEmptySet(draft.own));
    const writtenEmpty =
      draft.own !== undefined && !isEmptyList(withKey(draft.properties, 'addresses')?.property.value);
    if (!bare || placed || writtenEmpty) continue;
    draft.symbol = symbols.length;
    symbols.push(draft.declared.name);
  }
  return symbols;
}

/** `addresses = []` says that there are none yet; a set that an `except` empties is a mistake and stays empty. */
const isEmptyList = (value: Expr | undefined): boolean =>
  value?.kind === 'list' && flatten(value).length === 0;

/** Works out what each declares, and the unclaimed rest for the one zone that asks for it. */
export function claim(scope: Scope, drafts: ReadonlyMap<Declared, Draft>): void {
  let first: Draft | undefined;
  for (const draft of inwardsOut(drafts)) {
    const { own = noEndpoints, symbol, children } = draft;
    const parts = children.map(({ declaredSet }) => declaredSet);
    draft.declaredSet = uniteWithin(own, parts);
    draft.set = symbol < 0 ? own : { v4: own.v4, v6: own.v6, symbols: [symbol] };
    if (draft.unclaimed) first = draft;
  }
  if (first === undefined) return;
  const claimed = uniteEndpoints([...drafts.values()].map(({ own }) => own ?? noEndpoints));
  first.own = subtractEndpoints(allAddresses, claimed);
  first.set = first.own;
  for (const draft of drafts.values()) {
    if (!draft.unclaimed || draft === first) continue;
    draft.failed = true;
    const { site, property } = withKey(draft.properties, 'addresses')!;
    const { name } = first.declared;
    const place = placeOfName(first.site.file, first.site.item);
    const related = [{ place, message: `\`${name}\` has them.` }];
    const message = `Only one zone can have the unclaimed addresses, and \`${name}\` has them. Write this zone's own.`;
    report(scope, 'duplicate-name', at(site, property.value.span), message, { related });
  }
}

/** A workload that label maps can find. */
export interface Member {
  readonly labels: ReadonlyMap<string, string>;
  readonly set: EndpointSet;
}

/** The workloads among drafts: what is kept of them for as long as rules are read. */
export function membersOf(drafts: Iterable<Draft>): Member[] {
  const members: Member[] = [];
  for (const { declared, labels, own, symbol } of drafts) {
    if (declared.kind !== 'workload') continue;
    members.push({
      labels,
      set: symbol >= 0 ? { ...noEndpoints, symbols: [symbol] } : (own ?? noEndpoints),
    });
  }
  return members;
}

/** Adds the workloads that a zone's `members` find. */
export function addMembers(
  scope: Scope,
  draft: Draft,
  workloads: readonly Member[],
  check: LabelCheck,
): void {
  const placed = withKey(draft.properties, 'members');
  if (placed === undefined) return;
  const sets: EndpointSet[] = [draft.set];
  for (const element of flatten(placed.property.value)) {
    if (element.kind === 'labels') sets.push(matching(scope, placed.site, element, workloads, check));
    else if (element.kind !== 'missing') {
      reportInvalid(
        scope,
        at(placed.site, element.span),
        '`members` takes label maps. Write `members = { tier: web }` or a list of maps.',
      );
      draft.failed = true;
    }
  }
  draft.set = uniteEndpoints(sets);
}

/** All workloads whose labels match every pair of the map: their addresses or symbols. */
export function matching(
  scope: Scope,
  site: Site,
  map: Extract<Expr, { kind: 'labels' }>,
  workloads: readonly Member[],
  check: LabelCheck,
): EndpointSet {
  if (map.pairs.length === 0) {
    reportInvalid(
      scope,
      at(site, map.span),
      'This label map names no label. Write at least one pair, as in `{ tier: web }`.',
    );
    return noEndpoints;
  }
  const pairs = [...readPairs(scope, site, map, check)];
  const found = workloads.filter(({ labels }) => pairs.every(([key, value]) => labels.get(key) === value));
  return uniteEndpoints(found.map(({ set }) => set));
}
