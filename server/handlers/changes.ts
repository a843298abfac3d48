import type { CancellationToken } from 'vscode-languageserver';
import { compareInSteps } from '../../language/diff/compare.js';
import { toChanges } from '../convert/changes.js';
import { normalUri } from '../convert/uris.js';
import { noHistory } from '../host.js';
import { mistakeNote } from '../past.js';
import type { ChangesParams, ChangesResult } from '../protocol.js';
import type { Session } from '../session.js';
import { takeSteps } from '../steps.js';

/** `zoneflow/changes`: what the policy as it is in the editor allows beyond itself at a revision, and the other way. */
export async function changes(
  session: Session,
  { uri, against }: ChangesParams,
  token: CancellationToken,
): Promise<ChangesResult> {
  const { host } = session;
  const policy = await session.policies.of(normalUri(uri));
  if (policy === undefined)
    return { error: 'This document belongs to no policy. Open a .zoneflow file and compare again.' };
  if (host.readPast === undefined) return { error: noHistory.problem };
  const read = await host.readPast(policy.root, against);
  if ('problem' in read) return { error: read.problem };
  const snapshot = policy.snapshot();
  const isCancelled = (): boolean => token.isCancellationRequested;
  const opening = session.past.snapshotOf(policy.root.uri, read, snapshot.asOf);
  const past = await takeSteps(host, opening, isCancelled);
  const comparing = past && compareInSteps(past.resolved.policy, snapshot.resolved.policy);
  const difference = comparing && (await takeSteps(host, comparing, isCancelled));
  if (past === undefined || difference === undefined) return { error: 'The comparison was given up.' };
  const mistakes = [mistakeNote(past, against), mistakeNote(snapshot, 'the editor')].flat();
  const absent = read.isThere
    ? []
    : [`There was no policy at \`${against}\`, so the policy is compared with an empty one.`];
  return {
    policy: policy.files.name,
    root: policy.root.uri,
    against,
    commit: read.commit,
    asOf: snapshot.asOf,
    ...toChanges(difference, {
      against,
      past,
      now: session.readerOf(policy, snapshot),
      notes: [...absent, ...read.notes, ...mistakes],
      isProven: difference.isProven && mistakes.length === 0,
    }),
  };
}
