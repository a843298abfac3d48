import { edgeKey, segmentAt } from '../convert/marks.js';
import type { GraphAtParams, GraphAtResult } from '../protocol.js';
import type { Session } from '../session.js';

/** `zoneflow/graphAt`: the edges that the rule at a position allows, else the zone or workload whose declaration it is in. */
export async function graphAt(session: Session, { uri, position }: GraphAtParams): Promise<GraphAtResult> {
  const view = await session.view(uri);
  if (view === undefined) return { ids: [] };
  const { graph } = session.graphs.pictureOf(view.policy);
  const { policy } = view.snapshot.resolved;
  const offset = view.offsetAt(position);
  const rule = policy.rules.find((one) => {
    if (one.file !== view.path) return false;
    const { start, end } = policy.placeOf(one);
    return start <= offset && offset <= end;
  });
  if (rule) return { ids: graph.edges.filter(({ rules }) => rules.includes(rule.name)).map(edgeKey) };
  const nodes = new Set(graph.nodes.map(({ id }) => id));
  const segment = segmentAt(policy, { file: view.path, start: offset, end: offset }, nodes);
  return { ids: segment ? [segment.name] : [] };
}
