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
  return [...refactoringsInSteps(snapshot, path, selection)].flat();
}

/** The same bit by bit: what is found and proven comes as it is, so that others can be served in between. */
export function* refactoringsInSteps(
  snapshot: Snapshot,
  path: string,
  selection: Span,
): Generator<Refactoring[], void> {
  const file = snapshot.file(path);
  if (file === undefined) return;
  const item = itemAt(file.tree, selection.start);
  if (item >= 0) {
    yield* ofValues(snapshot, file, item, selection);
    yield inline(snapshot, path, selection.start);
    yield [...nameFlow(snapshot, file, item), ...sortBlock(file, item)];
  }
  yield* moveToTiers(snapshot, file, rulesIn(file, selection));
}

/** Changes of a whole file that leave each verdict as it is. In steps. */
export function* organizingInSteps(snapshot: Snapshot, path: string): Generator<void, Refactoring[]> {
  const file = snapshot.file(path);
  return file === undefined ? [] : yield* sortFile(file);
}

function* ofValues(
  snapshot: Snapshot,
  file: SourceFile,
  item: number,
  selection: Span,
): Generator<Refactoring[], void> {
  const node = file.tree.items[item];
  if (node.problems.length > 0) return;
  const start = file.tree.starts[item];
  const own = { start: selection.start - start, end: selection.end - start };
  for (const spot of spotsAround(node, own)) {
    const placed: PlacedSpot = { ...spot, file, item };
    for (const find of [useKnownName, extractService, extractGroup, extractZone])
      yield find(snapshot, placed);
  }
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
