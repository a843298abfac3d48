import { v4End, v6End, type EndpointSet } from '../net/endpoints.js';
import { add, type Count } from './engine/count.js';
import type { IntSet } from './engine/intset.js';

/**
 * All connection ends on one line of small integers, *cells*: IPv4, then symbols, then IPv6.
 *
 * A cell is a run of addresses that no rule tells apart, or one symbol. So IPv6 costs no more than IPv4, and IPv4 with
 * symbols and symbols with IPv6 are each one run.
 */
export interface EndpointAxis {
  /** First address of each IPv4 cell, and 2^32. */
  readonly v4: Float64Array;
  readonly symbols: number;
  /** First address of each IPv6 cell, and 2^128. */
  readonly v6: readonly bigint[];
  /** The cells where symbols and IPv6 begin, and the end of the line. */
  readonly symbolStart: number;
  readonly v6Start: number;
  readonly end: number;
}

/** The cells of an endpoint set in the IPv4 world (IPv4 and symbols) and in the IPv6 world (symbols and IPv6). */
export interface EndpointCells {
  readonly four: IntSet;
  readonly six: IntSet;
}

/** An axis that has a border wherever one of the sets has. */
export function endpointAxis(sets: Iterable<EndpointSet>, symbols: number): EndpointAxis {
  const v4: number[] = [0, v4End];
  const v6 = new Set<bigint>([0n, v6End]);
  for (const set of sets) {
    for (const bound of set.v4) v4.push(bound);
    for (const bound of set.v6) v6.add(bound);
  }
  const bounds4 = new Float64Array(v4).sort();
  let distinct = 0;
  for (const bound of bounds4) {
    if (distinct === 0 || bounds4[distinct - 1] !== bound) bounds4[distinct++] = bound;
  }
  const bounds6 = [...v6].sort((a, b) => (a < b ? -1 : 1));
  const symbolStart = distinct - 1;
  const v6Start = symbolStart + symbols;
  return {
    v4: bounds4.slice(0, distinct),
    symbols,
    v6: bounds6,
    symbolStart,
    v6Start,
    end: v6Start + bounds6.length - 1,
  };
}

/** The cell that holds an IPv4 address. */
export function cellOfV4(axis: EndpointAxis, address: number): number {
  return lastAtMost(axis.v4, address);
}

/** The cell that holds an IPv6 address. */
export function cellOfV6(axis: EndpointAxis, address: bigint): number {
  return axis.v6Start + lastAtMost(axis.v6, address);
}

function lastAtMost<T extends number | bigint>(bounds: ArrayLike<T>, value: T): number {
  let low = 0;
  let high = bounds.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (bounds[middle] <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Whether the axis has a border wherever the set has, so that its cells are exactly the set. */
export function hasBorders(axis: EndpointAxis, set: EndpointSet): boolean {
  return (
    set.v4.every((bound) => axis.v4[lastAtMost(axis.v4, bound)] === bound) &&
    set.v6.every((bound) => axis.v6[lastAtMost(axis.v6, bound)] === bound)
  );
}

/**
 * The cells that a set touches. For a set that the axis was made from they are exactly the set; for another one a cell
 * at its border may stick out, which no rule can tell.
 */
export function cellsOf(axis: EndpointAxis, set: EndpointSet): EndpointCells {
  const v4: number[] = [];
  for (let i = 0; i < set.v4.length; i += 2) {
    append(v4, cellOfV4(axis, set.v4[i]), cellOfV4(axis, set.v4[i + 1] - 1) + 1);
  }
  const symbols: number[] = [];
  for (const id of set.symbols) append(symbols, axis.symbolStart + id, axis.symbolStart + id + 1);
  const v6: number[] = [];
  for (let i = 0; i < set.v6.length; i += 2) {
    append(v6, cellOfV6(axis, set.v6[i]), cellOfV6(axis, set.v6[i + 1] - 1n) + 1);
  }
  return { four: join(v4, symbols), six: join(symbols, v6) };
}

function join(left: number[], right: readonly number[]): IntSet {
  if (right.length === 0) return left;
  if (left.length === 0) return right;
  const out = left.slice();
  for (let i = 0; i < right.length; i += 2) append(out, right[i], right[i + 1]);
  return out;
}

function append(out: number[], low: number, high: number): void {
  if (out.length > 0 && out[out.length - 1] >= low) out[out.length - 1] = Math.max(out[out.length - 1], high);
  else out.push(low, high);
}

/** The endpoints of a set of cells. */
export function endpointsOf(axis: EndpointAxis, cells: IntSet): EndpointSet {
  const v4: number[] = [];
  const v6: bigint[] = [];
  const symbols: number[] = [];
  for (let i = 0; i < cells.length; i += 2) {
    const low = cells[i];
    const high = cells[i + 1];
    if (low < axis.symbolStart) v4.push(axis.v4[low], axis.v4[Math.min(high, axis.symbolStart)]);
    for (let cell = Math.max(low, axis.symbolStart); cell < Math.min(high, axis.v6Start); cell++) {
      symbols.push(cell - axis.symbolStart);
    }
    if (high > axis.v6Start) {
      v6.push(axis.v6[Math.max(low, axis.v6Start) - axis.v6Start], axis.v6[high - axis.v6Start]);
    }
  }
  return { v4, v6, symbols };
}

/** How many addresses the cells hold; symbols stand for none. */
export function countAddresses(axis: EndpointAxis, cells: IntSet): Count {
  let count = 0;
  let six = 0n;
  for (let i = 0; i < cells.length; i += 2) {
    const low = cells[i];
    const high = cells[i + 1];
    if (low < axis.symbolStart) count += axis.v4[Math.min(high, axis.symbolStart)] - axis.v4[low];
    if (high > axis.v6Start)
      six += axis.v6[high - axis.v6Start] - axis.v6[Math.max(low, axis.v6Start) - axis.v6Start];
  }
  return six === 0n ? count : six + BigInt(count);
}

/** How many addresses and symbols the cells hold. */
export function countEndpoints(axis: EndpointAxis, cells: IntSet): Count {
  let symbols = 0;
  for (let i = 0; i < cells.length; i += 2)
    symbols += Math.max(0, Math.min(cells[i + 1], axis.v6Start) - Math.max(cells[i], axis.symbolStart));
  return add(countAddresses(axis, cells), symbols);
}

/** The position of a cell's first address on a line of floating-point numbers, for rough sizes. */
export function roughPositions(axis: EndpointAxis): Float64Array {
  const positions = new Float64Array(axis.end + 1);
  for (let cell = 0; cell < axis.symbolStart; cell++) positions[cell] = axis.v4[cell];
  for (let i = 0; i < axis.symbols; i++) positions[axis.symbolStart + i] = v4End + i;
  axis.v6.forEach((bound, i) => (positions[axis.v6Start + i] = v4End + axis.symbols + Number(bound)));
  return positions;
}
