import type { CodeAction, CodeActionKind, Diagnostic } from 'vscode-languageserver';
import type { Fix, Focus, TextEdit } from '../../language/findings.js';
import { textAfter } from '../../language/ide/edits.js';
import { LineIndex } from '../../language/text/lines.js';
import { clientCommands, type SelectArguments } from '../protocol.js';
import type { Session, View } from '../session.js';
import { toLocation } from './diagnostics.js';
import { toWorkspaceEdit } from './edits.js';
import { toRange } from './positions.js';

/** A change as a code action; `undefined` where it only leads to a place, and the client cannot be led. */
export function toCodeAction(
  session: Session,
  view: View,
  fix: Fix,
  kind: CodeActionKind,
  diagnostics: readonly Diagnostic[] = [],
): CodeAction | undefined {
  const { features, documents } = session;
  const target = features.selects ? selectionOf(view, fix) : undefined;
  if (fix.goTo && target === undefined) return undefined;
  const edit = toWorkspaceEdit(view, fix.edits, documents, features.versionedEdits);
  return {
    title: fix.title,
    kind,
    ...(diagnostics.length > 0 ? { diagnostics: [...diagnostics] } : {}),
    ...(fix.preferred ? { isPreferred: true } : {}),
    ...(fix.edits.length > 0 ? { edit } : {}),
    ...(target ? { command: { title: 'Show', command: clientCommands.select, arguments: [target] } } : {}),
  };
}

function selectionOf(view: View, { edits, focus, goTo }: Fix): SelectArguments | undefined {
  if (goTo) return { ...toLocation(view, goTo), rename: false };
  return focus && focused(view, edits, focus);
}

/** The focus in the text as it is after the edits. */
function focused(
  view: View,
  edits: readonly TextEdit[],
  { edit, start, end, rename }: Focus,
): SelectArguments | undefined {
  const { place } = edits[edit];
  const file = view.snapshot.file(place.file);
  if (file === undefined) return undefined;
  const own = edits.filter((one) => one.place.file === place.file);
  const text = textAfter(file.text, own);
  let base = place.start;
  for (const one of own)
    if (one.place.start < place.start) base += one.newText.length - (one.place.end - one.place.start);
  const range = toRange(new LineIndex(text), { start: base + start, end: base + end });
  return { uri: toLocation(view, place).uri, range, rename };
}
