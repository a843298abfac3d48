import type { Entry, Filter, Index, Lasting, Renumbering } from './index.js';
import { joinInSteps, type Meetings } from './join.js';
import { holdsPoint, meetsRegion, type Point, type Region } from './region.js';
import { measureRegion, type Space } from './space.js';
import { narrowed } from './pack.js';
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

/** How entries became those of a later index; those that stay keep their order. */
export interface Change {
  readonly ids: Renumbering;
  readonly entryOf: (id: number) => Entry;
  readonly isNew: (id: number) => boolean;
}

/** A tree that is built when it is first asked: many questions never need it. */
export class LazyTree implements Index {
  readonly size: number;
  private tree: Lasting | undefined;

  constructor(
    private readonly entries: readonly Entry[],
    private readonly space: Space,
    private readonly work: Work,
    /** An index that holds these entries and others. */
    private readonly whole?: LazyTree,
  ) {
    this.size = entries.length;
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
   * Which entries meet each other, those that meet more than `most` apart; in steps. `ids` is one more than the greatest id.
   * `undefined` for an index that has followed a change: then it is cheaper to ask for the few that are of interest.
   */
  meetings(ids: number, most: number): Generator<void, Meetings> | undefined {
    const tree = this.built;
    return tree instanceof Tree && tree.isFresh ? joinInSteps(tree.packed, ids, most, this.work) : undefined;
  }

  /** The index over other entries, which an earlier one may have come near: what was built is kept where it can be. */
  static after(
    before: LazyTree,
    entries: readonly Entry[],
    change: Change,
    work: Work,
    whole?: LazyTree,
  ): LazyTree {
    const result = new LazyTree(entries, before.space, work, whole);
    if (before.tree === undefined || entries.length === 0) return result;
    const added = entries.filter(({ id }) => change.isNew(id));
    result.tree = before.tree.changed(change.ids, change.entryOf, added, work);
    return result;
  }

  private get built(): Lasting {
    return (this.tree ??= this.whole?.part(this.entries) ?? new Tree(this.entries, this.space, this.work));
  }

  /** The tree of a large part of the entries, where this one has been built; a small part is soon arranged anew. */
  private part(entries: readonly Entry[]): Lasting | undefined {
    if (!(this.tree instanceof Tree && this.tree.isFresh)) return undefined;
    if (entries.length < this.size / 4) return undefined;
    const isIn = new Uint8Array(1 + this.entries[this.entries.length - 1].id);
    for (const { id } of entries) isIn[id] = 1;
    return new Tree([], this.space, this.work, narrowed(this.tree.packed, isIn));
  }
}

const none: readonly Entry[] = [];
