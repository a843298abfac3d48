import type { Fix, TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import type { Span } from '../text/span.js';

/** Replaces a piece of a file. */
export const replace = (file: SourceFile, { start, end }: Span, newText: string): TextEdit => ({
  place: { file: file.path, start, end },
  newText,
});

export const insert = (file: SourceFile, offset: number, newText: string): TextEdit =>
  replace(file, { start: offset, end: offset }, newText);

export const fix = (title: string, ...edits: TextEdit[]): Fix => ({ title, edits });

/** How the file ends its lines. */
export const lineBreak = ({ text }: SourceFile): string => (text.includes('\r\n') ? '\r\n' : '\n');

/** The white space that the line of `offset` begins with. */
export function indentAt({ lines, text }: SourceFile, offset: number): string {
  const start = lines.lineStart(lines.lineAt(offset));
  return /^[ \t]*/.exec(text.slice(start, Math.max(start, offset)))![0];
}

/** Whether only white space stands before `offset` on its line. */
export const isFirstOnLine = ({ lines, text }: SourceFile, offset: number): boolean =>
  text.slice(lines.lineStart(lines.lineAt(offset)), offset).trim() === '';

/** A piece of text, and its lines whole where nothing else stands on them. */
export function wholeLines(file: SourceFile, span: Span): Span {
  const { lines, text } = file;
  const last = lines.lineAt(span.end);
  const after = text.slice(span.end, lines.lineEnd(last)).trim();
  if (after !== '' || !isFirstOnLine(file, span.start)) return span;
  return { start: lines.lineStart(lines.lineAt(span.start)), end: lines.lineStart(last + 1) };
}
