import type { Region } from './region.js';
import { measureRegion, type Space } from './space.js';

/** Bits of one dimension in a sort key. */
const bits = 10;
const cells = 1 << bits;

/** A side that takes more of its dimension than this is not looked at when neighbours are sought. */
const wide = 0.3;

/**
 * An order of regions in which neighbours lie near each other: first by which of the three leading dimensions they
 * are wide in, then along a Z-order curve through the middles of the others. Returns indexes into `regions`.
 */
export function neighbourOrder(regions: readonly Region[], space: Space): Int32Array {
  const n = regions.length;
  const scales = [0, 1, 2].map((d) => scaleOf(regions, d));
  const extents = [0, 1, 2].map((d) => extent(space.full[d]));
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const region = regions[i];
    let mask = 0;
    let code = 0;
    for (let d = 0; d < 3; d++) {
      const side = region[d];
      if (extent(side) > wide * extents[d]) mask |= 1 << d;
      else code |= spread(cellOf(side, scales[d])) << d;
    }
    keys[i] = (mask * 2 ** (3 * bits) + (code >>> 0)) * 2 ** 20 + i;
  }
  keys.sort();
  const order = new Int32Array(n);
  for (let at = 0; at < n; at++) order[at] = keys[at] % 2 ** 20;
  return order;
}

const extent = (side: readonly number[]): number => side[side.length - 1] - side[0];
const middle = (side: readonly number[]): number => side[0] + side[side.length - 1];

/** Borders that cut the middles of the sides into cells of about equal numbers. */
function scaleOf(regions: readonly Region[], dimension: number): Float64Array {
  const middles = new Float64Array(regions.length);
  for (let i = 0; i < regions.length; i++) middles[i] = middle(regions[i][dimension]);
  middles.sort();
  const distinct: number[] = [];
  for (const value of middles) if (value !== distinct[distinct.length - 1]) distinct.push(value);
  if (distinct.length <= cells) return Float64Array.from(distinct);
  const step = distinct.length / cells;
  return Float64Array.from({ length: cells }, (_, i) => distinct[Math.floor(i * step)]);
}

function cellOf(side: readonly number[], scale: Float64Array): number {
  const value = middle(side);
  let low = 0;
  let high = scale.length - 1;
  while (low < high) {
    const at = (low + high + 1) >> 1;
    if (scale[at] <= value) low = at;
    else high = at - 1;
  }
  return low;
}

/** Puts two zero bits after each of ten bits. */
function spread(value: number): number {
  let x = value & 0x3ff;
  x = (x | (x << 16)) & 0x30000ff;
  x = (x | (x << 8)) & 0x300f00f;
  x = (x | (x << 4)) & 0x30c30c3;
  return (x | (x << 2)) & 0x9249249;
}

/**
 * For each region its place when sorted by size, largest first, equal ones by id: a property of the regions, so that
 * two of them stand in the same order whatever others there are.
 */
export function sizePriorities(regions: readonly Region[], ids: readonly number[], space: Space): Int32Array {
  const sizes = Float64Array.from(regions, (region) => measureRegion(region, space));
  const order = Array.from(regions.keys()).sort((a, b) => sizes[b] - sizes[a] || ids[a] - ids[b]);
  const priorities = new Int32Array(regions.length);
  order.forEach((index, place) => (priorities[index] = place));
  return priorities;
}
