import type { CancellationToken } from 'vscode-languageserver';
import { reachInSteps } from '../../language/graph/reach.js';
import { normalUri } from '../convert/uris.js';
import type { ReachParams, ReachResult } from '../protocol.js';
import type { Session } from '../session.js';
import { takeSteps } from '../steps.js';

/** `zoneflow/reach`: what a node may reach hop by hop, or what may reach it. */
export async function reach(
  session: Session,
  { uri, id, direction, hops }: ReachParams,
  token: CancellationToken,
): Promise<ReachResult | null> {
  const policy = await session.policies.of(normalUri(uri));
  const picture = policy && (await session.graphs.picture(policy, token));
  if (picture === undefined) return null;
  const options = { direction, ...(hops !== undefined && { hops }) };
  const steps = reachInSteps(picture.snapshot.analysis, id, options);
  return (await takeSteps(session.host, steps, () => token.isCancellationRequested)) ?? null;
}
