import type { Regions } from './index.js';
import { boxesOf } from './boxes.js';
import { leading, neighbourOrder } from './order.js';
import { Sketches } from './sketch.js';
import type { IntSet } from './intset.js';
import type { Region } from './region.js';
import { measureRegion, type Space } from './space.js';

/** Children of a node. */
export const fanout = 8;

/** What a tree consists of: it never changes, and trees over the same boxes share it. */
export interface Packed {
  /** By box, in the order of the tree's leaves, whether all of it is in the region, so that no exact test is needed. */
  readonly plain: Uint8Array;
  /** Six bounds of each box, then of each node, level by level, the root last. */
  readonly bounds: Int32Array;
  /** What each box, then each node, holds in the third dimension. */
  readonly sketches: Int32Array;
  readonly sketch: Sketches;
  /** Ids of the boxes, then the least of each node. */
  readonly leastId: Int32Array;
  readonly greatestId: Int32Array;
  /** Rough size of the largest region. */
  readonly mostSize: Float64Array;
  /** Where each level starts in the arrays above; level 0 are the boxes. */
  readonly levels: readonly number[];
}

/** Ids of a box whose entry is gone: no query asks for an id so high or so low. */
const goneLeast = 2 ** 31 - 1;
const goneGreatest = -1;

/** Arranges the boxes of the regions with some ids in a tree. */
export function pack(ids: Int32Array, all: Regions, space: Space): Packed {
  const regions = new Array<Region>(ids.length);
  for (let owner = 0; owner < ids.length; owner++) regions[owner] = all[ids[owner]]!;
  const boxes = boxesOf(regions);
  const order = neighbourOrder(boxes.bounds, space);
  const size = order.length;
  const { sketch, sketchOf } = sketchThird(regions);
  const packed = blank(size, sketch);
  const sizes = new Float64Array(ids.length);
  const plain = new Uint8Array(ids.length);
  for (let owner = 0; owner < regions.length; owner++) {
    sizes[owner] = measureRegion(regions[owner], space);
    plain[owner] = isPlain(regions[owner], space) ? 1 : 0;
  }
  for (let at = 0; at < size; at++) {
    const box = order[at];
    const owner = boxes.owners[box];
    packed.leastId[at] = packed.greatestId[at] = ids[owner];
    packed.mostSize[at] = sizes[owner];
    packed.plain[at] = plain[owner];
    packed.sketches[at] = sketchOf.get(regions[owner][2])!;
    for (let i = 0; i < 2 * leading; i++)
      packed.bounds[2 * leading * at + i] = boxes.bounds[2 * leading * box + i];
  }
  gather(packed);
  return packed;
}

/** The tree of the boxes whose ids are asked for, in the same arrangement: far cheaper than to arrange them anew. */
export function narrowed(whole: Packed, isIn: (id: number) => boolean): Packed {
  const kept: number[] = [];
  for (let at = 0; at < whole.plain.length; at++) if (isIn(whole.leastId[at])) kept.push(at);
  const packed = blank(kept.length, whole.sketch);
  kept.forEach((from, at) => {
    packed.leastId[at] = packed.greatestId[at] = whole.leastId[from];
    packed.mostSize[at] = whole.mostSize[from];
    packed.plain[at] = whole.plain[from];
    packed.sketches[at] = whole.sketches[from];
    for (let i = 0; i < 2 * leading; i++)
      packed.bounds[2 * leading * at + i] = whole.bounds[2 * leading * from + i];
  });
  gather(packed);
  return packed;
}

/** A tree of so many boxes, with nothing filled in but how its nodes stand. */
function blank(size: number, sketch: Sketches): Packed {
  const levels = [0];
  let total = size;
  for (let width = size; width > 1;) {
    levels.push(total);
    width = Math.ceil(width / fanout);
    total += width;
  }
  return {
    sketch,
    sketches: new Int32Array(total),
    plain: new Uint8Array(size),
    bounds: new Int32Array(2 * leading * total),
    leastId: new Int32Array(total),
    greatestId: new Int32Array(total),
    mostSize: new Float64Array(total),
    levels,
  };
}

/** Fills in the nodes above the boxes. */
function gather(packed: Packed): void {
  const { leastId, greatestId, levels } = packed;
  for (let level = 1; level < levels.length; level++) {
    gatherBounds(packed, level);
    gatherIds(leastId, greatestId, levels, level);
  }
}

/** Sketches of the third sides of regions; many regions share one. */
function sketchThird(regions: readonly Region[]): { sketch: Sketches; sketchOf: Map<IntSet, number> } {
  const sides = new Map<IntSet, number>();
  for (const region of regions) sides.set(region[2], (sides.get(region[2]) ?? 0) + 1);
  const sketch = new Sketches(sides);
  for (const side of sides.keys()) sides.set(side, sketch.of(side));
  return { sketch, sketchOf: sides };
}

/** The same boxes with other ids, by the ids that they had; -1 where one is gone. */
export function renumber(packed: Packed, ids: Int32Array): Packed {
  const { levels } = packed;
  const size = packed.plain.length;
  const leastId = new Int32Array(packed.leastId.length);
  const greatestId = new Int32Array(packed.leastId.length);
  for (let at = 0; at < size; at++) {
    const old = packed.leastId[at];
    const id = old === goneLeast ? -1 : ids[old];
    leastId[at] = id < 0 ? goneLeast : id;
    greatestId[at] = id < 0 ? goneGreatest : id;
  }
  for (let level = 1; level < levels.length; level++) gatherIds(leastId, greatestId, levels, level);
  const { plain, bounds, sketch, sketches, mostSize } = packed;
  return { plain, bounds, sketch, sketches, leastId, greatestId, mostSize, levels };
}

/** Whether two boxes meet in the leading dimensions; `bounds` has six of each, as `Packed` has. */
export function boundsMeet(bounds: Int32Array, a: number, b: number): boolean {
  const i = 2 * leading * a;
  const j = 2 * leading * b;
  return (
    bounds[i] < bounds[j + 1] &&
    bounds[j] < bounds[i + 1] &&
    bounds[i + 2] < bounds[j + 3] &&
    bounds[j + 2] < bounds[i + 3] &&
    bounds[i + 4] < bounds[j + 5] &&
    bounds[j + 4] < bounds[i + 5]
  );
}

/** Fills in the bounds, sketches and sizes of the nodes of a level from their children. */
function gatherBounds({ bounds, sketches, mostSize, levels }: Packed, level: number): void {
  const start = levels[level];
  const below = levels[level - 1];
  const end = level + 1 < levels.length ? levels[level + 1] : mostSize.length;
  for (let node = start; node < end; node++) {
    const first = below + (node - start) * fanout;
    const last = Math.min(first + fanout, start);
    const at = 6 * node;
    for (let i = 0; i < 6; i++) bounds[at + i] = bounds[6 * first + i];
    let sketch = 0;
    let size = -Infinity;
    for (let child = first; child < last; child++) {
      const from = 6 * child;
      for (let d = 0; d < 6; d += 2) {
        if (bounds[from + d] < bounds[at + d]) bounds[at + d] = bounds[from + d];
        if (bounds[from + d + 1] > bounds[at + d + 1]) bounds[at + d + 1] = bounds[from + d + 1];
      }
      sketch |= sketches[child];
      if (mostSize[child] > size) size = mostSize[child];
    }
    sketches[node] = sketch;
    mostSize[node] = size;
  }
}

function gatherIds(
  leastId: Int32Array,
  greatestId: Int32Array,
  levels: readonly number[],
  level: number,
): void {
  const start = levels[level];
  const below = levels[level - 1];
  const end = level + 1 < levels.length ? levels[level + 1] : leastId.length;
  for (let node = start; node < end; node++) {
    const first = below + (node - start) * fanout;
    const last = Math.min(first + fanout, start);
    let least = leastId[first];
    let greatest = greatestId[first];
    for (let child = first + 1; child < last; child++) {
      if (leastId[child] < least) least = leastId[child];
      if (greatestId[child] > greatest) greatest = greatestId[child];
    }
    leastId[node] = least;
    greatestId[node] = greatest;
  }
}

/** Whether a region holds all of its boxes that the space has. */
function isPlain(region: Region, space: Space): boolean {
  for (let d = leading; d < region.length; d++) if (region[d] !== space.full[d]) return false;
  return fillsBox(region, space);
}

/** The same in the leading dimensions alone. */
export function fillsBox(region: Region, space: Space): boolean {
  for (let d = 0; d < leading; d++) if (region[d].length > 2 && region[d] !== space.full[d]) return false;
  return true;
}
