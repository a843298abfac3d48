import {
  allAddresses,
  isEmptySet,
  noEndpoints,
  subtractEndpoints,
  uniteEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import type { Declaration } from '../names/declarations.js';
import type { Expr, Item } from '../syntax/tree.js';
import { readAddresses } from './addresses.js';
import {
  flatten,
  placedAt,
  readLabels,
  readPairs,
  readProperties,
  type LabelCheck,
  type PlacedProperty,
  type PropertyMap,
} from './properties.js';
import { at, report, reportInvalid, type Scope, type Site } from './scope.js';

/** A zone or workload while it is resolved. */
export interface Draft {
  readonly declaration: Declaration;
  readonly site: Site;
  readonly properties: PropertyMap;
  readonly labels: ReadonlyMap<string, string>;
  readonly children: Draft[];
  /** Own addresses; `undefined` where there are none, or they are in error. */
  own: EndpointSet | undefined;
  failed: boolean;
  unclaimed: boolean;
  symbol: number;
  declared: EndpointSet;
  set: EndpointSet;
}

/** The zones and workloads of a policy by their declarations, with their own properties read. */
export function collectDrafts(scope: Scope, checkLabel: LabelCheck): Map<Declaration, Draft> {
  const drafts = new Map<Declaration, Draft>();
  const inZones = propertiesOfZones(scope);
  for (const declaration of scope.declarations.all) {
    const { file, item, kind } = declaration;
    if (kind !== 'zone' && kind !== 'workload') continue;
    const site = { file, item };
    const node = file.tree.items[item];
    const written = node.kind === 'workload' ? placedAt(site, node.properties) : (inZones.get(node) ?? []);
    const properties = readProperties(scope, kind, written);
    // Of two with one name the first counts; the other is only checked.
    const counts = scope.declarations.byName.segment.get(declaration.name) === declaration;
    const draft: Draft = {
      declaration,
      site,
      properties,
      labels: readLabels(scope, properties, checkLabel),
      children: [],
      own: undefined,
      failed: false,
      unclaimed: false,
      symbol: -1,
      declared: noEndpoints,
      set: noEndpoints,
    };
    readOwn(scope, draft);
    if (!counts) continue;
    drafts.set(declaration, draft);
    const parent = declaration.parent && drafts.get(declaration.parent);
    parent?.children.push(draft);
  }
  return drafts;
}

/** The property items of every zone by the zone's own item. */
function propertiesOfZones(scope: Scope): ReadonlyMap<Item, readonly PlacedProperty[]> {
  const result = new Map<Item, PlacedProperty[]>();
  const files = new Set(scope.declarations.all.map(({ file }) => file));
  for (const file of files) {
    file.tree.items.forEach((node, item) => {
      if (node.kind !== 'property' || file.tree.parents[item] < 0) return;
      const zone = file.tree.items[file.tree.parents[item]];
      const list = result.get(zone) ?? [];
      list.push({ site: { file, item }, property: node.property });
      result.set(zone, list);
    });
  }
  return result;
}

function readOwn(scope: Scope, draft: Draft): void {
  const placed = draft.properties.get('addresses');
  if (placed === undefined) return;
  const read = readAddresses(scope, placed.site, placed.property.value);
  if (read !== 'unclaimed') {
    draft.own = read;
    draft.failed = read === undefined;
  } else if (draft.declaration.kind === 'workload') {
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
      draft.declaration.kind === 'workload' ||
      (draft.children.length === 0 && !draft.properties.has('members'));
    const placed = draft.unclaimed || draft.failed || (draft.own !== undefined && !isEmptySet(draft.own));
    const writtenEmpty =
      draft.own !== undefined && !isEmptyList(draft.properties.get('addresses')?.property.value);
    if (!bare || placed || writtenEmpty) continue;
    draft.symbol = symbols.length;
    symbols.push(draft.declaration.name);
  }
  return symbols;
}

/** `addresses = []` says that there are none yet; a set that an `except` empties is a mistake and stays empty. */
const isEmptyList = (value: Expr | undefined): boolean =>
  value?.kind === 'list' && flatten(value).length === 0;

/** Works out what each declares, and the unclaimed rest for the one zone that asks for it. */
export function claim(scope: Scope, drafts: readonly Draft[]): void {
  for (const draft of [...drafts].reverse()) {
    const parts = draft.children.map(({ declared }) => declared);
    draft.declared = uniteEndpoints(draft.own ? [draft.own, ...parts] : parts);
    const { own = noEndpoints, symbol } = draft;
    draft.set = symbol < 0 ? own : { v4: own.v4, v6: own.v6, symbols: [symbol] };
  }
  const claimed = uniteEndpoints(drafts.map(({ own }) => own ?? noEndpoints));
  const first = drafts.find(({ unclaimed }) => unclaimed);
  if (first === undefined) return;
  first.own = subtractEndpoints(allAddresses, claimed);
  first.set = first.own;
  for (const draft of drafts) {
    if (!draft.unclaimed || draft === first) continue;
    draft.failed = true;
    const { site, property } = draft.properties.get('addresses')!;
    const related = [
      { place: first.declaration.namePlace, message: `\`${first.declaration.name}\` has them.` },
    ];
    const message = `Only one zone can have the unclaimed addresses, and \`${first.declaration.name}\` has them. Write this zone's own.`;
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
  for (const { declaration, labels, own, symbol } of drafts) {
    if (declaration.kind !== 'workload') continue;
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
  const placed = draft.properties.get('members');
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
