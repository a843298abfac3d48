import type { Point, Region } from './region.js';

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
}
