import type { Place } from '../../language/text/span.js';
import { toLocation } from '../convert/diagnostics.js';
import { normalUri } from '../convert/uris.js';
import type { Picture } from '../graphs.js';
import type { GraphTargetParams, SourceLocation } from '../protocol.js';
import type { Session } from '../session.js';

/** `zoneflow/graphTarget`: where a node is declared, or the rules that allow an edge. */
export async function graphTarget(
  session: Session,
  params: GraphTargetParams,
): Promise<SourceLocation[] | null> {
  const policy = await session.policies.of(normalUri(params.uri));
  if (policy === undefined) return null;
  const { graph } = session.graphs.pictureOf(policy);
  // What is shown may be older than the text; places are looked up in the text as it is.
  const picture = { graph, snapshot: policy.snapshot() };
  const places = placesOf(picture, params);
  const reader = session.readerOf(policy, picture.snapshot);
  return places.map((place) => toLocation(reader, place));
}

function placesOf(picture: Picture, params: GraphTargetParams): Place[] {
  if ('id' in params) return nodePlaces(picture, params.id);
  return 'rule' in params ? rulePlaces(picture, new Set([params.rule])) : edgePlaces(picture, params);
}

/** Of the rest of a zone, the zone. The addresses of no zone are declared nowhere. */
function nodePlaces({ snapshot }: Picture, id: string): Place[] {
  const { segments, segmentIndex } = snapshot.resolved.policy;
  const index = segmentIndex.get(id.replace(/\.\*$/, ''));
  return index === undefined ? [] : [segments[index].namePlace];
}

function edgePlaces(
  { graph, snapshot }: Picture,
  { source, target }: { source: string; target: string },
): Place[] {
  const edges = graph.edges.filter((one) => isWithin(one.source, source) && isWithin(one.target, target));
  return rulePlaces({ snapshot }, new Set(edges.flatMap(({ rules }) => rules)));
}

function rulePlaces({ snapshot }: Pick<Picture, 'snapshot'>, names: ReadonlySet<string>): Place[] {
  const { policy } = snapshot.resolved;
  return policy.rules.filter(({ name }) => names.has(name)).map((rule) => policy.placeOf(rule));
}

/** Whether a node is `zone` or nested in it: a zone shown closed stands for all that is in it. */
const isWithin = (id: string, zone: string): boolean => id === zone || id.startsWith(`${zone}.`);
