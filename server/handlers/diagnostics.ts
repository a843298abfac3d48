import type {
  CancellationToken,
  DocumentDiagnosticParams,
  DocumentDiagnosticReport,
  ResultProgressReporter,
  WorkspaceDiagnosticParams,
  WorkspaceDiagnosticReport,
  WorkspaceDiagnosticReportPartialResult,
} from 'vscode-languageserver';
import { normalUri } from '../convert/uris.js';
import { WorkspacePull } from '../diagnostics/workspace-pull.js';
import type { Session } from '../session.js';

/**
 * `textDocument/diagnostic`: the findings in a document, when its policy has been checked with its newest text. Where that
 * takes long, what is known at once; the client is told to ask again when there is more.
 */
export async function documentDiagnostics(
  session: Session,
  { textDocument, previousResultId }: DocumentDiagnosticParams,
  token: CancellationToken,
): Promise<DocumentDiagnosticReport> {
  const uri = normalUri(textDocument.uri);
  const policy = await session.policies.of(uri);
  if (policy) await session.reported(policy, token);
  const report = policy && session.reports.of(policy, uri);
  if (report === undefined) return { kind: 'full', items: [] };
  const { resultId, items } = report;
  session.hasPulled(uri, resultId);
  if (resultId === previousResultId) return { kind: 'unchanged', resultId };
  return { kind: 'full', resultId, items: [...items] };
}

/** `workspace/diagnostic`: the findings of all policies, open until there are some that the client does not know. */
export async function workspaceDiagnostics(
  session: Session,
  { previousResultIds }: WorkspaceDiagnosticParams,
  token: CancellationToken,
  progress: ResultProgressReporter<WorkspaceDiagnosticReportPartialResult> | undefined,
): Promise<WorkspaceDiagnosticReport> {
  session.pullsWorkspace = true;
  session.push();
  const pull = new WorkspacePull(session.documents, session.reports, previousResultIds ?? []);
  session.pulls.add(pull);
  try {
    return { items: await pull.run(token, progress && ((items) => progress.report({ items }))) };
  } finally {
    session.pulls.delete(pull);
  }
}
