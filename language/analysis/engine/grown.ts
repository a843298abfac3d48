import type { Change, Entry, Filter, Lasting, Regions } from './index.js';
import { List } from './list.js';
import type { Point, Region } from './region.js';
import { measureRegion, type Space } from './space.js';
import type { Work } from './work.js';

/** More entries beside a tree than this cost more than to build the tree anew. */
const mostLate = 64;

/** An index with a few entries that came after it was built. */
export class Grown implements Lasting {
  readonly size: number;
  private readonly list: List;

  private constructor(
    private readonly base: Lasting,
    private readonly late: readonly Entry[],
    private readonly space: Space,
    work: Work,
  ) {
    this.size = base.size + late.length;
    this.list = new List(late, space, work);
  }

  /** `late` in any order; `undefined` where they are too many. */
  static from(base: Lasting, late: readonly Entry[], space: Space, work: Work): Grown | undefined {
    if (late.length > mostLate) return undefined;
    return new Grown(base, [...late].sort(byId), space, work);
  }

  changed(
    change: Change,
    regions: Regions,
    added: readonly Entry[],
    gone: number,
    work: Work,
  ): Lasting | undefined {
    const { newIds } = change;
    const staying = this.late
      .filter(({ id }) => newIds[id] >= 0)
      .map(({ id }) => ({ id: newIds[id], region: regions[newIds[id]]! }));
    const base = this.base.changed(change, regions, [], gone - this.late.length + staying.length, work);
    return base && Grown.from(base, [...staying, ...added], this.space, work);
  }

  largestHolders(point: Point, filter: Filter, count: number): readonly Entry[] {
    const some = this.base.largestHolders(point, filter, count);
    const others = this.list.largestHolders(point, filter, count);
    if (others.length === 0) return some;
    return [...some, ...others]
      .map((entry) => ({ entry, size: measureRegion(entry.region, this.space) }))
      .sort((a, b) => b.size - a.size || a.entry.id - b.entry.id)
      .slice(0, count)
      .map(({ entry }) => entry);
  }

  firstHolder(point: Point, filter: Filter): Entry | undefined {
    const one = this.base.firstHolder(point, filter);
    const other = this.list.firstHolder(point, filter);
    return one === undefined || (other !== undefined && other.id < one.id) ? other : one;
  }

  someHolder(point: Point, filter: Filter): boolean {
    return this.list.someHolder(point, filter) || this.base.someHolder(point, filter);
  }

  holders(point: Point, filter: Filter): Entry[] {
    return merge(this.base.holders(point, filter), this.list.holders(point, filter));
  }

  meeting(region: Region, filter: Filter): Entry[] {
    return merge(this.base.meeting(region, filter), this.list.meeting(region, filter));
  }

  fewMeeting(region: Region, filter: Filter, most: number): Entry[] | undefined {
    const some = this.base.fewMeeting(region, filter, most);
    if (some === undefined) return undefined;
    const met = merge(some, this.list.meeting(region, filter));
    return met.length > most ? undefined : met;
  }
}

const byId = (a: Entry, b: Entry): number => a.id - b.id;

const merge = (some: Entry[], others: readonly Entry[]): Entry[] =>
  others.length === 0 ? some : [...some, ...others].sort(byId);
