import { listChanged } from '../text/lists.js';

/** What was picked of a list. */
interface Picked<T> {
  readonly list: readonly T[];
  /** Indexes into the list, in order. */
  readonly indexes: readonly number[];
}

/**
 * Finds the indexes of those in a list that `isWanted`, which must depend on each of them alone. After an edit, which leaves
 * all before and behind it the same objects, only what it put in is looked at. A list is known by its first member.
 */
export function picker<T extends object>(
  isWanted: (one: T) => boolean,
): (list: readonly T[]) => readonly number[] {
  const known = new WeakMap<T, Picked<T>>();
  return (list) => {
    if (list.length === 0) return [];
    const before = known.get(list[0]);
    if (before?.list === list) return before.indexes;
    const indexes = pick(before ?? { list: [], indexes: [] }, list, isWanted);
    known.set(list[0], { list, indexes });
    return indexes;
  };
}

function pick<T extends object>(
  { list: old, indexes }: Picked<T>,
  list: readonly T[],
  isWanted: (one: T) => boolean,
): number[] {
  const { start, end, moved } = listChanged(old, list);
  const picked: number[] = [];
  let next = 0;
  for (; next < indexes.length && indexes[next] < start; next++) picked.push(indexes[next]);
  for (let i = start; i < end; i++) if (isWanted(list[i])) picked.push(i);
  for (; next < indexes.length; next++) if (indexes[next] >= end - moved) picked.push(indexes[next] + moved);
  return picked;
}
