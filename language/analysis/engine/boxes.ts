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
  let owners = new Int32Array(regions.length);
  let bounds = new Int32Array(2 * leading * regions.length);
  let size = 0;
  for (let owner = 0; owner < regions.length; owner++) {
    const region = regions[owner];
    const third = region[2];
    const first = intervals(region[0]);
    const second = intervals(region[1]);
    for (let i = 0; i < first.length; i += 2) {
      for (let j = 0; j < second.length; j += 2) {
        if (size === owners.length) {
          owners = grown(owners);
          bounds = grown(bounds);
        }
        const at = 2 * leading * size;
        owners[size++] = owner;
        bounds[at] = first[i];
        bounds[at + 1] = first[i + 1];
        bounds[at + 2] = second[j];
        bounds[at + 3] = second[j + 1];
        bounds[at + 4] = third[0];
        bounds[at + 5] = third[third.length - 1];
      }
    }
  }
  return { owners: owners.subarray(0, size), bounds: bounds.subarray(0, 2 * leading * size) };
}

function grown(list: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(2 * list.length);
  longer.set(list);
  return longer;
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
