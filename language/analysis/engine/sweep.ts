import { indexBits, indexIn, leading } from './order.js';
import { boundsMeet } from './pack.js';
import type { Region } from './region.js';

/** For each region of a list those before it whose bounds meet its own, as linked lists. */
export interface Before {
  /** By region where its list begins; -1 for an empty one. */
  readonly first: Int32Array;
  /** By place in a list the region that stands there, and the place after it, or -1. */
  readonly entry: Int32Array;
  readonly next: Int32Array;
}

/** Pairs that meet, for each region, up to which regions count as having few before them. */
const mostMet = 4;

/** The same for pairs that are compared. */
const mostCompared = 64;

/**
 * Finds which of some regions meet each other by their bounds, in a sweep along the leading dimension in which they are
 * narrower. `undefined` where too many do; those that are `undefined` meet nothing.
 */
export function fewBefore(regions: readonly (Region | undefined)[]): Before | undefined {
  const n = regions.length;
  const bounds = boundsOf(regions);
  const along = narrower(bounds, n);
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) keys[i] = bounds[2 * (leading * i + along)] * 2 ** indexBits + i;
  keys.sort();
  const order = new Int32Array(n);
  for (let at = 0; at < n; at++) order[at] = indexIn(keys[at]);
  const first = new Int32Array(n).fill(-1);
  const entry = new Int32Array(mostMet * n);
  const next = new Int32Array(mostMet * n);
  let met = 0;
  let compared = 0;
  for (let at = 0; at < n; at++) {
    const i = order[at];
    const high = bounds[2 * (leading * i + along) + 1];
    for (let later = at + 1; later < n; later++) {
      const j = order[later];
      if (bounds[2 * (leading * j + along)] >= high) break;
      if (++compared > mostCompared * n) return undefined;
      if (!boundsMeet(bounds, i, j)) continue;
      if (met === mostMet * n) return undefined;
      const second = Math.max(i, j);
      entry[met] = Math.min(i, j);
      next[met] = first[second];
      first[second] = met++;
    }
  }
  return { first, entry, next };
}

/** `low, high` of each region in the leading dimensions; of none, bounds that nothing meets. */
function boundsOf(regions: readonly (Region | undefined)[]): Int32Array {
  const bounds = new Int32Array(2 * leading * regions.length);
  for (let i = 0; i < regions.length; i++) {
    const region = regions[i];
    if (region === undefined) continue;
    for (let d = 0; d < leading; d++) {
      bounds[2 * (leading * i + d)] = region[d][0];
      bounds[2 * (leading * i + d) + 1] = region[d][region[d].length - 1];
    }
  }
  return bounds;
}

/** The one of the first two dimensions in which the regions take less of what all of them take. */
function narrower(bounds: Int32Array, n: number): number {
  const shares = [0, 1].map((d) => {
    let sum = 0;
    let low = Infinity;
    let high = -Infinity;
    for (let at = 2 * d; at < 2 * leading * n; at += 2 * leading) {
      sum += bounds[at + 1] - bounds[at];
      low = Math.min(low, bounds[at]);
      high = Math.max(high, bounds[at + 1]);
    }
    return sum / Math.max(1, high - low);
  });
  return shares[1] < shares[0] ? 1 : 0;
}
