import type { Finding, Fix, Related } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import { listChanged } from '../text/lists.js';
import type { Place } from '../text/span.js';

/** Finds where a place of an earlier state is now; `undefined` where the text around it is not the same any more. */
type Mover = (place: Place) => Place | undefined;

/**
 * The findings of an earlier state of `files`, at the places where the items that they are about stand now. `undefined`
 * where one is not within an item that stayed: all are to be found anew then.
 */
export function moveFindings(
  findings: readonly Finding[],
  before: readonly SourceFile[],
  files: readonly SourceFile[],
): readonly Finding[] | undefined {
  const move = moverOf(before, files);
  const moved: Finding[] = [];
  for (const finding of findings) {
    const now = moveFinding(finding, move);
    if (now === undefined) return undefined;
    moved.push(now);
  }
  return moved;
}

function moveFinding(finding: Finding, move: Mover): Finding | undefined {
  const place = move(finding.place);
  if (place === undefined) return undefined;
  const related = finding.related && allMoved(finding.related, (other) => moveRelated(other, move));
  const fixes = finding.fixes && allMoved(finding.fixes, (fix) => moveFix(fix, move));
  if ((finding.related && !related) || (finding.fixes && !fixes)) return undefined;
  return { ...finding, place, ...(related ? { related } : {}), ...(fixes ? { fixes } : {}) };
}

function moveRelated(related: Related, move: Mover): Related | undefined {
  const place = move(related.place);
  return place && { ...related, place };
}

function moveFix(fix: Fix, move: Mover): Fix | undefined {
  const edits = allMoved(fix.edits, (edit) => {
    const place = move(edit.place);
    return place && { ...edit, place };
  });
  // What leads elsewhere is not moved: it is made anew.
  return edits && fix.goTo === undefined && fix.focus === undefined ? { ...fix, edits } : undefined;
}

/** Every one moved; `undefined` where one is lost. */
function allMoved<Part>(
  parts: readonly Part[],
  move: (part: Part) => Part | undefined,
): readonly Part[] | undefined {
  const moved = parts.map(move);
  return moved.every((part) => part !== undefined) ? moved : undefined;
}

function moverOf(before: readonly SourceFile[], files: readonly SourceFile[]): Mover {
  const byPath = new Map(files.map((file, i) => [file.path, { old: before[i], file }]));
  return (place) => {
    const at = byPath.get(place.file);
    if (at?.old.path !== place.file) return undefined;
    const { old, file } = at;
    if (old === file) return place;
    const item = itemAt(old, place);
    if (item === undefined) return undefined;
    const { start, end, moved } = listChanged(old.tree.items, file.tree.items);
    if (item >= start && item < end - moved) return undefined;
    const shift = file.tree.starts[item < start ? item : item + moved] - old.tree.starts[item];
    return shift === 0 ? place : { ...place, start: place.start + shift, end: place.end + shift };
  };
}

/** The innermost item that a place lies in; none where it stands behind something nested, which may have grown. */
function itemAt({ tree }: SourceFile, { start, end }: Place): number | undefined {
  const { starts, ends } = tree;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (starts[middle] <= start) low = middle + 1;
    else high = middle;
  }
  const item = low - 1;
  return item >= 0 && end <= ends[item] ? item : undefined;
}
