import type { Point, Region } from './region.js';
import type { Work } from './work.js';

/** A region with the number it is known by; numbers follow the order of precedence or place. */
export interface Entry {
  readonly id: number;
  readonly region: Region;
}

/** What entries hold by their ids; `undefined` for an id without an entry. */
export type Regions = readonly (Region | undefined)[];

/** Which entries a query sees. */
export interface Filter {
  /** A state for each id, which the caller may change between queries. */
  readonly states: Uint8Array;
  /** Only entries whose state is at most this one. */
  readonly most: number;
  /** An id that is not seen; -1 for none. */
  readonly except: number;
  /** Only ids from here … */
  readonly from: number;
  /** … to before here. */
  readonly below: number;
}

/**
 * Regions to ask questions of. No answer depends on how they are kept: each is a whole set sorted by id, or the best by
 * an order that is a property of the entries themselves.
 */
export interface Index {
  readonly size: number;
  /** At most `count` entries that hold the point: the largest, as far as rough sizes tell; equal ones by id. */
  largestHolders(point: Point, filter: Filter, count: number): readonly Entry[];
  /** The entry with the least id that holds the point. */
  firstHolder(point: Point, filter: Filter): Entry | undefined;
  /** Whether any entry holds the point. */
  someHolder(point: Point, filter: Filter): boolean;
  /** All entries that hold the point, by id. */
  holders(point: Point, filter: Filter): Entry[];
  /** All entries that share a point with the region, by id. */
  meeting(region: Region, filter: Filter): Entry[];
  /** The same, unless there are more than `most`. */
  fewMeeting(region: Region, filter: Filter, most: number): Entry[] | undefined;
}

/** What became of the entries of an index. Those that stay keep their order. */
export interface Change {
  /** The id that each has now, by the id it had; -1 where it is gone. */
  readonly newIds: Int32Array;
  /** No entry that stayed has another id. */
  readonly isSteady: boolean;
}

/** An index that can follow a change of its entries more cheaply than it is built. */
export interface Lasting extends Index {
  /**
   * The index after a change; `regions` are those of now, `added` the entries that were not there before, `gone` how many
   * went. `undefined` where it had better be built anew.
   */
  changed(
    change: Change,
    regions: Regions,
    added: readonly Entry[],
    gone: number,
    work: Work,
  ): Lasting | undefined;
}
