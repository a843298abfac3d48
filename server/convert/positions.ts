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

/** The offset of a position; one outside the text is taken as its nearest end. */
export const toOffset = (lines: LineIndex, { line, character }: Position): number =>
  line < 0 ? 0 : lines.offsetAt({ line, column: character });

export const toSpan = (lines: LineIndex, { start, end }: Range): Span => {
  const from = toOffset(lines, start);
  return { start: from, end: Math.max(from, toOffset(lines, end)) };
};

/** The range of a place whose text is not known. */
export const startOfFile: Range = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
