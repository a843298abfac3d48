import type { SourceFile } from '../names/declarations.js';
import type { Span } from '../text/span.js';
import { itemAt } from '../ide/at.js';
import type { Snapshot } from '../workspace.js';
import { extractGroup, extractService, type PlacedSpot } from './extract.js';
import { extractZone } from './extract-zone.js';
import { inline } from './inline.js';
import { useKnownName } from './known-name.js';
import type { Refactoring } from './model.js';
import { moveToTiers } from './move-tier.js';
import { nameFlow } from './name-flow.js';
import { sortBlock, sortFile } from './sort-rules.js';
import { spotsAround } from '../ide/values.js';

export { refactoringKinds, type Refactoring, type RefactoringKind } from './model.js';

/** More rules than this are not moved at once. */
const mostMoved = 200;

/**
 * Changes that fit a selection, or a cursor, of a file: to name a flow, to extract and inline what has or gets a name, to
 * move rules into a tier, to sort them. They leave each verdict as it is; of a move the title says whether it does.
 */
export function refactorings(snapshot: Snapshot, path: string, selection: Span): Refactoring[] {
  const file = snapshot.file(path);
  if (file === undefined) return [];
  const item = itemAt(file.tree, selection.start);
  const found: Refactoring[] = [];
  if (item >= 0) {
    found.push(...ofValues(snapshot, file, item, selection));
    found.push(...inline(snapshot, path, selection.start));
    found.push(...nameFlow(snapshot, file, item), ...sortBlock(file, item));
  }
  return [...found, ...moveToTiers(snapshot, file, rulesIn(file, selection))];
}

/** Changes of a whole file that leave each verdict as it is. */
export function organizing(snapshot: Snapshot, path: string): Refactoring[] {
  const file = snapshot.file(path);
  return file === undefined ? [] : sortFile(file);
}

function ofValues(snapshot: Snapshot, file: SourceFile, item: number, selection: Span): Refactoring[] {
  const node = file.tree.items[item];
  if (node.problems.length > 0) return [];
  const start = file.tree.starts[item];
  const own = { start: selection.start - start, end: selection.end - start };
  return spotsAround(node, own).flatMap((spot) => {
    const placed: PlacedSpot = { ...spot, file, item };
    return [
      ...useKnownName(snapshot, placed),
      ...extractService(snapshot, placed),
      ...extractGroup(snapshot, placed),
      ...extractZone(snapshot, placed),
    ];
  });
}

/** The rules that a selection touches; none where they are too many. */
function rulesIn({ tree }: SourceFile, { start, end }: Span): number[] {
  const found: number[] = [];
  const first = Math.max(0, itemAt(tree, start) < 0 ? 0 : itemAt(tree, start));
  for (let item = first; item < tree.items.length && tree.starts[item] <= end; item++) {
    const { kind, problems } = tree.items[item];
    if (kind === 'rule' && problems.length === 0 && tree.ends[item] >= start) found.push(item);
  }
  return found.length > mostMoved ? [] : found;
}
