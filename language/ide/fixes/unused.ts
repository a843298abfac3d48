import type { Fix, TextEdit } from '../../findings.js';
import type { SourceFile } from '../../names/declarations.js';
import { isEmptySet, subtractEndpoints } from '../../net/endpoints.js';
import type { Segment } from '../../policy/model.js';
import type { Snapshot } from '../../workspace.js';
import { ignoredCodes } from '../ignore.js';
import { fix, replace, wholeLines } from '../../fixes/edits.js';

/** Deletes a declaration that nothing refers to. Where its addresses become unclaimed by it, the title says so. */
export function deleteUnused(snapshot: Snapshot, file: SourceFile, item: number): Fix[] {
  const { items, parents } = file.tree;
  const { kind } = items[item];
  const nests = items.some(
    (node, i) => parents[i] === item && (node.kind === 'zone' || node.kind === 'workload'),
  );
  const what = `Delete this ${kind}${nests ? ' and all in it' : ''}`;
  return [fix(what + consequence(snapshot, file, item), deletion(file, item))];
}

/** What only a zone or workload declares is unclaimed without it. */
function consequence({ resolved }: Snapshot, file: SourceFile, item: number): string {
  const { segments } = resolved.policy;
  const start = file.tree.starts[item];
  const gone = segments.find(({ place }) => place.file === file.path && place.start === start);
  const rest = segments.find(({ unclaimed }) => unclaimed);
  if (!gone || !rest || rest === gone || !declaresAlone(segments, gone)) return '';
  return `: its addresses go to \`${rest.name}\`, whose are the unclaimed`;
}

/** Whether a segment declares addresses, itself or by what is nested in it, that no other does. */
function declaresAlone(segments: readonly Segment[], { name, declared }: Segment): boolean {
  let left = declared;
  for (const other of segments) {
    if (isEmptySet(left)) return false;
    const isInIt = other.name === name || other.name.startsWith(`${name}.`);
    if (other.own !== undefined && !other.unclaimed && !isInIt) left = subtractEndpoints(left, other.own);
  }
  return !isEmptySet(left);
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
