import type { IntSet } from './intset.js';
import { leading } from './order.js';
import type { Region } from './region.js';

/** A side with more ranges than this is bounded by this many intervals, with its widest gaps between them. */
const mostIntervals = 4;

/** Bounding boxes in the leading dimensions, several for a region whose ends are scattered. */
export interface Boxes {
  /** Index of the region of each box. */
  readonly owners: Int32Array;
  /** `low, high` for each leading dimension of each box. */
  readonly bounds: Int32Array;
}

/**
 * Bounds each region by boxes. The boxes of one region are disjoint: a point lies in at most one of them, so that a
 * query for a point never meets a region twice.
 */
export function boxesOf(regions: readonly Region[]): Boxes {
  const owners: number[] = [];
  const bounds: number[] = [];
  regions.forEach((region, owner) => {
    const third = region[2];
    const first = intervals(region[0]);
    const second = intervals(region[1]);
    for (let i = 0; i < first.length; i += 2) {
      for (let j = 0; j < second.length; j += 2) {
        owners.push(owner);
        bounds.push(first[i], first[i + 1], second[j], second[j + 1], third[0], third[third.length - 1]);
      }
    }
  });
  if (bounds.length !== 2 * leading * owners.length) throw new Error('A box has a wrong number of bounds.');
  return { owners: new Int32Array(owners), bounds: new Int32Array(bounds) };
}

/** Few ranges `low, high, low, high, …` that hold a side. */
function intervals(side: IntSet): IntSet {
  if (side.length <= 2 * mostIntervals) return side;
  const gaps: number[] = [];
  for (let i = 1; i < side.length - 1; i += 2) gaps.push(i);
  const cuts = gaps
    .sort((a, b) => side[b + 1] - side[b] - (side[a + 1] - side[a]) || a - b)
    .slice(0, mostIntervals - 1)
    .sort((a, b) => a - b);
  const result: number[] = [side[0]];
  for (const cut of cuts) result.push(side[cut], side[cut + 1]);
  result.push(side[side.length - 1]);
  return result;
}
