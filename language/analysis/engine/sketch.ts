import type { IntSet } from './intset.js';

/** Bits of a sketch. */
const buckets = 32;

/**
 * Short sketches of integer sets of one dimension. The dimension is cut into few buckets; the sketch of a set has a bit for
 * each bucket that the set reaches into. Sets whose sketches share no bit do not meet: so a single operation tells apart
 * what bounds cannot, as `[tcp/53, udp/53]` and `tcp/443`.
 */
export class Sketches {
  /** Where buckets after the first begin, ascending. */
  private readonly cuts: Int32Array;

  /** Buckets are cut at the bounds that most of the sets have; `sets` with how many there are of each. */
  constructor(sets: ReadonlyMap<IntSet, number>) {
    const counts = new Map<number, number>();
    for (const [set, count] of sets)
      for (const bound of set) counts.set(bound, (counts.get(bound) ?? 0) + count);
    const bounds = [...counts].sort(([a, m], [b, n]) => n - m || a - b).slice(0, buckets - 1);
    this.cuts = new Int32Array(bounds.map(([bound]) => bound)).sort();
  }

  /** The sketch of a set. */
  of(set: IntSet): number {
    let sketch = 0;
    for (let i = 0; i < set.length; i += 2) {
      const last = this.bucket(set[i + 1] - 1);
      for (let bucket = this.bucket(set[i]); bucket <= last; bucket++) sketch |= 1 << bucket;
    }
    return sketch;
  }

  /** The sketch of one integer. */
  ofInt(x: number): number {
    return 1 << this.bucket(x);
  }

  private bucket(x: number): number {
    let low = 0;
    let high = this.cuts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.cuts[middle] <= x) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
