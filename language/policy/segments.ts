import {
  allAddresses,
  allEndpoints,
  isEmptySet,
  noEndpoints,
  subtractEndpoints,
  uniteEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import type { Declaration } from '../names/declarations.js';
import type { Expr, Item } from '../syntax/tree.js';
import { addressSet, allOf, readAddresses } from './addresses.js';
import { circleOf, maxCircle, namesOf, resolutionOrder } from './circles.js';
import type { Criticality, Segment, Trust } from './model.js';
import {
  flatten,
  readLabels,
  readPairs,
  readProperties,
  readTags,
  readTeam,
  readWord,
  type LabelCheck,
  type PlacedProperty,
  type PropertyMap,
} from './properties.js';
import { criticalities, trustLevels } from './schema.js';
import { at, namesIn, report, reportInvalid, reportUnknown, type Scope, type Site } from './scope.js';

/** The zones, workloads and groups of a policy, and how sets of endpoints are read. */
export interface SegmentTable {
  readonly segments: readonly Segment[];
  readonly index: ReadonlyMap<string, number>;
  readonly symbols: readonly string[];
  /** The set of a source or destination; `undefined`, reported in the scope, where it is in error. */
  readonly read: (scope: Scope, site: Site, value: Expr) => EndpointSet | undefined;
}

/** A zone or workload while it is resolved. */
interface Draft {
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

/** Resolves zones, workloads and groups to exact sets. */
export function resolveSegments(scope: Scope, checkLabel: LabelCheck): SegmentTable {
  const drafts = collectDrafts(scope, checkLabel);
  const byName = new Map([...drafts].map(([declaration, draft]) => [declaration.name, draft]));
  const workloads = [...drafts.values()].filter(({ declaration }) => declaration.kind === 'workload');
  const symbols = nameSymbols(drafts.values());
  claim(scope, [...drafts.values()]);
  for (const draft of drafts.values()) addMembers(scope, draft, workloads, checkLabel);
  for (const draft of [...drafts.values()].reverse()) {
    draft.set = uniteEndpoints([draft.set, ...draft.children.map(({ set }) => set)]);
  }
  const everything = allEndpoints(symbols.length);
  const groups = new Map<string, EndpointSet | undefined>();
  const open: string[] = [];

  function byGroup(to: Scope, site: Site, name: string, span: Expr['span']): EndpointSet | undefined {
    const declaration = scope.declarations.byName.segment.get(name);
    if (declaration === undefined) {
      reportUnknown(to, site, { text: name, span }, 'zone, workload or group', namesIn(to, 'segment'));
      return undefined;
    }
    if (open.includes(name) || (open.length >= maxCircle && !groups.has(name))) {
      const message = `This group contains itself: ${circleOf(open, name)}. Take it out of one of them.`;
      report(scope, 'cyclic-reference', at(site, span), message);
      return undefined;
    }
    return ofGroup(name);
  }

  function ofGroup(name: string): EndpointSet | undefined {
    if (groups.has(name)) return groups.get(name);
    const { file, item } = scope.declarations.byName.segment.get(name)!;
    const node = file.tree.items[item];
    if (node.kind !== 'group') return undefined;
    open.push(name);
    const set = read(scope, { file, item }, node.value);
    open.pop();
    groups.set(name, set);
    return set;
  }

  function read(to: Scope, site: Site, value: Expr): EndpointSet | undefined {
    switch (value.kind) {
      case 'any':
        return everything;
      case 'name': {
        const draft = byName.get(value.text);
        if (draft === undefined) return byGroup(to, site, value.text, value.span);
        return draft.failed && isEmptySet(draft.set) ? undefined : draft.set;
      }
      case 'address':
        return addressSet(to, site, value);
      case 'labels':
        return matching(to, site, value, workloads, checkLabel);
      case 'list':
        return allOf(value.elements.map((element) => read(to, site, element)));
      case 'except': {
        const base = read(to, site, value.base);
        const without = read(to, site, value.without);
        return base && without && subtractEndpoints(base, without);
      }
      case 'missing':
        return undefined;
      default: {
        const message =
          value.kind === 'unclaimed'
            ? '`unclaimed` stands only in the `addresses` of a zone. Name that zone here.'
            : 'This is no zone, workload, group, address or label map. Write one of these, a list or `any`.';
        reportInvalid(to, at(site, value.span), message);
        return undefined;
      }
    }
  }

  for (const name of groupsInOrder(scope)) ofGroup(name);
  const segments: Segment[] = [];
  const index = new Map<string, number>();
  for (const declaration of scope.declarations.all) {
    if (
      declaration.namespace !== 'segment' ||
      scope.declarations.byName.segment.get(declaration.name) !== declaration
    )
      continue;
    index.set(declaration.name, segments.length);
    const draft = drafts.get(declaration);
    segments.push(
      draft ? toSegment(scope, draft, segments, index) : toGroup(declaration, ofGroup(declaration.name)),
    );
  }
  return { segments, index, symbols, read };
}

/** The groups, each after those that it is made of. */
function groupsInOrder({ declarations }: Scope): string[] {
  const known = declarations.byName.segment;
  const names = [...known.values()].filter(({ kind }) => kind === 'group').map(({ name }) => name);
  return resolutionOrder(names, (name) => {
    const { file, item } = known.get(name)!;
    const node = file.tree.items[item];
    return node.kind === 'group'
      ? namesOf(node.value).filter((inner) => known.get(inner)?.kind === 'group')
      : [];
  });
}

function collectDrafts(scope: Scope, checkLabel: LabelCheck): Map<Declaration, Draft> {
  const drafts = new Map<Declaration, Draft>();
  const inZones = propertiesOfZones(scope);
  for (const declaration of scope.declarations.all) {
    const { file, item, kind } = declaration;
    if (kind !== 'zone' && kind !== 'workload') continue;
    const site = { file, item };
    const node = file.tree.items[item];
    const written =
      node.kind === 'workload'
        ? node.properties.map((property) => ({ site, property }))
        : (inZones.get(node) ?? []);
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
function nameSymbols(drafts: Iterable<Draft>): string[] {
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
function claim(scope: Scope, drafts: readonly Draft[]): void {
  for (const draft of [...drafts].reverse()) {
    draft.declared = uniteEndpoints([
      draft.own ?? noEndpoints,
      ...draft.children.map(({ declared }) => declared),
    ]);
    draft.set = { ...(draft.own ?? noEndpoints), ...(draft.symbol >= 0 && { symbols: [draft.symbol] }) };
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

function addMembers(scope: Scope, draft: Draft, workloads: readonly Draft[], check: LabelCheck): void {
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
function matching(
  scope: Scope,
  site: Site,
  map: Extract<Expr, { kind: 'labels' }>,
  workloads: readonly Draft[],
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
  return uniteEndpoints(
    found.map(({ own, symbol }) =>
      symbol >= 0 ? { ...noEndpoints, symbols: [symbol] } : (own ?? noEndpoints),
    ),
  );
}

function toSegment(
  scope: Scope,
  draft: Draft,
  before: readonly Segment[],
  index: ReadonlyMap<string, number>,
): Segment {
  const { declaration, properties, site } = draft;
  const node = site.file.tree.items[site.item];
  const parent = declaration.parent === undefined ? -1 : (index.get(declaration.parent.name) ?? -1);
  const above = before[parent];
  const self = index.get(declaration.name)!;
  (above?.children as number[] | undefined)?.push(self);
  const trust: Trust | undefined = readWord(scope, properties, 'trust', trustLevels);
  const criticality: Criticality | undefined = readWord(scope, properties, 'criticality', criticalities);
  checkIdentity(scope, properties);
  return {
    kind: declaration.kind === 'zone' ? 'zone' : 'workload',
    name: declaration.name,
    place: {
      file: site.file.path,
      start: site.file.tree.starts[site.item],
      end: site.file.tree.ends[site.item],
    },
    namePlace: declaration.namePlace,
    set: draft.set,
    own: draft.own,
    unclaimed: draft.unclaimed,
    declared: draft.declared,
    parent,
    children: [],
    title: node.kind === 'zone' ? node.title : undefined,
    trust: trust ?? above?.trust ?? 'internal',
    criticality: criticality ?? above?.criticality,
    owner: readTeam(scope, properties) ?? above?.owner,
    tags: readTags(scope, properties),
    labels: draft.labels,
  };
}

function checkIdentity(scope: Scope, properties: PropertyMap): void {
  const placed = properties.get('identity');
  if (placed === undefined || placed.property.value.kind === 'missing') return;
  const { value } = placed.property;
  if (value.kind !== 'name') {
    reportInvalid(
      scope,
      at(placed.site, value.span),
      '`identity` is the name of an identity. Declare one with `identity NAME = …`.',
    );
  } else if (!scope.declarations.byName.identity.has(value.text)) {
    reportUnknown(scope, placed.site, value, 'identity', namesIn(scope, 'identity'));
  }
}

function toGroup(declaration: Declaration, set: EndpointSet | undefined): Segment {
  const { file, item, name, namePlace } = declaration;
  return {
    kind: 'group',
    name,
    place: { file: file.path, start: file.tree.starts[item], end: file.tree.ends[item] },
    namePlace,
    set: set ?? noEndpoints,
    own: undefined,
    unclaimed: false,
    declared: noEndpoints,
    parent: -1,
    children: [],
    title: undefined,
    trust: 'internal',
    criticality: undefined,
    owner: undefined,
    tags: [],
    labels: new Map(),
  };
}
