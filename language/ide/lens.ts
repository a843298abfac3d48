import type { Graph, GraphEdge } from '../graph/model.js';
import { reachFrom } from '../graph/reach.js';
import type { Segment } from '../policy/model.js';
import { comparePlaces, type Place, type Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { flowsInto, flowsOutOf, type Crossing } from './describe/flows.js';
import { flowsAcross, rulesOfEdges } from './flows.js';
import { counted } from './markdown.js';

/** A place over which a line about a segment's flows stands. */
export interface Lens {
  /** Dotted name of the zone or workload. */
  readonly name: string;
  /** The name in its declaration. */
  readonly span: Span;
}

/** What a lens says. */
export interface LensText {
  readonly title: string;
  /** The rules that it counts, by place. */
  readonly rules: readonly Place[];
}

/** The zones and workloads that a file declares, by position. Cheap: what is to be said of each is worked out by `lensText`. */
export function lenses(snapshot: Snapshot, path: string): Lens[] {
  return snapshot.resolved.policy.segments
    .filter(({ kind, namePlace }) => kind !== 'group' && namePlace.file === path)
    .map(({ name, namePlace: { start, end } }) => ({ name, span: { start, end } }));
}

/**
 * How many allow rules let something into a zone or workload and out of it, and how many zones a chain of connections of any
 * length reaches from it; in a large policy those that one connection leads to, which it says. Only what is really allowed
 * counts. Where there are too many connections for the graph to show the segment, the zones are left out, and `+` stands
 * for more rules than were looked at. `undefined` where there is no such segment.
 */
export function lensText(snapshot: Snapshot, name: string): LensText | undefined {
  const { policy } = snapshot.resolved;
  const index = policy.segmentIndex.get(name);
  if (index === undefined) return undefined;
  const { graph } = snapshot;
  if (!graph.nodes.some(({ id }) => id === name)) return roughText(snapshot, policy.segments[index]);
  const { incoming, outgoing } = flowsAcross(graph, name);
  const into = rulesOfEdges(policy, incoming).length;
  const out = rulesOfEdges(policy, outgoing).length;
  const rules = rulesOfEdges(policy, [...incoming, ...outgoing]).map((rule) => policy.placeOf(rule));
  if (rules.length === 0) return { title: 'nothing in or out', rules };
  const reached = out > 0 ? [reachText(snapshot, name, outgoing)] : [];
  return { title: [`${into} in`, `${out} out`, ...reached].join(' · '), rules };
}

function roughText({ analysis, resolved: { policy } }: Snapshot, { set }: Segment): LensText {
  const [into, out] = [flowsInto(analysis, set), flowsOutOf(analysis, set)];
  const count = ({ rules, complete }: Crossing): string => `${rules.length}${complete ? '' : '+'}`;
  const places = [...new Set([...into.rules, ...out.rules])].map((rule) => policy.placeOf(rule));
  const rules = places.sort(comparePlaces);
  return { title: `${count(into)} in · ${count(out)} out`, rules };
}

/** In a larger policy chains are not followed for a lens: one stands over every zone, and has to be there at once. */
const mostChained = 2_000;

function reachText({ analysis, graph }: Snapshot, name: string, outgoing: readonly GraphEdge[]): string {
  const reach =
    analysis.policy.rules.length > mostChained
      ? undefined
      : reachFrom(analysis, name, { direction: 'outward', maxEdges: 0 });
  if (reach === undefined)
    return `leads to ${zonesOf(
      graph,
      outgoing.map(({ target }) => target),
    )}`;
  const nodes = reach.steps.flatMap((step) => step.nodes).filter(({ inStart }) => !inStart);
  return `reaches ${zonesOf(
    graph,
    nodes.map(({ id }) => id),
  )}`;
}

/** The zones of some nodes; what is in no zone counts by itself. */
function zonesOf({ nodes }: Graph, ids: readonly string[]): string {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const zones = ids.map((id) => {
    const node = byId.get(id);
    return node?.kind === 'zone' ? id : (node?.parent ?? id);
  });
  const reached = [...new Set(zones)];
  return counted(reached.length, reached.every((id) => byId.get(id)?.kind === 'zone') ? 'zone' : 'segment');
}
