import type { Change, Entry, Filter, Index, Lasting, Regions } from './index.js';
import { joinInSteps, type Meetings } from './join.js';
import { holdsPoint, meetsRegion, type Point, type Region } from './region.js';
import { measureRegion, type Space } from './space.js';
import { narrowed, pack } from './pack.js';
import { Tree } from './tree.js';
import type { Work } from './work.js';

/** A short list of regions: for a handful it is faster than a tree, and it costs nothing to build. */
export class List implements Index {
  readonly size: number;
  private bySize: readonly Entry[] | undefined;

  /** `entries` are by id. */
  constructor(
    private readonly entries: readonly Entry[],
    private readonly space: Space,
    private readonly work: Work,
  ) {
    this.size = entries.length;
  }

  largestHolders(point: Point, filter: Filter, count: number): readonly Entry[] {
    // Mostly one holds the point, or nobody does: then their sizes are never asked for.
    const found: Entry[] = [];
    for (const entry of this.bySize ?? this.entries) {
      if (!this.sees(entry, filter) || !holdsPoint(entry.region, point)) continue;
      if (found.length === 1 && this.bySize === undefined) return this.firstBySize(point, filter, count);
      found.push(entry);
      if (found.length === count && this.bySize !== undefined) break;
    }
    return found;
  }

  firstHolder(point: Point, filter: Filter): Entry | undefined {
    return this.entries.find((entry) => this.sees(entry, filter) && holdsPoint(entry.region, point));
  }

  someHolder(point: Point, filter: Filter): boolean {
    return this.firstHolder(point, filter) !== undefined;
  }

  holders(point: Point, filter: Filter): Entry[] {
    return this.entries.filter((entry) => this.sees(entry, filter) && holdsPoint(entry.region, point));
  }

  meeting(region: Region, filter: Filter): Entry[] {
    return this.entries.filter((entry) => this.sees(entry, filter) && meetsRegion(entry.region, region));
  }

  fewMeeting(region: Region, filter: Filter, most: number): Entry[] | undefined {
    const met = this.meeting(region, filter);
    return met.length > most ? undefined : met;
  }

  private sees({ id }: Entry, { states, most, except, from, below }: Filter): boolean {
    if (id === except || id < from || id >= below || states[id] > most) return false;
    this.work.examined++;
    return true;
  }

  private firstBySize(point: Point, filter: Filter, count: number): readonly Entry[] {
    const sized = this.entries.map((entry) => ({ entry, size: measureRegion(entry.region, this.space) }));
    this.bySize = sized.sort((a, b) => b.size - a.size || a.entry.id - b.entry.id).map(({ entry }) => entry);
    return this.largestHolders(point, filter, count);
  }
}

/** A part of the entries of an index over the same ids. */
export interface Part {
  readonly whole: LazyTree;
  /** Entries of the part are those whose key is `key`. */
  readonly keys: Int8Array;
  readonly key: number;
  /** How many they are. */
  readonly size: number;
}

/** A tree that is built when it is first asked: many questions never need it. */
export class LazyTree implements Index {
  readonly size: number;
  private tree: Lasting | undefined;

  /** Of all `regions`, or of a part of them. */
  constructor(
    private readonly regions: Regions,
    private readonly space: Space,
    private readonly work: Work,
    private readonly part?: Part,
  ) {
    this.size = part?.size ?? countEntries(regions);
  }

  largestHolders(point: Point, filter: Filter, count: number): readonly Entry[] {
    return this.size === 0 ? none : this.built.largestHolders(point, filter, count);
  }

  firstHolder(point: Point, filter: Filter): Entry | undefined {
    return this.size === 0 ? undefined : this.built.firstHolder(point, filter);
  }

  someHolder(point: Point, filter: Filter): boolean {
    return this.size > 0 && this.built.someHolder(point, filter);
  }

  holders(point: Point, filter: Filter): Entry[] {
    return this.size === 0 ? [] : this.built.holders(point, filter);
  }

  meeting(region: Region, filter: Filter): Entry[] {
    return this.size === 0 ? [] : this.built.meeting(region, filter);
  }

  fewMeeting(region: Region, filter: Filter, most: number): Entry[] | undefined {
    return this.size === 0 ? [] : this.built.fewMeeting(region, filter, most);
  }

  /**
   * Which entries meet each other, those that meet more than `most` apart; in steps. `undefined` for an index that has
   * followed a change: then it is cheaper to ask for the few that are of interest.
   */
  meetings(most: number): Generator<void, Meetings> | undefined {
    const tree = this.built;
    return tree instanceof Tree && tree.isFresh
      ? joinInSteps(tree.packed, this.regions, most, this.work)
      : undefined;
  }

  /** Takes over what was built of an earlier index whose entries became these; `come` are ids that are new. */
  follow(before: LazyTree, change: Change, come: readonly number[]): void {
    if (before.tree === undefined || this.size === 0) return;
    const added = come.filter((id) => this.has(id)).map((id) => ({ id, region: this.regions[id]! }));
    const gone = before.size + added.length - this.size;
    this.tree = before.tree.changed(change, this.regions, added, gone, this.work);
  }

  private has(id: number): boolean {
    return (
      this.regions[id] !== undefined && (this.part === undefined || this.part.keys[id] === this.part.key)
    );
  }

  private get built(): Lasting {
    return (this.tree ??= this.narrowed() ?? this.build());
  }

  private build(): Tree {
    const ids = new Int32Array(this.size);
    let size = 0;
    for (let id = 0; id < this.regions.length; id++) if (this.has(id)) ids[size++] = id;
    return new Tree(pack(ids, this.regions, this.space), this.regions, this.space, this.work);
  }

  /** The tree of a large part of entries that have been arranged; a small part is soon arranged anew. */
  private narrowed(): Tree | undefined {
    const tree = this.part?.whole.tree;
    if (this.part === undefined || !(tree instanceof Tree && tree.isFresh)) return undefined;
    if (this.size < this.part.whole.size / 4) return undefined;
    const packed = narrowed(tree.packed, (id) => this.has(id));
    return new Tree(packed, this.regions, this.space, this.work);
  }
}

function countEntries(regions: Regions): number {
  let count = 0;
  for (let id = 0; id < regions.length; id++) if (regions[id] !== undefined) count++;
  return count;
}

const none: readonly Entry[] = [];
