import type { Position, Range } from 'vscode-languageserver';
import type { LineIndex } from '../../language/text/lines.js';
import type { Span } from '../../language/text/span.js';

/** Columns are UTF-16 units on both sides. */
export function toPosition(lines: LineIndex, offset: number): Position {
  const { line, column } = lines.positionAt(offset);
  return { line, character: column };
}

export const toRange = (lines: LineIndex, { start, end }: Span): Range => ({
  start: toPosition(lines, start),
  end: toPosition(lines, end),
});

/** Whether a range is that of a span, without searching for its lines. */
export const isRangeOf = (lines: LineIndex, { start, end }: Range, span: Span): boolean =>
  isPositionOf(lines, start, span.start) && isPositionOf(lines, end, span.end);

function isPositionOf(lines: LineIndex, { line, character }: Position, offset: number): boolean {
  if (line >= lines.lineCount || lines.lineStart(line) + character !== offset) return false;
  return line + 1 === lines.lineCount || offset < lines.lineStart(line + 1);
}

/** The offset of a position; one outside the text is taken as its nearest end. */
export const toOffset = (lines: LineIndex, { line, character }: Position): number =>
  line < 0 ? 0 : lines.offsetAt({ line, column: character });

export const toSpan = (lines: LineIndex, { start, end }: Range): Span => {
  const from = toOffset(lines, start);
  return { start: from, end: Math.max(from, toOffset(lines, end)) };
};

/** The range of a place whose text is not known. */
export const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
