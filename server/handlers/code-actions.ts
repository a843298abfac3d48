import {
  CodeActionKind,
  CodeActionTriggerKind,
  type CancellationToken,
  type CodeAction,
  type CodeActionParams,
  type Diagnostic,
} from 'vscode-languageserver';
import type { Finding, Fix } from '../../language/findings.js';
import { fixAllIn } from '../../language/fixes/index.js';
import { quickFixes } from '../../language/ide/index.js';
import { organizing, refactoringKinds, refactorings } from '../../language/refactor/index.js';
import type { Span } from '../../language/text/span.js';
import { fixAllKind } from '../capabilities.js';
import { toCodeAction } from '../convert/actions.js';
import { diagnosticSource, toDiagnostic } from '../convert/diagnostics.js';
import { toWorkspaceEdit } from '../convert/edits.js';
import { toSpan } from '../convert/positions.js';
import type { Session, View } from '../session.js';

/**
 * `textDocument/codeAction`: the fixes of the findings in a range, the refactorings that fit it, and what may be done to
 * the whole file. The last only where a client asks for its kind.
 */
export async function codeActions(
  session: Session,
  { textDocument, range, context }: CodeActionParams,
  token: CancellationToken,
): Promise<CodeAction[] | null> {
  // What changes files must know which there are by now.
  await session.policies.followed();
  const opened = await session.view(textDocument.uri);
  if (!opened || !(await session.settled(opened.policy, token))) return null;
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const wanted = (kind: string): boolean =>
    !context.only || context.only.some((only) => only === '' || kind === only || kind.startsWith(`${only}.`));
  const span = toSpan(view.file.lines, range);
  // An editor asks at every move of the cursor for what to show a light bulb for: that is for what is wrong.
  const isAsked = context.triggerKind !== CodeActionTriggerKind.Automatic;
  return [
    ...(wanted(CodeActionKind.QuickFix) ? fixesIn(session, view, span, context.diagnostics ?? []) : []),
    ...(isAsked && inSpot.some(wanted) ? refactoringsIn(session, view, span, wanted) : []),
    ...(wanted(refactoringKinds.organize) && context.only ? sortAll(session, view) : []),
    ...(wanted(fixAllKind) && context.only ? fixAll(session, view) : []),
  ];
}

/** The kinds of refactorings that are about a place. */
const inSpot = Object.values(refactoringKinds).filter((kind) => kind !== refactoringKinds.organize);

function fixesIn(session: Session, view: View, span: Span, shown: readonly Diagnostic[]): CodeAction[] {
  return findingsOf(view)
    .filter(({ place }) => place.start <= span.end && span.start <= place.end)
    .flatMap((finding) => {
      const diagnostics = shown.filter((diagnostic) => isOf(view, diagnostic, finding));
      return fixesOf(view, finding)
        .map((fix) => toCodeAction(session, view, fix, CodeActionKind.QuickFix, diagnostics))
        .filter((action) => action !== undefined);
    });
}

function refactoringsIn(
  session: Session,
  view: View,
  span: Span,
  wanted: (kind: string) => boolean,
): CodeAction[] {
  return refactorings(view.snapshot, view.path, span)
    .filter(({ kind }) => wanted(kind))
    .map((one) => toCodeAction(session, view, one, one.kind))
    .filter((action) => action !== undefined);
}

function sortAll(session: Session, view: View): CodeAction[] {
  return organizing(view.snapshot, view.path)
    .map((one) => toCodeAction(session, view, one, one.kind))
    .filter((action) => action !== undefined);
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
