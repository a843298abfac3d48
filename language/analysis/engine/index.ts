import type { Point, Region } from './region.js';
import type { Work } from './work.js';

/** A region with the number it is known by; numbers follow the order of precedence or place. */
export interface Entry {
  readonly id: number;
  readonly region: Region;
}

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

/** What became of the entries of an index: the id that each has now, by the id it had; -1 where it is gone. */
export type Renumbering = Int32Array;

/** An index that can follow a change of its entries more cheaply than it is built. */
export interface Lasting extends Index {
  /**
   * The index after a change; `entryOf` gives an entry by its new id, `added` are those that were not there before.
   * The order of entries that stay must not change. `undefined` where it had better be built anew.
   */
  changed(
    ids: Renumbering,
    entryOf: (id: number) => Entry,
    added: readonly Entry[],
    work: Work,
  ): Lasting | undefined;
}
