/**
 * Sets of integers as sorted, disjoint, non-adjacent half-open ranges `lo, hi, lo, hi, …`: ports as numbers, IPv6
 * addresses as bigints. No function changes its arguments.
 */
export type Ranges<T extends number | bigint> = readonly T[];

/** Sorts and merges ranges given in any order; empty ones vanish. */
export function normalise<T extends number | bigint>(pairs: Ranges<T>): T[] {
  if (pairs.length <= 2) return pairs[0] < pairs[1] ? [...pairs] : [];
  const order: number[] = [];
  for (let i = 0; i < pairs.length; i += 2) if (pairs[i] < pairs[i + 1]) order.push(i);
  order.sort((a, b) => (pairs[a] < pairs[b] ? -1 : pairs[a] > pairs[b] ? 1 : 0));
  const result: T[] = [];
  for (const i of order) {
    const last = result.length - 1;
    if (last < 0 || pairs[i] > result[last]) result.push(pairs[i], pairs[i + 1]);
    else if (pairs[i + 1] > result[last]) result[last] = pairs[i + 1];
  }
  return trimmed(result);
}

/** What is in `a` or in `b`. */
export function unite<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): Ranges<T> {
  if (a.length === 0) return b;
  if (b.length === 0) return a;
  return normalise([...a, ...b]);
}

/** What is in `a` and in `b`. */
export function intersect<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): T[] {
  const result: T[] = [];
  for (let i = 0, j = 0; i < a.length && j < b.length;) {
    const lo = a[i] > b[j] ? a[i] : b[j];
    const hi = a[i + 1] < b[j + 1] ? a[i + 1] : b[j + 1];
    if (lo < hi) result.push(lo, hi);
    if (a[i + 1] < b[j + 1]) i += 2;
    else j += 2;
  }
  return trimmed(result);
}

/** What is in `a` and not in `b`. */
export function subtract<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): T[] {
  const result: T[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let lo = a[i];
    const hi = a[i + 1];
    while (j < b.length && b[j + 1] <= lo) j += 2;
    for (let k = j; k < b.length && b[k] < hi; k += 2) {
      if (b[k] > lo) result.push(lo, b[k]);
      if (b[k + 1] > lo) lo = b[k + 1];
    }
    if (lo < hi) result.push(lo, hi);
  }
  return trimmed(result);
}

/** A list that grew keeps room for more, which sets that live as long as a policy would waste. */
const trimmed = <T>(list: T[]): T[] => list.slice();

/** Whether all of `a` is in `b`. */
export function within<T extends number | bigint>(a: Ranges<T>, b: Ranges<T>): boolean {
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    while (j < b.length && b[j + 1] < a[i + 1]) j += 2;
    if (j >= b.length || b[j] > a[i]) return false;
  }
  return true;
}
