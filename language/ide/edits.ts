import type { TextEdit } from '../findings.js';
import { commentAt, lastItem } from './at.js';
import type { SourceFile } from '../names/declarations.js';
import { changeFile, type Snapshot } from '../workspace.js';

/** The files of a policy after edits, none of which overlaps another; files without an edit are the same objects. */
export function filesAfter(snapshot: Snapshot, edits: readonly TextEdit[]): SourceFile[] {
  return snapshot.files.map((file) => {
    const own = edits.filter(({ place }) => place.file === file.path);
    return own.length === 0 ? file : changeFile(file, textAfter(file.text, own));
  });
}

/** A text after the edits of its file. */
export function textAfter(text: string, edits: readonly TextEdit[]): string {
  let after = '';
  let at = 0;
  for (const { place, newText } of [...edits].sort((a, b) => a.place.start - b.place.start)) {
    after += text.slice(at, place.start) + newText;
    at = place.end;
  }
  return after + text.slice(at);
}

/**
 * Whether statements may be put in at `offset`: it lies right in `block` (-1: at the top of the file), and in no other
 * statement or comment that begins and ends on other lines. A text can be laid out so that the end of a line is not free.
 */
export function isFree(file: SourceFile, offset: number, block: number): boolean {
  const { tree } = file;
  if (!tree.regular || tree.problems.length > 0) return false;
  let around = lastItem(tree, offset - 1);
  while (around >= 0 && tree.ends[around] <= offset) around = tree.parents[around];
  if (around !== block) return false;
  const comment = commentAt(file, offset);
  return comment === undefined || file.text.startsWith('//', comment.start);
}

/** Whether an edit of `declarationAtTop` leaves all other statements as they are. */
export function isFreeAtTop(snapshot: Snapshot, { place }: TextEdit): boolean {
  const file = snapshot.file(place.file);
  return file !== undefined && isFree(file, place.start, -1);
}
