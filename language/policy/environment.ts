import type { EndpointSet } from '../net/endpoints.js';
import { buildOf, spotsOf, type Spots } from '../syntax/shaped.js';
import type { Expr, ExpectItem, NeverItem, RuleItem, TrafficParts } from '../syntax/tree.js';
import type { WordTable } from '../text/wordtable.js';
import type { LabelSchema } from './labels.js';
import type { Segment } from './model.js';
import type { SegmentTable } from './segments.js';
import type { ServiceTable } from './services.js';
import { hasLabels } from './traffic.js';

/** All that decides what the words of a rule stand for. */
export interface Environment {
  readonly segments: SegmentTable;
  readonly services: ServiceTable;
  readonly labels: LabelSchema;
  readonly identities: readonly string[];
  readonly conditions: readonly string[];
  readonly teams: readonly string[];
  readonly asOf: string;
}

/**
 * What stands for something else than in an earlier state, of all that had a name there, in error or not. What is new is not
 * in it: who named it before made a mistake, and is read anew in any case.
 */
export interface Changes {
  /** Zones, workloads, groups and the word `any`; also those that are no more, or in error. */
  readonly segments: WordTable;
  readonly services: WordTable;
  readonly labelMaps: boolean;
  readonly identities: boolean;
  readonly conditions: boolean;
  /** Properties of rules: teams, and whether a day has passed. */
  readonly properties: boolean;
}

/**
 * Compares what words stand for; `undefined` where it is the same, places of declarations aside. What stayed is from then
 * on the same set in both.
 */
export function changesBetween(before: Environment, now: Environment): Changes | undefined {
  const segments = now.segments.names.changedSince(before.segments.names, sameSet);
  const services = now.services.names.changedSince(before.services.names, sameList);
  const labelMaps = !sameLabels(before.labels, now.labels) || !sameLabelled(before.segments, now.segments);
  const identities = !sameList(before.identities, now.identities);
  const conditions = !sameList(before.conditions, now.conditions);
  const properties = before.asOf !== now.asOf || !sameList(before.teams, now.teams);
  const isChanged = labelMaps || identities || conditions || properties;
  return isChanged || segments.size > 0 || services.size > 0
    ? { segments, services, labelMaps, identities, conditions, properties }
    : undefined;
}

/** Whether something that a statement names stands for something else. */
export function isTouched(item: RuleItem | NeverItem | ExpectItem, changes: Changes): boolean {
  const build: TrafficParts = buildOf(item);
  const spots = spotsOf(item);
  return (
    namesChanged(build.source, spots, changes.segments) ||
    namesChanged(build.destination, spots, changes.segments) ||
    namesChanged(build.services, spots, changes.services) ||
    (changes.labelMaps && (hasLabels(build.source) || hasLabels(build.destination))) ||
    (changes.identities && build.identities !== undefined) ||
    (changes.conditions && build.conditions !== undefined) ||
    (changes.properties && item.kind === 'rule' && buildOf(item).properties.length > 0)
  );
}

function namesChanged(value: Expr | undefined, spots: Spots | undefined, changed: WordTable): boolean {
  if (value === undefined || changed.size === 0) return false;
  switch (value.kind) {
    case 'any':
    case 'name': {
      if (spots) return changed.find(spots.text, spots.startOf(value.span), spots.endOf(value.span)) >= 0;
      return changed.indexOf(value.kind === 'name' ? value.text : 'any') >= 0;
    }
    case 'list':
      return value.elements.some((element) => namesChanged(element, spots, changed));
    case 'except':
      return namesChanged(value.base, spots, changed) || namesChanged(value.without, spots, changed);
    default:
      return false;
  }
}

const sameSet = (a: EndpointSet, b: EndpointSet): boolean =>
  sameList(a.v4, b.v4) && sameList(a.v6, b.v6) && sameList(a.symbols, b.symbols);

/** Whether label maps find the same. */
function sameLabelled(before: SegmentTable, now: SegmentTable): boolean {
  const [old, labelled] = [before, now].map(({ segments }) => segments.filter(isLabelled));
  return (
    old.length === labelled.length &&
    old.every(({ set, labels }, i) => {
      const other = labelled[i];
      return sameSet(set, other.set) && sameMap(labels, other.labels, Object.is);
    })
  );
}

const isLabelled = ({ labels }: Segment): boolean => labels.size > 0;

function sameLabels(a: LabelSchema, b: LabelSchema): boolean {
  if (a === undefined || b === undefined) return a === b;
  return sameMap(a, b, (x, y) => x.size === y.size && [...x].every((value) => y.has(value)));
}

function sameMap<T>(
  a: ReadonlyMap<string, T>,
  b: ReadonlyMap<string, T>,
  same: (x: T, y: T) => boolean,
): boolean {
  if (a.size !== b.size) return false;
  for (const [key, value] of a) {
    const other = b.get(key);
    if (other === undefined || !same(value, other)) return false;
  }
  return true;
}

const sameList = <T>(a: readonly T[], b: readonly T[]): boolean =>
  a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
