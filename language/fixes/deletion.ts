import { isIgnore } from '../checks/ignores.js';
import type { TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import type { Span } from '../text/span.js';
import { isFirstOnLine, replace, wholeLines } from './edits.js';
import { firstThat } from '../text/search.js';

/**
 * The edits that take statements out of a file, `items` being their indexes: each with its line break and the comments
 * that are its own, and with one of two blank lines that would meet.
 *
 * A comment on the lines right above belongs to the statement, unless others follow it without a gap that stay: then it
 * may speak of them all. One that silences findings speaks of its line alone and always goes.
 */
export function deletionOf(file: SourceFile, items: ReadonlySet<number>): TextEdit[] {
  return [...items].sort((a, b) => a - b).map((item) => replace(file, spanOf(file, item, items), ''));
}

function spanOf(file: SourceFile, item: number, items: ReadonlySet<number>): Span {
  const { tree, lines, text } = file;
  const own = withComment(file, { start: tree.starts[item], end: tree.ends[item] });
  const whole = wholeLines(file, own);
  if (lines.lineStart(lines.lineAt(whole.start)) !== whole.start || !endsLine(file, whole.end)) {
    return { start: own.start, end: text[own.end] === ' ' ? own.end + 1 : own.end };
  }
  const start = withCommentsAbove(file, whole.start, isWholeRun(file, item, items));
  return withBlankLine(file, { start, end: whole.end });
}

/** With a comment that ends the statement's last line, where the statement has its lines for itself. */
function withComment(file: SourceFile, span: Span): Span {
  const { tree, lines, text } = file;
  const comment = tree.comments[commentFrom(tree.comments, span.end)];
  if (comment === undefined || !isFirstOnLine(file, span.start)) return span;
  const isBehind =
    text.startsWith('//', comment.start) && comment.start < lines.lineEnd(lines.lineAt(span.end));
  return isBehind && text.slice(span.end, comment.start).trim() === '' ? { ...span, end: comment.end } : span;
}

const endsLine = ({ lines, text }: SourceFile, offset: number): boolean =>
  offset === text.length || lines.lineStart(lines.lineAt(offset)) === offset;

/** Whether all statements that follow each other without a gap from this one on go. */
function isWholeRun({ tree, lines }: SourceFile, item: number, items: ReadonlySet<number>): boolean {
  let last = item;
  for (; items.has(last); last++) {
    const next = last + 1;
    const isBelow =
      tree.parents[next] === tree.parents[last] &&
      lines.lineAt(tree.starts[next]) <= lines.lineAt(tree.ends[last]) + 1;
    if (!isBelow) return true;
  }
  return false;
}

/** Start of the comment lines right above `start`: of all of them, or of those that only silence. */
function withCommentsAbove(file: SourceFile, start: number, all: boolean): number {
  const { comments } = file.tree;
  let from = start;
  for (let at = commentFrom(comments, start) - 1; at >= 0; at--) {
    const line = wholeLines(file, comments[at]);
    if (line.end !== from || (!all && !isIgnore(file.text.slice(comments[at].start, comments[at].end))))
      break;
    from = line.start;
  }
  return from;
}

/** With one of two blank lines that would meet, or the one that would stand before the end of a block or of the file. */
function withBlankLine({ lines, text }: SourceFile, { start, end }: Span): Span {
  const textOf = (line: number): string => text.slice(lines.lineStart(line), lines.lineEnd(line)).trim();
  const before = lines.lineAt(start) - 1;
  const isBlankBefore = before < 0 || textOf(before) === '';
  if (!isBlankBefore) return { start, end };
  const next = textOf(lines.lineAt(end));
  if (end < text.length && next === '') return { start, end: lines.lineStart(lines.lineAt(end) + 1) };
  const isLast = end === text.length || next.startsWith('}');
  return { start: isLast ? lines.lineStart(before) : start, end };
}

/** Index of the first comment that begins at `offset` or later. */
export const commentFrom = (comments: readonly Span[], offset: number): number =>
  firstThat(0, comments.length, (index) => comments[index].start >= offset);
