import type { GraphEdge } from '../graph/model.js';
import type { Rule } from '../policy/model.js';
import type { Place } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { thingAt } from './at.js';
import { flowsAcross, rulesOfEdges } from './flows.js';

/** A zone or workload as one end of connections. */
export interface CallItem {
  /** Of the graph's node: a dotted name, `shop.*` for the rest of `shop`, `*` for the addresses of no zone. */
  readonly id: string;
  readonly kind: 'zone' | 'workload';
  /** A few words beside the name. */
  readonly detail: string | undefined;
  readonly place: Place;
  /** Inside `place`: what to select. */
  readonly namePlace: Place;
}

/** The other end of connections, and the rules that allow them. */
export interface Call {
  readonly item: CallItem;
  /** By position, all in one file: of the one who starts the connections. */
  readonly rules: readonly Place[];
}

/** The zone or workload that is named at `offset`; `undefined` where there is none. */
export function callItemAt(snapshot: Snapshot, path: string, offset: number): CallItem | undefined {
  const thing = thingAt(snapshot, path, offset);
  if (thing?.kind !== 'name' || thing.namespace !== 'segment') return undefined;
  const { segments, segmentIndex } = snapshot.resolved.policy;
  const segment = segments[segmentIndex.get(thing.name) ?? -1];
  return segment && segment.kind !== 'group' ? itemOf(snapshot, thing.name, segment.title) : undefined;
}

/**
 * Who may reach a node, what is nested in it included, by place. A source whose rules stand in several files comes once for
 * each; where that is not the file of its declaration, it is placed at the rule.
 */
export function incomingCalls(snapshot: Snapshot, id: string): Call[] {
  const { incoming } = flowsAcross(snapshot.graph, id);
  return byEnd(incoming, ({ source }) => source).flatMap(([source, edges]) => {
    const { policy } = snapshot.resolved;
    const rules = rulesOfEdges(policy, edges);
    const files = [...new Set(rules.map(({ file }) => file))];
    return files.flatMap((file) => {
      const here = rules.filter((rule) => rule.file === file);
      const declared = itemOf(snapshot, source, servicesOf(edges));
      const item =
        declared?.place.file === file
          ? declared
          : atRule(snapshot, here[0], source, declared, servicesOf(edges));
      return { item, rules: here.map((rule) => policy.placeOf(rule)) };
    });
  });
}

/** Whom a node, what is nested in it included, may reach, by place; with the rules that stand in `path`. */
export function outgoingCalls(snapshot: Snapshot, id: string, path: string): Call[] {
  const { outgoing } = flowsAcross(snapshot.graph, id);
  return byEnd(outgoing, ({ target }) => target).map(([target, edges]) => {
    const { policy } = snapshot.resolved;
    const rules = rulesOfEdges(policy, edges);
    const item =
      itemOf(snapshot, target, servicesOf(edges)) ??
      atRule(snapshot, rules[0], target, undefined, servicesOf(edges));
    return { item, rules: rules.filter(({ file }) => file === path).map((rule) => policy.placeOf(rule)) };
  });
}

function byEnd(edges: readonly GraphEdge[], endOf: (edge: GraphEdge) => string): [string, GraphEdge[]][] {
  const ends = new Map<string, GraphEdge[]>();
  for (const edge of edges) ends.set(endOf(edge), [...(ends.get(endOf(edge)) ?? []), edge]);
  return [...ends];
}

const servicesOf = (edges: readonly GraphEdge[]): string =>
  [...new Set(edges.flatMap(({ services }) => services))].join(', ');

/** A node where it is declared, the rest of a zone where the zone is. The addresses of no zone are declared nowhere. */
function itemOf(snapshot: Snapshot, id: string, detail: string | undefined): CallItem | undefined {
  const { segments, segmentIndex } = snapshot.resolved.policy;
  const index = segmentIndex.get(id.replace(/\.\*$/, ''));
  if (index === undefined) return undefined;
  const { kind, place, namePlace } = segments[index];
  return { id, kind: kind === 'workload' ? 'workload' : 'zone', detail, place, namePlace };
}

function atRule(
  snapshot: Snapshot,
  rule: Rule,
  id: string,
  declared: CallItem | undefined,
  detail: string,
): CallItem {
  const place = snapshot.resolved.policy.placeOf(rule);
  return { id, kind: declared?.kind ?? 'zone', detail, place, namePlace: place };
}
