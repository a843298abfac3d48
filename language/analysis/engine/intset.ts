/**
 * A set of integers of one axis: sorted, disjoint, non-adjacent half-open ranges `lo, hi, lo, hi, …`.
 *
 * The same form as a `ServiceSet`. Sets are frozen by convention; an operation that changes nothing gives back its
 * argument, so that equal sets are often one object and the tests below end at `===`.
 */
export type IntSet = readonly number[];

/** Index (even) of the first range that ends after `x`. */
function seek(set: IntSet, x: number): number {
  let low = 0;
  let high = set.length >> 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (set[2 * middle + 1] > x) high = middle;
    else low = middle + 1;
  }
  return 2 * low;
}

export function holdsInt(set: IntSet, x: number): boolean {
  if (set.length === 2) return set[0] <= x && x < set[1];
  const at = seek(set, x);
  return at < set.length && set[at] <= x;
}

/** Whether a set has an integer from `low` to before `high`. */
export function meetsRange(set: IntSet, low: number, high: number): boolean {
  if (set.length === 2) return set[0] < high && low < set[1];
  const at = seek(set, low);
  return at < set.length && set[at] < high;
}

/** Whether two sets share an integer. */
export function meetsInts(a: IntSet, b: IntSet): boolean {
  if (a === b) return a.length > 0;
  if (a.length === 2 && b.length === 2) return a[0] < b[1] && b[0] < a[1];
  if (a.length === 0 || b.length === 0) return false;
  let i = seek(a, b[0]);
  let j = i < a.length ? seek(b, a[i]) : b.length;
  while (i < a.length && j < b.length) {
    if (a[i + 1] <= b[j]) i += 2;
    else if (b[j + 1] <= a[i]) j += 2;
    else return true;
  }
  return false;
}

/** Whether all of `a` lies in `b`. */
export function withinInts(a: IntSet, b: IntSet): boolean {
  if (a === b || a.length === 0) return true;
  if (b.length === 2) return b[0] <= a[0] && a[a.length - 1] <= b[1];
  if (b.length === 0) return false;
  let j = seek(b, a[0]);
  for (let i = 0; i < a.length; i += 2) {
    while (j < b.length && b[j + 1] <= a[i]) j += 2;
    if (j >= b.length || b[j] > a[i] || b[j + 1] < a[i + 1]) return false;
  }
  return true;
}

export function intersectInts(a: IntSet, b: IntSet): IntSet {
  if (withinInts(a, b)) return a;
  if (withinInts(b, a)) return b;
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length && j < b.length) {
    const low = Math.max(a[i], b[j]);
    const high = Math.min(a[i + 1], b[j + 1]);
    if (low < high) out.push(low, high);
    if (a[i + 1] < b[j + 1]) i += 2;
    else j += 2;
  }
  return out;
}

/** What of `a` is not in `b`. */
export function subtractInts(a: IntSet, b: IntSet): IntSet {
  if (!meetsInts(a, b)) return a;
  const out: number[] = [];
  let j = 0;
  for (let i = 0; i < a.length; i += 2) {
    let low = a[i];
    const high = a[i + 1];
    while (j < b.length && b[j + 1] <= low) j += 2;
    for (let k = j; k < b.length && b[k] < high && low < high; k += 2) {
      if (b[k] > low) out.push(low, b[k]);
      low = Math.max(low, b[k + 1]);
    }
    if (low < high) out.push(low, high);
  }
  return out;
}

export function uniteInts(a: IntSet, b: IntSet): IntSet {
  if (withinInts(a, b)) return b;
  if (withinInts(b, a)) return a;
  const out: number[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    const first = j >= b.length || (i < a.length && a[i] <= b[j]);
    const low = first ? a[i] : b[j];
    const high = first ? a[i + 1] : b[j + 1];
    if (first) i += 2;
    else j += 2;
    if (out.length > 0 && out[out.length - 1] >= low)
      out[out.length - 1] = Math.max(out[out.length - 1], high);
    else out.push(low, high);
  }
  return out;
}

/** What is in any of many sets. */
export function uniteAllInts(sets: readonly IntSet[]): IntSet {
  if (sets.length < 2) return sets[0] ?? [];
  let count = 0;
  for (const set of sets) count += set.length >> 1;
  if (count === 0) return [];
  const lows = new Int32Array(count);
  const highs = new Int32Array(count);
  let at = 0;
  for (const set of sets) {
    for (let i = 0; i < set.length; i += 2, at++) {
      lows[at] = set[i];
      highs[at] = set[i + 1];
    }
  }
  return sweep(lows.sort(), highs.sort());
}

/** Unites ranges, of which all beginnings and all ends are given in order: where as many have ended as begun, one ends. */
function sweep(lows: Int32Array, highs: Int32Array): IntSet {
  const out: number[] = [lows[0]];
  for (let i = 1; i < lows.length; i++) {
    if (lows[i] > highs[i - 1]) out.push(highs[i - 1], lows[i]);
  }
  out.push(highs[highs.length - 1]);
  return out;
}

/** How many integers are in it. */
export function countInts(set: IntSet): number {
  let count = 0;
  for (let i = 0; i < set.length; i += 2) count += set[i + 1] - set[i];
  return count;
}
