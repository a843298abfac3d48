import { LSPErrorCodes, ResponseError, type CancellationToken } from 'vscode-languageserver';
import type { Session, View } from '../session.js';

/**
 * A document whose policy's graph has been worked out, others let in meanwhile; `undefined` where it belongs to no policy.
 * Throws where the text has changed meanwhile: then the client asks again.
 */
export async function drawn(
  session: Session,
  uri: string,
  token: CancellationToken,
): Promise<View | undefined> {
  const before = await session.view(uri);
  if (before === undefined) return undefined;
  await session.settled(before.policy, token);
  const snapshot = await session.graphs.ready(before.policy);
  const view = await session.view(uri);
  if (snapshot !== undefined && view?.snapshot === snapshot) return view;
  throw new ResponseError(LSPErrorCodes.ContentModified, 'The policy has changed meanwhile.');
}
