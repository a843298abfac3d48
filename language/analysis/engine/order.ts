import type { Space } from './space.js';

/** Dimensions that boxes bound. */
export const leading = 3;

/** Bits of the number of a box: beside one in a sort key of 53 bits there is room for as much again and more. */
export const indexBits = 21;

/** The number of a box in a sort key: its last bits. The remainder of a division would take many times as long. */
export const indexIn = (key: number): number => key - Math.floor(key * 2 ** -indexBits) * 2 ** indexBits;

/** Bits of a dimension on the curve, and of the third one, in a sort key. */
const curveBits = 11;
const thirdBits = 7;

/** A side that takes more of its dimension than this says nothing about where its box lies. */
const wide = 0.1;

/** The same for the third dimension, where most sides are single points or a few far from each other. */
const scattering = 0.0001;

/**
 * An order of boxes in which neighbours lie near each other: along a Hilbert curve through the middles of their first two
 * sides, then by the third. Boxes with one of those two wide come apart from the others, with the third in its place.
 * `bounds` holds `low, high` for each of the leading dimensions of each box; the result are numbers of boxes.
 */
export function neighbourOrder(bounds: Int32Array, space: Space): Int32Array {
  const n = bounds.length / (2 * leading);
  const places = [0, 1, 2].map((d) => placesOf(bounds, space, n, d));
  const keys = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const anySource = isWide(bounds, space, i, 0, wide);
    const anyDestination = isWide(bounds, space, i, 1, wide);
    const scattered = (anySource || anyDestination) && isWide(bounds, space, i, 2, scattering);
    const third = places[2][i];
    const instead = scattered ? 0 : third;
    const first = anySource ? instead : places[0][i];
    const second = anyDestination ? (anySource ? 0 : instead) : places[1][i];
    const shape = (scattered ? 4 : 0) + (anySource ? 2 : 0) + (anyDestination ? 1 : 0);
    const curve = shape * 2 ** (2 * curveBits) + placeOnCurve(first, second);
    keys[i] = (curve * 2 ** thirdBits + (third >> (curveBits - thirdBits))) * 2 ** indexBits + i;
  }
  keys.sort();
  const order = new Int32Array(n);
  for (let i = 0; i < n; i++) order[i] = indexIn(keys[i]);
  return order;
}

function isWide(bounds: Int32Array, space: Space, box: number, d: number, wide: number): boolean {
  const at = 2 * leading * box + 2 * d;
  const full = space.full[d];
  return bounds[at + 1] - bounds[at] > wide * (full[full.length - 1] - full[0]);
}

/**
 * The middle of each box as one of 2^11 places that hold about equally many distinct middles. In the first two dimensions
 * coordinates are dense as they are; in the third a few values stand for most boxes.
 */
function placesOf(bounds: Int32Array, space: Space, n: number, d: number): Int32Array {
  const places = new Int32Array(n);
  const middleOf = (box: number): number =>
    bounds[2 * leading * box + 2 * d] + bounds[2 * leading * box + 2 * d + 1];
  if (d < 2) {
    const full = space.full[d];
    const low = full[0];
    const scale = 2 ** curveBits / (2 * (full[full.length - 1] - low) + 1);
    for (let i = 0; i < n; i++) places[i] = Math.floor((middleOf(i) - 2 * low) * scale);
    return places;
  }
  // By how many boxes lie before it: a place for each value would put the few services that most rules name side by side.
  const sorted = new Int32Array(n);
  for (let i = 0; i < n; i++) sorted[i] = middleOf(i);
  sorted.sort();
  const before = new Map<number, number>();
  for (let i = 0; i < n; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) before.set(sorted[i], i);
  const scale = 2 ** curveBits / n;
  for (let i = 0; i < n; i++) places[i] = Math.floor(before.get(middleOf(i))! * scale);
  return places;
}

/**
 * The place of a square of a grid of 2^11 by 2^11 on the Hilbert curve through all of them: places next to each other are
 * squares next to each other. A Z-order curve is simpler and leaps, which makes nodes larger and every query longer.
 */
function placeOnCurve(x: number, y: number): number {
  let place = 0;
  for (let bit = curveBits - 1; bit >= 0; bit--) {
    const right = (x >> bit) & 1;
    const up = (y >> bit) & 1;
    place = (place << 2) | ((3 * right) ^ up);
    if (up === 1) continue;
    // The lower quarters are turned, so that the curve leaves one where it enters the next.
    const turned = right === 1 ? ~x : x;
    x = right === 1 ? ~y : y;
    y = turned;
  }
  return place;
}
