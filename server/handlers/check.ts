import type { CancellationToken } from 'vscode-languageserver';
import { normalUri } from '../convert/uris.js';
import type { DocumentParams, StatusParams } from '../protocol.js';
import type { Session } from '../session.js';
import { statusOf } from '../status.js';

/** `zoneflow/check`: reads a document's policy anew from disk, checks it, and says what was found. */
export async function check(
  session: Session,
  { uri }: DocumentParams,
  token: CancellationToken,
): Promise<StatusParams | null> {
  const known = await session.policies.of(normalUri(uri));
  if (known === undefined) return null;
  await session.policies.rescan(known);
  const policy = await session.policies.of(normalUri(uri));
  if (policy === undefined || !(await session.settled(policy, token))) return null;
  return statusOf(policy);
}
