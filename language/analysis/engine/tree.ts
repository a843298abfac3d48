import type { Entry, Filter, Index } from './index.js';
import { boxesOf } from './boxes.js';
import { leading, neighbourOrder } from './order.js';
import { holdsPoint, meetsRegion, type Point, type Region } from './region.js';
import { measureRegion, type Space } from './space.js';
import type { Work } from './work.js';

const fanout = 8;

/** A packed tree over bounding boxes of regions in their first three dimensions, built once. */
export class Tree implements Index {
  readonly size: number;
  /** One for each box, in the order of the tree's leaves. */
  private readonly entries: Entry[];
  /** Whether all of the box is in the region, so that no exact test is needed. */
  private readonly plain: Uint8Array;
  /** Six bounds of each box, then of each node, level by level, the root last. */
  private readonly bounds: Int32Array;
  private readonly leastId: Int32Array;
  private readonly greatestId: Int32Array;
  /** Rough size of the largest region. */
  private readonly mostSize: Float64Array;
  /** Where each level starts in the arrays above; level 0 are the boxes. */
  private readonly levels: number[];

  // What the running query asks for and has found; queries do not nest.
  private filter!: Filter;
  private low0 = 0;
  private high0 = 0;
  private low1 = 0;
  private high1 = 0;
  private low2 = 0;
  private high2 = 0;
  /** Whether what is asked is all of its box in the leading dimensions. */
  private askedPlain = true;
  private point: Point | undefined;
  private region: Region | undefined;
  private found: Entry[] = [];
  private sizes: number[] = [];
  private wanted = 0;

  constructor(
    entries: readonly Entry[],
    private readonly space: Space,
    private readonly work: Work,
  ) {
    const regions = entries.map((entry) => entry.region);
    const boxes = boxesOf(regions);
    const order = neighbourOrder(boxes.bounds, space);
    this.size = order.length;
    this.levels = [0];
    let total = this.size;
    for (let width = this.size; width > 1;) {
      this.levels.push(total);
      width = Math.ceil(width / fanout);
      total += width;
    }
    this.plain = new Uint8Array(this.size);
    this.bounds = new Int32Array(2 * leading * total);
    this.leastId = new Int32Array(total);
    this.greatestId = new Int32Array(total);
    this.mostSize = new Float64Array(total);
    const sizes = Float64Array.from(regions, (region) => measureRegion(region, space));
    const plain = Uint8Array.from(regions, (region) => (isPlain(region, space) ? 1 : 0));
    this.entries = Array.from(order, (box) => entries[boxes.owners[box]]);
    order.forEach((box, at) => {
      const owner = boxes.owners[box];
      this.leastId[at] = this.greatestId[at] = entries[owner].id;
      this.mostSize[at] = sizes[owner];
      this.plain[at] = plain[owner];
      for (let i = 0; i < 2 * leading; i++)
        this.bounds[2 * leading * at + i] = boxes.bounds[2 * leading * box + i];
    });
    for (let level = 1; level < this.levels.length; level++) this.gather(level);
  }

  largestHolders(point: Point, filter: Filter, count: number): readonly Entry[] {
    if (this.size === 0) return none;
    this.ask(point, filter);
    this.wanted = count;
    this.seekLargest(this.levels.length - 1, this.leastId.length - 1);
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
    this.collect(this.levels.length - 1, this.leastId.length - 1);
    return this.found.length < 2 ? this.found : this.found.sort(byId);
  }

  meeting(region: Region, filter: Filter): Entry[] {
    return this.fewMeeting(region, filter, Infinity)!;
  }

  /** All entries that share a point with the region, by id, unless there are more than `most`. */
  fewMeeting(region: Region, filter: Filter, most: number): Entry[] | undefined {
    if (this.size === 0) return [];
    this.wanted = most;
    this.point = undefined;
    this.region = region;
    this.askedPlain = fillsBox(region, this.space);
    this.filter = filter;
    this.found = [];
    this.low0 = region[0][0];
    this.high0 = region[0][region[0].length - 1];
    this.low1 = region[1][0];
    this.high1 = region[1][region[1].length - 1];
    this.low2 = region[2][0];
    this.high2 = region[2][region[2].length - 1];
    this.collect(this.levels.length - 1, this.leastId.length - 1);
    if (this.found.length > most) return undefined;
    if (this.found.length < 2) return this.found;
    const met = this.found.sort(byId);
    return met.filter((entry, i) => i === 0 || met[i - 1] !== entry);
  }

  private ask(point: Point, filter: Filter): void {
    this.point = point;
    this.region = undefined;
    this.askedPlain = true;
    this.filter = filter;
    this.found = [];
    this.sizes = [];
    this.low0 = point[0];
    this.high0 = point[0] + 1;
    this.low1 = point[1];
    this.high1 = point[1] + 1;
    this.low2 = point[2];
    this.high2 = point[2] + 1;
  }

  private gather(level: number): void {
    const start = this.levels[level];
    const below = this.levels[level - 1];
    const end = this.levels[level + 1] ?? this.leastId.length;
    for (let node = start; node < end; node++) {
      const first = below + (node - start) * fanout;
      this.copy(first, node);
      for (let child = first + 1; child < Math.min(first + fanout, start); child++) this.widen(node, child);
    }
  }

  private copy(from: number, to: number): void {
    this.bounds.copyWithin(6 * to, 6 * from, 6 * from + 6);
    this.leastId[to] = this.leastId[from];
    this.greatestId[to] = this.greatestId[from];
    this.mostSize[to] = this.mostSize[from];
  }

  private widen(node: number, child: number): void {
    for (let d = 0; d < 6; d += 2) {
      this.bounds[6 * node + d] = Math.min(this.bounds[6 * node + d], this.bounds[6 * child + d]);
      this.bounds[6 * node + d + 1] = Math.max(this.bounds[6 * node + d + 1], this.bounds[6 * child + d + 1]);
    }
    this.leastId[node] = Math.min(this.leastId[node], this.leastId[child]);
    this.greatestId[node] = Math.max(this.greatestId[node], this.greatestId[child]);
    this.mostSize[node] = Math.max(this.mostSize[node], this.mostSize[child]);
  }

  /** Whether the boxes meet and ids in the asked range may be below. */
  private near(node: number): boolean {
    const at = 6 * node;
    const bounds = this.bounds;
    return (
      bounds[at] < this.high0 &&
      this.low0 < bounds[at + 1] &&
      bounds[at + 2] < this.high1 &&
      this.low1 < bounds[at + 3] &&
      bounds[at + 4] < this.high2 &&
      this.low2 < bounds[at + 5] &&
      this.leastId[node] < this.filter.below &&
      this.greatestId[node] >= this.filter.from
    );
  }

  /** Whether an entry whose box is near is seen and really holds the point or meets the region. */
  private fits(at: number): boolean {
    const filter = this.filter;
    const id = this.leastId[at];
    if (id === filter.except || filter.states[id] > filter.most) return false;
    this.work.examined++;
    if (this.plain[at] === 1 && this.askedPlain) return true;
    const { region } = this.entries[at];
    return this.point !== undefined ? holdsPoint(region, this.point) : meetsRegion(region, this.region!);
  }

  private firstChild(level: number, node: number): number {
    this.work.nodes++;
    return this.levels[level - 1] + (node - this.levels[level]) * fanout;
  }

  private collect(level: number, node: number): void {
    if (!this.near(node)) return;
    if (level === 0) {
      if (this.fits(node)) this.found.push(this.entries[node]);
      return;
    }
    const first = this.firstChild(level, node);
    const last = Math.min(first + fanout, this.levels[level]);
    for (let child = first; child < last && this.found.length <= this.wanted; child++)
      this.collect(level - 1, child);
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
      if (this.fits(node)) this.found[0] = this.entries[node];
      return;
    }
    const first = this.firstChild(level, node);
    const last = Math.min(first + fanout, this.levels[level]);
    for (let child = first; child < last; child++) this.seekFirst(level - 1, child);
  }

  private seekLargest(level: number, node: number): void {
    if (this.found.length === this.wanted && !this.isBetter(node, this.wanted - 1)) return;
    if (!this.near(node)) return;
    if (level === 0) {
      if (this.fits(node)) this.keep(node);
      return;
    }
    const first = this.firstChild(level, node);
    const last = Math.min(first + fanout, this.levels[level]);
    for (let child = first; child < last; child++) this.seekLargest(level - 1, child);
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
    this.found.splice(at, 0, this.entries[box]);
    this.sizes.splice(at, 0, this.mostSize[box]);
  }
}

/** Whether a region holds all of its boxes that the space has. */
const isPlain = (region: Region, space: Space): boolean =>
  fillsBox(region, space) && region.every((side, d) => d < leading || side === space.full[d]);

/** The same in the leading dimensions alone. */
function fillsBox(region: Region, space: Space): boolean {
  for (let d = 0; d < leading; d++) if (region[d].length > 2 && region[d] !== space.full[d]) return false;
  return true;
}

const none: readonly Entry[] = [];
const byId = (a: Entry, b: Entry): number => a.id - b.id;
