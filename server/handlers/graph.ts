import type { CancellationToken } from 'vscode-languageserver';
import type { Finding } from '../../language/findings.js';
import type { Graph } from '../../language/graph/model.js';
import { overlaysInSteps, type Overlays } from '../../language/graph/overlays.js';
import { tiers, type Policy as PolicyModel, type TierName } from '../../language/policy/model.js';
import { edgeKey, marksOf } from '../convert/marks.js';
import { normalUri } from '../convert/uris.js';
import type { Picture } from '../graphs.js';
import type { GraphParams, GraphResult } from '../protocol.js';
import type { Session } from '../session.js';
import { takeSteps } from '../steps.js';

/** `zoneflow/graph`: the segment graph of a document's policy. */
export async function graph(
  session: Session,
  { uri, overlays = false }: GraphParams,
  token: CancellationToken,
): Promise<GraphResult | null> {
  const policy = await session.policies.of(normalUri(uri));
  if (policy === undefined) return null;
  const picture = await session.graphs.picture(policy, token);
  if (picture === undefined) return null;
  const { graph: shown, snapshot } = picture;
  const extra = overlays ? await overlaysOf(session, picture, token) : undefined;
  const now = policy.snapshot();
  const findings = policy.lastCheck?.state === 'ready' ? policy.lastCheck.findings : [];
  const laidOver = await takeSteps(
    session.host,
    layersOf(shown, snapshot.resolved.policy, findings),
    () => token.isCancellationRequested,
  );
  if (laidOver === undefined) return null;
  return {
    policy: policy.files.name,
    root: policy.root.uri,
    graph: shown,
    ...laidOver,
    rulesets: snapshot.resolved.policy.rulesets.length,
    whole: snapshot.drawnGraph.isWhole,
    complete: snapshot.drawnGraph.isComplete,
    problems: now.syntaxErrorCount,
    ...(extra && { overlays: extra }),
  };
}

function overlaysOf(
  { host }: Session,
  { snapshot }: Picture,
  token: CancellationToken,
): Promise<Overlays | undefined> {
  const steps = overlaysInSteps(snapshot.analysis, { depth: snapshot.drawnGraph.depth });
  return takeSteps(host, steps, () => token.isCancellationRequested);
}

/** What is shown on nodes and edges besides what they are. */
function* layersOf(
  graph: Graph,
  policy: PolicyModel,
  findings: readonly Finding[],
): Generator<void, Pick<GraphResult, 'marks' | 'tiers'>> {
  const marks = yield* marksOf(graph, policy, findings);
  return { marks, tiers: yield* tiersOf(graph, policy) };
}

/** Edges looked at in one step. */
const atOnce = 500;

/** The tiers of edges, those of `application` alone left out: they are the many. */
function* tiersOf(graph: Graph, policy: PolicyModel): Generator<void, Record<string, TierName[]>> {
  const application = tiers.indexOf('application');
  const special = new Map(
    policy.rules.flatMap(({ name, tier }) => (tier === application ? [] : [[name, tier]])),
  );
  if (special.size === 0) return {};
  yield;
  const found: [string, TierName[]][] = [];
  for (let i = 0; i < graph.edges.length; i++) {
    if (i % atOnce === atOnce - 1) yield;
    const edge = graph.edges[i];
    const used = new Set(edge.rules.map((rule) => special.get(rule) ?? application));
    if (used.size > 1 || !used.has(application))
      found.push([edgeKey(edge), tiers.filter((_, tier) => used.has(tier))]);
  }
  return Object.fromEntries(found);
}
