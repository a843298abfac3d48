import type { DocumentFormattingParams, TextEdit } from 'vscode-languageserver';
import { formatText } from '../../language/format/format.js';
import { toRange } from '../convert/positions.js';
import type { Session } from '../session.js';

/** `textDocument/formatting`: the least edit that brings the text into canonical layout. The editor's settings have no say in it. */
export async function formatting(
  session: Session,
  { textDocument }: DocumentFormattingParams,
): Promise<TextEdit[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const { text, lines } = view.file;
  const formatted = formatText(text);
  if (formatted === text) return [];
  const { start, end, newText } = difference(text, formatted);
  return [{ range: toRange(lines, { start, end }), newText }];
}

/** The one piece in which two texts differ: it never begins or ends inside a line break or a surrogate pair. */
export function difference(before: string, after: string): { start: number; end: number; newText: string } {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  while (start > 0 && (splits(before, start) || splits(after, start))) start--;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  while (same > 0 && (splits(before, before.length - same) || splits(after, after.length - same))) same--;
  return { start, end: before.length - same, newText: after.slice(start, after.length - same) };
}

/** Whether an offset lies inside what is one character to an editor. */
const splits = (text: string, offset: number): boolean =>
  /^(\r\n|[\ud800-\udbff][\udc00-\udfff])$/.test(text.slice(offset - 1, offset + 1));
