import type {
  CancellationToken,
  DocumentFormattingParams,
  DocumentOnTypeFormattingParams,
  DocumentRangeFormattingParams,
  TextEdit,
} from 'vscode-languageserver';
import { difference, type Replacement } from '../../language/format/difference.js';
import { formatInSteps } from '../../language/format/format.js';
import { formatRangeInSteps } from '../../language/format/range.js';
import { formatTyped } from '../../language/format/typed.js';
import { toRange, toSpan } from '../convert/positions.js';
import type { Session, View } from '../session.js';
import { answerInSteps } from '../steps.js';

/** `textDocument/formatting`: the least edit that brings the text into canonical layout. The editor's settings have no say in it. */
export async function formatting(
  session: Session,
  { textDocument }: DocumentFormattingParams,
  token: CancellationToken,
): Promise<TextEdit[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const { text, tree } = view.file;
  const formatted = await answerInSteps(session, view, formatInSteps(text, tree), token);
  return formatted === text ? [] : [toEdit(view, difference(text, formatted))];
}

/** `textDocument/rangeFormatting` */
export async function formattingOfRange(
  session: Session,
  { textDocument, range }: DocumentRangeFormattingParams,
  token: CancellationToken,
): Promise<TextEdit[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const { text, tree, lines } = view.file;
  const steps = formatRangeInSteps(text, tree, toSpan(lines, range));
  return (await answerInSteps(session, view, steps, token)).map((edit) => toEdit(view, edit));
}

/** `textDocument/onTypeFormatting` */
export async function formattingOnType(
  session: Session,
  { textDocument, position, ch }: DocumentOnTypeFormattingParams,
): Promise<TextEdit[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const { text, tree, lines } = view.file;
  return formatTyped(text, tree, lines, view.offsetAt(position), ch).map((edit) => toEdit(view, edit));
}

const toEdit = ({ file }: View, { start, end, newText }: Replacement): TextEdit => ({
  range: toRange(file.lines, { start, end }),
  newText,
});
