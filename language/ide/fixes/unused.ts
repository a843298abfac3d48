import type { Fix, TextEdit } from '../../findings.js';
import type { SourceFile } from '../../names/declarations.js';
import { ignoredCodes } from '../ignore.js';
import { fix, replace, wholeLines } from '../../fixes/edits.js';

/** Deletes a declaration that nothing refers to. */
export function deleteUnused(file: SourceFile, item: number): Fix[] {
  const { kind } = file.tree.items[item];
  const nests = file.tree.parents.includes(item, item);
  return [fix(`Delete this ${kind}${nests ? ' and all in it' : ''}`, deletion(file, item))];
}

/** Takes out a declaration with all in it, and the comments right before it that silence its findings. */
export function deletion(file: SourceFile, item: number): TextEdit {
  const { starts, ends, comments } = file.tree;
  const span = wholeLines(file, { start: starts[item], end: ends[item] });
  let { start } = span;
  const isLine = file.lines.lineStart(file.lines.lineAt(start)) === start;
  if (isLine) {
    for (let at = comments.findLastIndex((comment) => comment.end <= start); at >= 0; at--) {
      const line = wholeLines(file, comments[at]);
      if (line.end !== start || ignoredCodes(file.text, comments[at]).length === 0) break;
      start = line.start;
    }
  }
  return replace(file, { start, end: span.end }, '');
}
