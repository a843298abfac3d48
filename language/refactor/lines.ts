import { indentAt, lineBreak } from '../fixes/edits.js';
import type { TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';

/** A piece of a file, in whole lines, set in as far as a line that begins with `indent`; block comments stay as they are. */
export function setIn(file: SourceFile, start: number, end: number, indent: string): string {
  const { text, lines, tree } = file;
  const first = start + /^\s*/.exec(text.slice(start, end))![0].length;
  const old = indentAt(file, first);
  const result: string[] = [];
  for (let line = lines.lineAt(start); lines.lineStart(line) < end || line === lines.lineAt(start); line++) {
    const from = Math.max(start, lines.lineStart(line));
    const to = Math.min(end, lines.lineEnd(line));
    const own = text.slice(from, to);
    const isInComment = tree.comments.some((comment) => comment.start < from && from < comment.end);
    const isFirst = from === start && lines.lineStart(line) !== start;
    if (own.trim() === '' && !isInComment) result.push('');
    else if (isFirst || (!isInComment && own.startsWith(old)))
      result.push(indent + own.slice(isFirst ? 0 : old.length));
    else result.push(own);
    if (lines.lineEnd(line) >= end) break;
  }
  while (result.length > 0 && result[0] === '') result.shift();
  while (result.at(-1) === '') result.pop();
  return result.join(lineBreak(file));
}

/** Edits of one file by position, those that touch made one. */
export function joined(edits: readonly TextEdit[]): TextEdit[] {
  const result: TextEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.place.start - b.place.start || a.place.end - b.place.end)) {
    const last = result.at(-1);
    if (last === undefined || edit.place.start > last.place.end) result.push(edit);
    else {
      const end = Math.max(last.place.end, edit.place.end);
      result[result.length - 1] = {
        place: { ...last.place, end },
        newText: last.newText + edit.newText,
      };
    }
  }
  return result;
}
