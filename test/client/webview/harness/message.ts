import { marksOf } from '../../../../server/convert/marks.js';
import type { GraphMessage } from '../../../../client/webview/protocol.js';
import type { Snapshot } from '../../../../language/workspace.js';

/** What the extension would tell the picture of a policy. */
export function graphMessage(policy: string, snapshot: Snapshot, version = 1): GraphMessage {
  const { graph } = snapshot;
  const marks = marksOf(graph, snapshot.resolved.policy, snapshot.findings());
  return { type: 'graph', version, policy, graph, marks, problems: snapshot.syntaxErrorCount };
}
