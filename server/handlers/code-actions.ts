import {
  CodeActionKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import type { Finding, Fix } from '../../language/findings.js';
import { fixAllIn } from '../../language/fixes/index.js';
import { quickFixes } from '../../language/ide/index.js';
import type { Span } from '../../language/text/span.js';
import { fixAllKind } from '../capabilities.js';
import { diagnosticSource, toDiagnostic } from '../convert/diagnostics.js';
import { toWorkspaceEdit } from '../convert/edits.js';
import { toSpan } from '../convert/positions.js';
import type { Session, View } from '../session.js';

/** `textDocument/codeAction`: the fixes of the findings in a range, and one for all that may be fixed unasked. */
export async function codeActions(
  session: Session,
  { textDocument, range, context }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[] | null> {
  const opened = await session.view(textDocument.uri);
  if (!opened || !(await session.settled(opened.policy, token))) return null;
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const wanted = (kind: string): boolean =>
    !context.only || context.only.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`));
  const span = toSpan(view.file.lines, range);
  return [
    ...(wanted(CodeActionKind.QuickFix) ? fixesIn(session, view, span, context.diagnostics ?? []) : []),
    ...(wanted(fixAllKind) && context.only ? fixAll(session, view) : []),
  ];
}

function fixesIn(session: Session, view: View, span: Span, shown: readonly Diagnostic[]): CodeAction[] {
  return findingsOf(view)
    .filter(({ place }) => place.start <= span.end && span.start <= place.end)
    .flatMap((finding) => {
      const diagnostics = shown.filter((diagnostic) => isOf(view, diagnostic, finding));
      return fixesOf(view, finding).map((fix) => ({
        title: fix.title,
        kind: CodeActionKind.QuickFix,
        ...(diagnostics.length > 0 ? { diagnostics } : {}),
        ...(fix.preferred ? { isPreferred: true } : {}),
        edit: toWorkspaceEdit(view, fix.edits, session.documents, session.features.versionedEdits),
      }));
    });
}

function fixesOf({ snapshot }: View, finding: Finding): Fix[] {
  return [...(finding.fixes ?? []), ...quickFixes(snapshot, finding)];
}

/** Whether a diagnostic that the client shows is this finding. */
function isOf(view: View, shown: Diagnostic, finding: Finding): boolean {
  if (shown.code !== finding.code || (shown.source ?? diagnosticSource) !== diagnosticSource) return false;
  const own = toDiagnostic(view, finding, { relatedInformation: false, tags: false }).range;
  const { start, end } = shown.range;
  return (
    start.line === own.start.line &&
    start.character === own.start.character &&
    end.line === own.end.line &&
    end.character === own.end.character
  );
}

function fixAll(session: Session, view: View): CodeAction[] {
  const edits = fixAllIn(view.snapshot, view.path);
  if (edits.length === 0) return [];
  const edit = toWorkspaceEdit(view, edits, session.documents, session.features.versionedEdits);
  return [{ title: 'Fix all that Zoneflow can fix by itself', kind: fixAllKind, edit }];
}

const findingsOf = ({ snapshot, path }: View): Finding[] =>
  snapshot.findings().filter(({ place }) => place.file === path);
