import type { Change, Entry, Filter, Lasting, Regions } from './index.js';
import { Grown } from './grown.js';
import { meetsRange } from './intset.js';
import { indexBits, indexIn } from './order.js';
import { fanout, fillsBox, renumber, type Packed } from './pack.js';
import { holdsPoint, meetsRegion, type Point, type Region } from './region.js';
import type { Space } from './space.js';
import type { Work } from './work.js';

/** A packed tree over bounding boxes of regions in their first three dimensions, built once. */
export class Tree implements Lasting {
  readonly size: number;
  private readonly plain: Uint8Array;
  private readonly bounds: Int32Array;
  private readonly sketches: Int32Array;
  private readonly leastId: Int32Array;
  private readonly greatestId: Int32Array;
  private readonly mostSize: Float64Array;
  private readonly levels: readonly number[];

  // What the running query asks for and has found; queries do not nest.
  private filter!: Filter;
  private low0 = 0;
  private high0 = 0;
  private low1 = 0;
  private high1 = 0;
  private low2 = 0;
  private high2 = 0;
  private sketch = 0;
  private from = 0;
  private below = 0;
  /** Whether what is asked is all of its box in the leading dimensions. */
  private askedPlain = true;
  private point: Point | undefined;
  private region: Region | undefined;
  private found: Entry[] = [];
  /** Boxes found, each as `id * 2^21 + box`, so that numbers in order are boxes by id. */
  private hits = new Float64Array(64);
  private hitCount = 0;
  private sizes: number[] = [];
  private wanted = 0;

  constructor(
    readonly packed: Packed,
    /** By id. */
    private readonly regions: Regions,
    private readonly space: Space,
    private readonly work: Work,
    /** No entry has gone since it was built. */
    readonly isFresh = true,
  ) {
    this.size = packed.plain.length;
    this.plain = packed.plain;
    this.bounds = packed.bounds;
    this.sketches = packed.sketches;
    this.leastId = packed.leastId;
    this.greatestId = packed.greatestId;
    this.mostSize = packed.mostSize;
    this.levels = packed.levels;
  }

  changed(
    change: Change,
    regions: Regions,
    added: readonly Entry[],
    gone: number,
    work: Work,
  ): Lasting | undefined {
    const packed = change.isSteady && gone === 0 ? this.packed : renumber(this.packed, change.newIds);
    const tree = new Tree(packed, regions, this.space, work, false);
    return added.length === 0 ? tree : Grown.from(tree, added, this.space, work);
  }

  largestHolders(point: Point, filter: Filter, count: number): readonly Entry[] {
    if (this.size === 0) return none;
    this.ask(point, filter);
    this.wanted = count;
    const root = this.leastId.length - 1;
    if (this.near(root)) this.seekLargest(this.levels.length - 1, root);
    return this.found;
  }

  firstHolder(point: Point, filter: Filter): Entry | undefined {
    if (this.size === 0) return undefined;
    this.ask(point, filter);
    this.seekFirst(this.levels.length - 1, this.leastId.length - 1);
    return this.found[0];
  }

  someHolder(point: Point, filter: Filter): boolean {
    if (this.size === 0) return false;
    this.ask(point, filter);
    return this.seekAny(this.levels.length - 1, this.leastId.length - 1);
  }

  holders(point: Point, filter: Filter): Entry[] {
    if (this.size === 0) return [];
    this.ask(point, filter);
    this.wanted = Infinity;
    const root = this.leastId.length - 1;
    if (this.near(root)) this.collect(this.levels.length - 1, root);
    return this.collected();
  }

  meeting(region: Region, filter: Filter): Entry[] {
    return this.fewMeeting(region, filter, Infinity)!;
  }

  fewMeeting(region: Region, filter: Filter, most: number): Entry[] | undefined {
    if (this.size === 0) return [];
    this.wanted = most;
    this.point = undefined;
    this.region = region;
    this.askedPlain = fillsBox(region, this.space);
    this.filter = filter;
    this.from = filter.from;
    this.below = filter.below;
    this.hitCount = 0;
    this.low0 = region[0][0];
    this.high0 = region[0][region[0].length - 1];
    this.low1 = region[1][0];
    this.high1 = region[1][region[1].length - 1];
    this.low2 = region[2][0];
    this.high2 = region[2][region[2].length - 1];
    this.sketch = this.packed.sketch.of(region[2]);
    const root = this.leastId.length - 1;
    if (this.near(root)) this.collect(this.levels.length - 1, root);
    return this.hitCount > most ? undefined : this.collected();
  }

  private ask(point: Point, filter: Filter): void {
    this.point = point;
    this.region = undefined;
    this.askedPlain = true;
    this.filter = filter;
    this.from = filter.from;
    this.below = filter.below;
    this.found = [];
    this.hitCount = 0;
    this.sizes = [];
    this.low0 = point[0];
    this.high0 = point[0] + 1;
    this.low1 = point[1];
    this.high1 = point[1] + 1;
    this.low2 = point[2];
    this.high2 = point[2] + 1;
    this.sketch = this.packed.sketch.ofInt(point[2]);
  }

  /** Whether the boxes meet and ids in the asked range may be below. */
  private near(node: number): boolean {
    const at = 6 * node;
    const bounds = this.bounds;
    return (
      (this.sketches[node] & this.sketch) !== 0 &&
      bounds[at] < this.high0 &&
      this.low0 < bounds[at + 1] &&
      bounds[at + 2] < this.high1 &&
      this.low1 < bounds[at + 3] &&
      bounds[at + 4] < this.high2 &&
      this.low2 < bounds[at + 5] &&
      this.leastId[node] < this.below &&
      this.greatestId[node] >= this.from
    );
  }

  /** Whether what is asked, where it has gaps, has something within the bounds of the node. */
  private reaches(node: number): boolean {
    const at = 6 * node;
    const bounds = this.bounds;
    const region = this.region!;
    return (
      meetsRange(region[0], bounds[at], bounds[at + 1]) &&
      meetsRange(region[1], bounds[at + 2], bounds[at + 3]) &&
      meetsRange(region[2], bounds[at + 4], bounds[at + 5])
    );
  }

  /** Whether an entry whose box is near is seen and really holds the point or meets the region. */
  private fits(at: number): boolean {
    const filter = this.filter;
    const id = this.leastId[at];
    if (id === filter.except || filter.states[id] > filter.most) return false;
    this.work.examined++;
    if (this.plain[at] === 1 && this.askedPlain) return true;
    const region = this.regions[id]!;
    return this.point !== undefined ? holdsPoint(region, this.point) : meetsRegion(region, this.region!);
  }

  private firstChild(level: number, node: number): number {
    this.work.nodes++;
    return this.levels[level - 1] + (node - this.levels[level]) * fanout;
  }

  /** Takes up what is below a node that is near. */
  private collect(level: number, node: number): void {
    if (!this.askedPlain && !this.reaches(node)) return;
    if (level === 0) {
      if (this.fits(node)) this.hit(node);
      return;
    }
    const first = this.firstChild(level, node);
    const last = Math.min(first + fanout, this.levels[level]);
    for (let child = first; child < last && this.hitCount <= this.wanted; child++)
      if (this.near(child)) this.collect(level - 1, child);
  }

  private hit(box: number): void {
    if (this.hitCount === this.hits.length) {
      const more = new Float64Array(2 * this.hitCount);
      more.set(this.hits);
      this.hits = more;
    }
    this.hits[this.hitCount++] = this.leastId[box] * 2 ** indexBits + box;
  }

  /** The entries found, by id, each once. */
  private collected(): Entry[] {
    const { hits, hitCount, leastId } = this;
    sortStart(hits, hitCount);
    const found: Entry[] = [];
    let last = -1;
    for (let i = 0; i < hitCount; i++) {
      const box = indexIn(hits[i]);
      if (leastId[box] !== last) found.push(this.entryOf(box));
      last = leastId[box];
    }
    return found;
  }

  private entryOf(box: number): Entry {
    const id = this.leastId[box];
    return { id, region: this.regions[id]! };
  }

  private seekAny(level: number, node: number): boolean {
    if (!this.near(node)) return false;
    if (level === 0) return this.fits(node);
    const first = this.firstChild(level, node);
    const last = Math.min(first + fanout, this.levels[level]);
    for (let child = first; child < last; child++) if (this.seekAny(level - 1, child)) return true;
    return false;
  }

  private seekFirst(level: number, node: number): void {
    if (this.found.length > 0 && this.leastId[node] >= this.found[0].id) return;
    if (!this.near(node)) return;
    if (level === 0) {
      if (this.fits(node)) this.found[0] = this.entryOf(node);
      return;
    }
    const first = this.firstChild(level, node);
    const last = Math.min(first + fanout, this.levels[level]);
    for (let child = first; child < last; child++) this.seekFirst(level - 1, child);
  }

  /** Looks for larger entries below a node that is near. */
  private seekLargest(level: number, node: number): void {
    if (this.found.length === this.wanted && !this.isBetter(node, this.wanted - 1)) return;
    if (level === 0) {
      if (this.fits(node)) this.keep(node);
      return;
    }
    const first = this.firstChild(level, node);
    const last = Math.min(first + fanout, this.levels[level]);
    for (let child = first; child < last; child++) if (this.near(child)) this.seekLargest(level - 1, child);
  }

  /** Whether a box, or one below a node, may come before the one found at `place`: larger, or as large with a lower id. */
  private isBetter(node: number, place: number): boolean {
    const difference = this.mostSize[node] - this.sizes[place];
    return difference > 0 || (difference === 0 && this.leastId[node] < this.found[place].id);
  }

  private keep(box: number): void {
    if (this.found.length === this.wanted) {
      this.found.pop();
      this.sizes.pop();
    }
    let at = this.found.length;
    while (at > 0 && this.isBetter(box, at - 1)) at--;
    this.found.splice(at, 0, this.entryOf(box));
    this.sizes.splice(at, 0, this.mostSize[box]);
  }
}

const none: readonly Entry[] = [];

/** So few numbers are sorted by hand: to call for it takes longer. */
const handful = 24;

/** Sorts the first numbers of a list. */
function sortStart(list: Float64Array, count: number): void {
  if (count > handful) {
    list.subarray(0, count).sort();
    return;
  }
  for (let i = 1; i < count; i++) {
    const value = list[i];
    let at = i;
    for (; at > 0 && list[at - 1] > value; at--) list[at] = list[at - 1];
    list[at] = value;
  }
}
