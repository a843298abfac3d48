import { holdsInt, type IntSet } from './intset.js';
import type { Point, Region } from './region.js';

/**
 * What the engine has to know of the space that its regions live in.
 *
 * Everything is a pure function of the sets given, never of other regions: that is what makes answers about a region
 * depend on the regions that meet it and on nothing else.
 */
export interface Space {
  readonly dimensions: number;
  /** The whole space. */
  readonly full: Region;
  /** Coordinates that make a good example, for each dimension, best first; else the lowest is taken. */
  readonly preferred: readonly (readonly number[])[];
  /** Roughly how much a side holds, at least in the right order: a rule of thumb only, never a test. */
  measure(dimension: number, side: IntSet): number;
}

/** The example point of a region: on each side a preferred coordinate, or else the lowest. */
export function corner(region: Region, space: Space): Point {
  const point: number[] = [];
  for (let d = 0; d < region.length; d++) point.push(coordinate(region[d], space.preferred[d]));
  return point;
}

function coordinate(side: IntSet, preferred: readonly number[]): number {
  for (const value of preferred) if (holdsInt(side, value)) return value;
  return side[0];
}

/** Roughly how much a region holds. */
export function measureRegion(region: Region, space: Space): number {
  let product = 1;
  for (let d = 0; d < region.length; d++) product *= space.measure(d, region[d]);
  return product;
}
