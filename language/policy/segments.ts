import {
  allEndpoints,
  isEmptySet,
  noEndpoints,
  subtractEndpoints,
  uniteWithin,
  type EndpointSet,
} from '../net/endpoints.js';
import { placeOfItem, type SourceFile } from '../names/declarations.js';
import { indexesBesideFlows } from '../names/declared.js';
import { placeOfName } from '../names/table.js';
import type { Expr } from '../syntax/tree.js';
import type { Place } from '../text/span.js';
import { addressSet, allOf } from './addresses.js';
import { circleOf, maxCircle, namesOf, resolutionOrder } from './circles.js';
import {
  addMembers,
  claim,
  collectDrafts,
  inwardsOut,
  matching,
  membersOf,
  nameSymbols,
  type Draft,
  type Member,
} from './drafts.js';
import type { Criticality, Segment, Trust } from './model.js';
import { NamedSets } from './named.js';
import {
  noLabels,
  noTags,
  readTags,
  readTeam,
  readWord,
  withKey,
  type LabelCheck,
  type PropertyMap,
} from './properties.js';
import { criticalities, trustLevels } from './schema.js';
import { at, report, reportInvalid, reportUnknown, spellingIn, type Scope, type Site } from './scope.js';

/** The zones, workloads and groups of a policy, and how sets of endpoints are read. */
export interface SegmentTable {
  readonly segments: readonly Segment[];
  readonly index: ReadonlyMap<string, number>;
  readonly symbols: readonly string[];
  /** The set of a source or destination; `undefined`, reported in the scope, where it is in error. */
  readonly read: (scope: Scope, site: Site, value: Expr) => EndpointSet | undefined;
  /** The sets of the names, and of the word `any`. */
  readonly names: NamedSets<EndpointSet>;
}

/** Resolves zones, workloads and groups to exact sets. */
export function resolveSegments(scope: Scope, checkLabel: LabelCheck): SegmentTable {
  const drafts = collectDrafts(scope, checkLabel);
  const symbols = nameSymbols(drafts.values());
  claim(scope, drafts);
  const workloads = membersOf(drafts.values());
  for (const draft of drafts.values()) addMembers(scope, draft, workloads, checkLabel);
  for (const draft of inwardsOut(drafts)) {
    if (draft.children.length === 0) continue;
    const parts = draft.children.map(({ set }) => set);
    draft.set = uniteWithin(draft.set, parts);
  }
  const names = new NamedSets<EndpointSet>();
  for (const [{ name }, { failed, set }] of drafts)
    names.put(name, failed && isEmptySet(set) ? undefined : set);
  const everything = allEndpoints(symbols.length);
  const groups = new Map<string, EndpointSet | undefined>();
  const open: string[] = [];
  const others: Others = { everything, workloads, checkLabel };
  const read = reader(others, setOf);

  function setOf(to: Scope, site: Site, name: string, span: Expr['span']): EndpointSet | undefined {
    const set = names.of(name);
    if (set !== undefined || !isDeclared(to, site, name, span)) return set;
    if (scope.declarations.named('segment').get(name)?.kind !== 'group') return undefined;
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

  for (const name of groupsInOrder(scope)) ofGroup(name);
  const segments: Segment[] = [];
  const index = new Map<string, number>();
  for (const { file, declared, items } of scope.declarations.files) {
    for (let i = 0; i < items.length; i++) {
      const each = declared[i];
      const { name } = each;
      if (each.namespace !== 'segment' || !scope.declarations.isFirst(each)) continue;
      index.set(name, segments.length);
      const draft = drafts.get(each);
      segments.push(
        draft ? toSegment(scope, draft, segments, index) : toGroup(file, items[i], name, ofGroup(name)),
      );
      if (draft === undefined) names.put(name, groups.get(name));
    }
  }
  names.put('any', everything);
  return { segments, index, symbols, read: lastingReader(others, names), names };
}

/** What an expression may stand for besides what names do. */
interface Others {
  readonly everything: EndpointSet;
  readonly workloads: readonly Member[];
  readonly checkLabel: LabelCheck;
}

/** The set of a name; `undefined`, reported in the scope, where there is none or it is in error. */
type NameReader = (to: Scope, site: Site, name: string, span: Expr['span']) => EndpointSet | undefined;

/**
 * Reads sets once all names are resolved. Made apart from what resolved them: a table outlives the text that it was made
 * of by many edits, and must not keep it.
 */
const lastingReader = (others: Others, names: NamedSets<EndpointSet>): SegmentTable['read'] =>
  reader(others, (to, site, name, span) => {
    const set = names.of(name);
    if (set === undefined) isDeclared(to, site, name, span);
    return set;
  });

/** Whether there is such a name; one that there is not is reported. */
function isDeclared(to: Scope, site: Site, name: string, span: Expr['span']): boolean {
  if (to.declarations.byName.segment.has(name)) return true;
  reportUnknown(to, site, { text: name, span }, 'zone, workload or group', spellingIn(to, 'segment'));
  return false;
}

function reader({ everything, workloads, checkLabel }: Others, setOf: NameReader): SegmentTable['read'] {
  function read(to: Scope, site: Site, value: Expr): EndpointSet | undefined {
    switch (value.kind) {
      case 'any':
        return everything;
      case 'name':
        return setOf(to, site, value.text, value.span);
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
  return read;
}

/** The same segments where their declarations, which have not changed, stand now; the same table where none has moved. */
export function moveSegments({ declarations }: Scope, table: SegmentTable): SegmentTable {
  let segments: Segment[] | undefined;
  let at = 0;
  for (const { file, declared, items } of declarations.files) {
    const { starts, ends } = file.tree;
    const named = indexesBesideFlows(declared);
    for (let next = 0; next < named.length; next++) {
      const i = named[next];
      if (declared[i].namespace !== 'segment' || !declarations.isFirst(declared[i])) continue;
      const { place } = table.segments[at];
      const item = items[i];
      if (starts[item] !== place.start || ends[item] !== place.end) {
        segments ??= [...table.segments];
        segments[at] = moved(table.segments[at], placeOfItem(file, item), placeOfName(file, item));
      }
      at++;
    }
  }
  return segments ? { ...table, segments } : table;
}

/** Field by field, as a spread takes ten times as long. */
const moved = (segment: Segment, place: Place, namePlace: Place): Segment => ({
  kind: segment.kind,
  name: segment.name,
  place,
  namePlace,
  set: segment.set,
  own: segment.own,
  unclaimed: segment.unclaimed,
  declared: segment.declared,
  parent: segment.parent,
  children: segment.children,
  title: segment.title,
  trust: segment.trust,
  criticality: segment.criticality,
  owner: segment.owner,
  tags: segment.tags,
  labels: segment.labels,
});

/** The groups, each after those that it is made of. */
function groupsInOrder({ declarations }: Scope): string[] {
  const known = declarations.named('segment');
  const names = [...known.values()].filter(({ kind }) => kind === 'group').map(({ name }) => name);
  return resolutionOrder(names, (name) => {
    const { file, item } = declarations.byName.segment.get(name)!;
    const node = file.tree.items[item];
    return node.kind === 'group'
      ? namesOf(node.value).filter((inner) => known.get(inner)?.kind === 'group')
      : [];
  });
}

/** One list for all that have none: most have none, and there may be a hundred thousand. */
const noChildren: readonly number[] = [];

/** A zone that is declared twice gets what is nested in the second one, too, which its draft knows nothing of. */
function adopt(above: Segment, self: number): void {
  if (above.children === noChildren) (above as { children: readonly number[] }).children = [self];
  else (above.children as number[]).push(self);
}

function toSegment(
  scope: Scope,
  draft: Draft,
  before: readonly Segment[],
  index: ReadonlyMap<string, number>,
): Segment {
  const { declared, properties, site } = draft;
  const node = site.file.tree.items[site.item];
  const parent = declared.parent === undefined ? -1 : (index.get(declared.parent.name) ?? -1);
  const above = before[parent] as Segment | undefined;
  const self = before.length;
  if (above !== undefined) adopt(above, self);
  const trust: Trust | undefined = readWord(scope, properties, 'trust', trustLevels);
  const criticality: Criticality | undefined = readWord(scope, properties, 'criticality', criticalities);
  checkIdentity(scope, properties);
  return {
    kind: declared.kind === 'zone' ? 'zone' : 'workload',
    name: declared.name,
    place: placeOfItem(site.file, site.item),
    namePlace: placeOfName(site.file, site.item),
    set: draft.set,
    own: draft.own,
    unclaimed: draft.unclaimed,
    declared: draft.declaredSet,
    parent,
    children: draft.children.length > 0 ? [] : noChildren,
    title: node.kind === 'zone' ? node.title : undefined,
    trust: trust ?? above?.trust ?? 'internal',
    criticality: criticality ?? above?.criticality,
    owner: readTeam(scope, properties) ?? above?.owner,
    tags: readTags(scope, properties),
    labels: draft.labels,
  };
}

function checkIdentity(scope: Scope, properties: PropertyMap): void {
  const placed = withKey(properties, 'identity');
  if (placed === undefined || placed.property.value.kind === 'missing') return;
  const { value } = placed.property;
  if (value.kind !== 'name') {
    reportInvalid(
      scope,
      at(placed.site, value.span),
      '`identity` is the name of an identity. Declare one with `identity NAME = …`.',
    );
  } else if (!scope.declarations.byName.identity.has(value.text)) {
    reportUnknown(scope, placed.site, value, 'identity', spellingIn(scope, 'identity'));
  }
}

function toGroup(file: SourceFile, item: number, name: string, set: EndpointSet | undefined): Segment {
  return {
    kind: 'group',
    name,
    place: placeOfItem(file, item),
    namePlace: placeOfName(file, item),
    set: set ?? noEndpoints,
    own: undefined,
    unclaimed: false,
    declared: noEndpoints,
    parent: -1,
    children: noChildren,
    title: undefined,
    trust: 'internal',
    criticality: undefined,
    owner: undefined,
    tags: noTags,
    labels: noLabels,
  };
}
