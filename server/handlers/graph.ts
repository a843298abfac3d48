import { marksOf } from '../convert/marks.js';
import { normalUri } from '../convert/uris.js';
import type { DocumentParams, GraphResult } from '../protocol.js';
import type { Session } from '../session.js';

/** `zoneflow/graph`: the segment graph of a document's policy. */
export async function graph(session: Session, { uri }: DocumentParams): Promise<GraphResult | null> {
  const policy = await session.policies.of(normalUri(uri));
  if (policy === undefined) return null;
  const { graph: shown, snapshot } = session.graphs.pictureOf(policy);
  const now = policy.snapshot();
  const findings = policy.lastCheck?.state === 'ready' ? policy.lastCheck.findings : [];
  return {
    policy: policy.files.name,
    root: policy.root.uri,
    graph: shown,
    marks: marksOf(shown, snapshot.resolved.policy, findings),
    problems: now.syntaxErrorCount,
  };
}
