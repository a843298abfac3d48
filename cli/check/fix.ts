import path from 'node:path';
import type { TextEdit } from '../../language/findings.js';
import { fixAllIn } from '../../language/fixes/index.js';
import type { Snapshot } from '../../language/workspace.js';
import type { LoadedPolicy } from '../load.js';
import { rewriteFile } from '../write.js';

/** A name that is mended can bring to light what else may be mended; what still changes after so many rounds stays. */
const maxRounds = 8;

/** A file that was mended. */
export interface Mended {
  /** Relative to the root. */
  readonly file: string;
  readonly changes: number;
  /** Why the file could not be written. */
  readonly problem: string | undefined;
}

/** Mends in a policy what the editor's *Fix all* mends, and writes the files. */
export function fixPolicy({ project, root }: LoadedPolicy): Mended[] {
  const changes = new Map<string, number>();
  for (let round = 0; round < maxRounds; round++) {
    const edits = editsOf(project.snapshot());
    if (edits.size === 0) break;
    for (const [file, own] of edits) {
      const text = project.snapshot().file(file)!.text;
      project.setFile(file, { text: applied(text, own) });
      changes.set(file, (changes.get(file) ?? 0) + own.length);
    }
  }
  return [...changes].sort().map(([file, count]) => {
    const problem = rewriteFile(path.join(root.folder, file), project.snapshot().file(file)!.text);
    return { file, changes: count, problem };
  });
}

/** The edits of all files, by file; all are of one snapshot, so none moves another's place. */
function editsOf(snapshot: Snapshot): Map<string, TextEdit[]> {
  const found = new Map<string, TextEdit[]>();
  for (const { path: file } of snapshot.files) {
    for (const edit of fixAllIn(snapshot, file)) {
      const own = found.get(edit.place.file);
      if (own === undefined) found.set(edit.place.file, [edit]);
      else if (!own.some((other) => meets(other, edit))) own.push(edit);
    }
  }
  return found;
}

const meets = ({ place: a }: TextEdit, { place: b }: TextEdit): boolean =>
  a.start <= b.end && b.start <= a.end;

function applied(text: string, edits: readonly TextEdit[]): string {
  const backwards = [...edits].sort((a, b) => b.place.start - a.place.start);
  return backwards.reduce(
    (changed, { place, newText }) => changed.slice(0, place.start) + newText + changed.slice(place.end),
    text,
  );
}
