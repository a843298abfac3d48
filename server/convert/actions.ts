import type { CodeAction, CodeActionKind, Diagnostic, Range } from 'vscode-languageserver';
import type { Fix, Focus, TextEdit } from '../../language/findings.js';
import { textAfter } from '../../language/ide/edits.js';
import { LineIndex } from '../../language/text/lines.js';
import { clientCommands, type SelectArguments } from '../protocol.js';
import type { Session, View } from '../session.js';
import { toLocation } from './diagnostics.js';
import { toWorkspaceEdit } from './edits.js';
import { toRange } from './positions.js';

/** More edits than this are written out for the action that is chosen only, where the client asks for them then. */
const mostEdits = 20;

/** What an action without its edit keeps until it is resolved. */
export interface ActionData {
  /** Normal URI of the document, and the range that was asked about. */
  readonly uri: string;
  readonly range: Range;
}

/** What an action is offered for. */
export interface Occasion {
  /** The diagnostics that it mends. */
  readonly diagnostics?: readonly Diagnostic[] | undefined;
  /** The range that was asked about; without it the action can't be resolved and brings its edit. */
  readonly range?: Range;
}

/** A change as a code action; none where it only leads to a place, and the client cannot be led. */
export function toCodeAction(
  session: Session,
  view: View,
  fix: Fix,
  kind: CodeActionKind,
  { diagnostics = [], range }: Occasion = {},
): CodeAction[] {
  const { features, documents } = session;
  const target = features.selects ? selectionOf(view, fix) : undefined;
  if (fix.goTo && target === undefined) return [];
  const isLong = features.resolvesEdits && range !== undefined && fix.edits.length > mostEdits;
  const change = isLong
    ? { data: { uri: view.uri, range } satisfies ActionData }
    : { edit: toWorkspaceEdit(view, fix.edits, documents, features.versionedEdits) };
  return [
    {
      title: fix.title,
      kind,
      ...(diagnostics.length > 0 ? { diagnostics: [...diagnostics] } : {}),
      ...(fix.preferred ? { isPreferred: true } : {}),
      ...(fix.edits.length > 0 ? change : {}),
      ...(target ? { command: { title: 'Show', command: clientCommands.select, arguments: [target] } } : {}),
    },
  ];
}

function selectionOf(view: View, { edits, focus, goTo }: Fix): SelectArguments | undefined {
  if (goTo) return { ...toLocation(view, goTo), rename: false };
  return focus && focused(view, edits, focus);
}

/** The focus in the text as it is after the edits. Only the lines that they touch are looked at: a text can be long. */
function focused(
  view: View,
  edits: readonly TextEdit[],
  { edit, start, end, rename }: Focus,
): SelectArguments | undefined {
  const { place } = edits[edit];
  const file = view.snapshot.file(place.file);
  if (file === undefined) return undefined;
  const { lines, text } = file;
  const own = edits.filter((one) => one.place.file === place.file && one.place.start <= place.start);
  const firstLine = lines.lineAt(Math.min(...own.map((one) => one.place.start)));
  const from = lines.lineStart(firstLine);
  const near = own.map((one) => ({
    ...one,
    place: { ...one.place, start: one.place.start - from, end: one.place.end - from },
  }));
  let base = place.start - from;
  for (const one of near)
    if (one.place.start < place.start - from) base += one.newText.length - (one.place.end - one.place.start);
  const after = new LineIndex(textAfter(text.slice(from, place.end), near));
  const range = toRange(after, { start: base + start, end: base + end });
  range.start.line += firstLine;
  range.end.line += firstLine;
  return { uri: toLocation(view, place).uri, range, rename };
}
