import { sameEnds, sameList } from '../analysis/lineage.js';
import type { Snapshot } from '../workspace.js';
import { writeName, type PlacedSpot } from './extract.js';
import { refactoringKinds, type Refactoring } from './model.js';
import { setOf } from './read.js';
import { holdsKind, writtenText } from '../ide/values.js';

/** Names offered for one value. */
const mostNames = 3;

/** Names that stand for just what a literal or list says, to be written in its place. */
export function useKnownName(snapshot: Snapshot, spot: PlacedSpot): Refactoring[] {
  const { value, file, item, isDeclaration } = spot;
  const isNamed = value.kind === 'name' || value.kind === 'any' || value.kind === 'labels';
  if (isDeclaration || isNamed || holdsKind(value, 'missing', 'labels')) return [];
  const set = setOf(snapshot, spot);
  if (set === undefined) return [];
  const text = writtenText(file, item, value).replace(/\s+/g, ' ');
  return namesFor(snapshot, set)
    .slice(0, mostNames)
    .map((name) => ({
      title: `Write \`${name}\` for \`${text}\``,
      kind: refactoringKinds.rewrite,
      edits: [writeName(spot, name)],
    }));
}

function namesFor({ resolved }: Snapshot, set: NonNullable<ReturnType<typeof setOf>>): string[] {
  const { policy } = resolved;
  if (set.role === 'services')
    return [...policy.services].filter(([, known]) => sameList(known, set.services)).map(([name]) => name);
  // What nobody claims changes with every declaration: to be equal to it is chance.
  return policy.segments
    .filter((segment) => !segment.unclaimed && sameEnds(segment.set, set.ends))
    .map(({ name }) => name);
}
