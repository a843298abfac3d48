import type { Namespace } from '../names/declarations.js';
import { allServices } from '../net/services.js';
import { buildOf, spotsOf } from '../syntax/shaped.js';
import type { Expr, ExpectItem, NeverItem, RuleItem, TrafficParts } from '../syntax/tree.js';
import { endAt, servicesAt } from './direct.js';
import type { Traffic } from './model.js';
import { flatten } from './properties.js';
import { at, reportInvalid, reportUnknown, spellingIn, type Scope, type Site } from './scope.js';
import type { SegmentTable } from './segments.js';
import type { ServiceTable } from './services.js';

/** What the names in a statement stand for. */
export interface TrafficTables {
  readonly segments: SegmentTable;
  readonly services: ServiceTable;
  /** Position of each identity and condition in the policy's lists. */
  readonly identities: ReadonlyMap<string, number>;
  readonly conditions: ReadonlyMap<string, number>;
}

/** Whatever speaks of connections. */
type Statement = RuleItem | NeverItem | ExpectItem;

/** The connections that a statement describes; `undefined`, reported, where a part of it is in error. */
export function readTraffic(
  scope: Scope,
  tables: TrafficTables,
  site: Site,
  item: Statement,
): Traffic | undefined {
  const build: TrafficParts = buildOf(item);
  const spots = spotsOf(item);
  const { segments } = tables;
  const known = {
    source: spots && endAt(segments, build.source, spots),
    destination: spots && endAt(segments, build.destination, spots),
    services: spots && build.services && servicesAt(tables.services, build.services, spots),
  };
  const source = known.source ?? segments.read(scope, site, item.source);
  const destination = known.destination ?? segments.read(scope, site, item.destination);
  const services =
    known.services ?? (build.services ? tables.services.read(scope, site, item.services!) : allServices);
  const identities =
    build.identities && readNames(scope, site, item.identities!, 'identity', tables.identities);
  const conditions = build.conditions
    ? readNames(scope, site, item.conditions!, 'condition', tables.conditions)
    : noConditions;
  if (!source || !destination || !services || !conditions || (build.identities && !identities))
    return undefined;
  return { source, destination, services, identities, conditions };
}

const noConditions: readonly number[] = [];

function readNames(
  scope: Scope,
  site: Site,
  value: Expr,
  space: Extract<Namespace, 'identity' | 'condition'>,
  ids: ReadonlyMap<string, number>,
): readonly number[] | undefined {
  const result: number[] = [];
  const elements = flatten(value);
  for (const element of elements) {
    if (element.kind === 'missing') return undefined;
    if (element.kind !== 'name') {
      reportInvalid(
        scope,
        at(site, element.span),
        `This is no ${space}. Write the name of one, or a list of names.`,
      );
    } else if (!ids.has(element.text)) {
      reportUnknown(scope, site, element, space, spellingIn(scope, space));
    } else {
      result.push(ids.get(element.text)!);
    }
  }
  if (elements.length === 0)
    reportInvalid(scope, at(site, value.span), `This list names no ${space}. Write at least one.`);
  if (result.length < elements.length || elements.length === 0) return undefined;
  return [...new Set(result)].sort((a, b) => a - b);
}

/** Whether a label map stands in a set. */
export function hasLabels(value: Expr): boolean {
  switch (value.kind) {
    case 'labels':
      return true;
    case 'list':
      return value.elements.some(hasLabels);
    case 'except':
      return hasLabels(value.base) || hasLabels(value.without);
    default:
      return false;
  }
}
