import type { SourceFile } from '../names/declarations.js';
import type { Snapshot } from '../workspace.js';
import type { Fold } from './model.js';

/** What of a file folds, by line: declarations, and comments of several lines. */
export function folds(snapshot: Snapshot, path: string): Fold[] {
  const file = snapshot.file(path);
  if (file === undefined) return [];
  const found = [...declarations(file), ...comments(file)];
  return found.sort((a, b) => a.startLine - b.startLine || b.endLine - a.endLine);
}

function* declarations({ tree, lines, text }: SourceFile): Generator<Fold> {
  for (let item = 0; item < tree.items.length; item++) {
    const startLine = lines.lineAt(tree.starts[item]);
    const end = tree.ends[item] - 1;
    const last = lines.lineAt(end);
    // A closing bracket that begins its line stays in sight.
    const closes = /[}\]]/.test(text[end]) && text.slice(lines.lineStart(last), end).trim() === '';
    const endLine = closes ? last - 1 : last;
    if (endLine > startLine) yield { startLine, endLine, kind: 'block' };
  }
}

function* comments({ tree, lines, text }: SourceFile): Generator<Fold> {
  let first = -1;
  let last = -1;
  for (const { start, end } of tree.comments) {
    const startLine = lines.lineAt(start);
    const endLine = lines.lineAt(end);
    const alone = text.slice(lines.lineStart(startLine), start).trim() === '';
    const isBlock = text[start + 1] === '*';
    if (alone && !isBlock && startLine === last + 1 && first >= 0) {
      last = startLine;
      continue;
    }
    if (last > first) yield { startLine: first, endLine: last, kind: 'comment' };
    first = last = alone && !isBlock ? startLine : -1;
    if (isBlock && endLine > startLine) yield { startLine, endLine, kind: 'comment' };
  }
  if (last > first) yield { startLine: first, endLine: last, kind: 'comment' };
}
