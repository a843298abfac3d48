import type { SourceFile } from '../names/declarations.js';
import type { Snapshot } from '../workspace.js';
import type { Fold } from './model.js';
import { spotsOf } from './values.js';

/** What of a file folds, by line: declarations, lists in them, comments of several lines, and what `// #region` names. */
export function folds(snapshot: Snapshot, path: string): Fold[] {
  const file = snapshot.file(path);
  if (file === undefined) return [];
  const found = [...declarations(file), ...lists(file), ...comments(file), ...regions(file)];
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

/** Lists over several lines whose brackets do not fold with their declaration. */
function* lists({ tree, lines }: SourceFile): Generator<Fold> {
  for (let item = 0; item < tree.items.length; item++) {
    const start = tree.starts[item];
    const first = lines.lineAt(start);
    if (lines.lineAt(start + tree.items[item].length) === first) continue;
    for (const { value } of spotsOf(tree.items[item])) {
      const startLine = lines.lineAt(start + value.span.start);
      const endLine = lines.lineAt(start + value.span.end) - 1;
      if (value.kind === 'list' && startLine > first && endLine > startLine)
        yield { startLine, endLine, kind: 'block' };
    }
  }
}

/** From a comment `// #region NAME` to its `// #endregion`. */
function* regions({ tree, lines, text }: SourceFile): Generator<Fold> {
  const open: number[] = [];
  for (const { start, end } of tree.comments) {
    const mark = /^\/\/\s*#(region|endregion)\b/.exec(text.slice(start, Math.min(end, start + 30)))?.[1];
    if (mark === 'region') open.push(lines.lineAt(start));
    const startLine = mark === 'endregion' ? open.pop() : undefined;
    if (startLine !== undefined) yield { startLine, endLine: lines.lineAt(start), kind: 'region' };
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
