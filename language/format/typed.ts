import type { SourceTree } from '../syntax/tree.js';
import type { LineIndex } from '../text/lines.js';
import type { Span } from '../text/span.js';
import type { Replacement } from './difference.js';
import { formatNear } from './near.js';
import { formatRange } from './range.js';

/** A file up to here is laid out whole: while somebody types there is no time for more. Characters. */
const shortest = 20_000;

/**
 * The layout of what has just been completed by typing `character`, which stands before `offset`: the block that a brace
 * closes, the line that a line break ends. Nothing but white space changes, and nothing on the line of the cursor after it.
 * In a long file the columns of the lines around it count as far as the next blank line; a long paragraph stays as it is.
 */
export function formatTyped(
  text: string,
  tree: SourceTree,
  lines: LineIndex,
  offset: number,
  character: string,
): Replacement[] {
  const span = character === '}' ? closedBy(tree, offset) : lineBefore(lines, offset);
  if (span === undefined) return [];
  const range = { start: lines.lineStart(lines.lineAt(span.start)), end: span.end };
  const found =
    text.length <= shortest ? formatRange(text, tree, range) : formatNear(text, tree, lines, range);
  return found.filter(
    (edit) => !text.slice(edit.start, edit.end).includes(',') && !/[\r\n]/.test(edit.newText),
  );
}

function closedBy({ starts, ends }: SourceTree, offset: number): Span | undefined {
  const item = ends.indexOf(offset);
  return item < 0 ? undefined : { start: starts[item], end: offset };
}

function lineBefore(lines: LineIndex, offset: number): Span | undefined {
  const line = lines.lineAt(offset) - 1;
  return line < 0 ? undefined : { start: lines.lineStart(line), end: lines.lineEnd(line) };
}
