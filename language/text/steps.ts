/**
 * Work in steps: between two of them whoever takes them may see to something else, or give the work up. Takes steps to
 * their end at once and returns what comes of them.
 */
export function finished<T>(steps: Generator<void, T>): T {
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** Elements that are sorted, or merged, in one step. */
const atOnce = 1_000;

/** The same list as `[...list].sort(compare)`, in steps. */
export function* sortInSteps<T>(list: readonly T[], compare: (a: T, b: T) => number): Generator<void, T[]> {
  const runs: T[][] = [];
  for (let from = 0; from < list.length; from += atOnce) {
    runs.push(list.slice(from, from + atOnce).sort(compare));
    yield;
  }
  while (runs.length > 1) {
    const pairs = runs.splice(0);
    for (let i = 0; i < pairs.length; i += 2) {
      const [a, b] = [pairs[i], pairs[i + 1] as T[] | undefined];
      runs.push(b === undefined ? a : yield* merge(a, b, compare));
    }
  }
  return runs[0] ?? [];
}

/** Of two elements that compare alike the one from `a` goes first. */
function* merge<T>(a: readonly T[], b: readonly T[], compare: (a: T, b: T) => number): Generator<void, T[]> {
  const merged: T[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    if (merged.length % atOnce === atOnce - 1) yield;
    const takesA = j === b.length || (i < a.length && compare(a[i], b[j]) <= 0);
    merged.push(takesA ? a[i++] : b[j++]);
  }
  return merged;
}
