import { holdsInt, intersectInts, meetsInts, subtractInts, withinInts, type IntSet } from './intset.js';

/**
 * A product of integer sets, one for each dimension: a box whose sides may have gaps.
 *
 * Never empty: what would be empty is `undefined` instead. All regions of one space have the same number of dimensions.
 */
export type Region = readonly IntSet[];

/** One integer for each dimension. */
export type Point = readonly number[];

export function holdsPoint(region: Region, point: Point): boolean {
  for (let d = 0; d < region.length; d++) if (!holdsInt(region[d], point[d])) return false;
  return true;
}

export function meetsRegion(a: Region, b: Region): boolean {
  for (let d = 0; d < a.length; d++) if (!meetsInts(a[d], b[d])) return false;
  return true;
}

/** Whether all of `a` lies in `b`. */
export function withinRegion(a: Region, b: Region): boolean {
  for (let d = 0; d < a.length; d++) if (!withinInts(a[d], b[d])) return false;
  return true;
}

export function intersectRegions(a: Region, b: Region): Region | undefined {
  const out: IntSet[] = [];
  for (let d = 0; d < a.length; d++) {
    const side = intersectInts(a[d], b[d]);
    if (side.length === 0) return undefined;
    out.push(side);
  }
  return out;
}

/** `region` with one side replaced; `undefined` where that side is empty. */
export function withSide(region: Region, dimension: number, side: IntSet): Region | undefined {
  if (side.length === 0) return undefined;
  if (region[dimension] === side) return region;
  const out = region.slice();
  out[dimension] = side;
  return out;
}

/**
 * Takes `cut` out of `region`: pushes what is left, as at most one disjoint region for each dimension, onto `rest`, and
 * returns the part that both share. Because a side may have gaps, the number of pieces never depends on how many ranges
 * a side has.
 */
export function peel(region: Region, cut: Region, rest: Region[]): Region | undefined {
  if (!meetsRegion(region, cut)) {
    rest.push(region);
    return undefined;
  }
  let core: Region = region;
  for (let d = 0; d < region.length; d++) {
    if (withinInts(core[d], cut[d])) continue;
    rest.push(withSide(core, d, subtractInts(core[d], cut[d]))!);
    core = withSide(core, d, intersectInts(core[d], cut[d]))!;
  }
  return core;
}

/** In how many dimensions `outer` does not hold the whole of `inner`: the number of pieces that `peel` would leave. */
export function looseSides(inner: Region, outer: Region): number {
  let count = 0;
  for (let d = 0; d < inner.length; d++) if (!withinInts(inner[d], outer[d])) count++;
  return count;
}
