import { intersect, normalise, subtract, within, type Ranges } from './ranges.js';

/**
 * A set of connection ends: IPv4 addresses, IPv6 addresses and symbols (workloads and zones without addresses).
 *
 * `v4` and `v6` hold sorted, disjoint, non-adjacent half-open ranges `lo, hi, lo, hi, …`; `symbols` sorted symbol ids.
 * Sets are frozen by convention: no function changes one.
 */
export interface EndpointSet {
  readonly v4: readonly number[];
  readonly v6: readonly bigint[];
  readonly symbols: readonly number[];
}

export const v4End = 2 ** 32;
export const v6End = 1n << 128n;

export const noEndpoints: EndpointSet = { v4: [], v6: [], symbols: [] };

/** All addresses of both families, no symbols: `any` in `addresses`. */
export const allAddresses: EndpointSet = { v4: [0, v4End], v6: [0n, v6End], symbols: [] };

/** All addresses and the symbols 0 to `symbolCount` - 1: `any` in a rule. */
export function allEndpoints(symbolCount: number): EndpointSet {
  return { ...allAddresses, symbols: Array.from({ length: symbolCount }, (_, id) => id) };
}

/** The set that holds what any of `sets` holds. */
export function uniteEndpoints(sets: readonly EndpointSet[]): EndpointSet {
  const filled = sets.filter((set) => !isEmptySet(set));
  if (filled.length <= 1) return filled[0] ?? noEndpoints;
  return {
    v4: uniteAll(filled.map(({ v4 }) => v4)),
    v6: uniteAll(filled.map(({ v6 }) => v6)),
    symbols: uniteSymbols(filled.map(({ symbols }) => symbols)),
  };
}

function uniteAll<T extends number | bigint>(lists: readonly Ranges<T>[]): Ranges<T> {
  const given = lists.filter(isFilled);
  return given.length === 1 ? given[0] : normalise(given.flat() as T[]);
}

function uniteSymbols(lists: readonly (readonly number[])[]): readonly number[] {
  const given = lists.filter(isFilled);
  return given.length === 1 ? given[0] : [...new Set(given.flat())].sort((a, b) => a - b);
}

const isFilled = (list: readonly unknown[]): boolean => list.length > 0;

/** The set that holds what `all` and any of `parts` hold. Mostly the parts lie in it, and it is the same set. */
export const uniteWithin = (all: EndpointSet, parts: readonly EndpointSet[]): EndpointSet =>
  parts.every((part) => isWithin(part, all)) ? all : uniteEndpoints([all, ...parts]);

/** Whether all addresses of `a` are in `b`; sets with symbols are not looked into. */
const isWithin = (a: EndpointSet, b: EndpointSet): boolean =>
  a.symbols.length === 0 && within(a.v4, b.v4) && within(a.v6, b.v6);

/** What is in `a` and not in `b`. */
export function subtractEndpoints(a: EndpointSet, b: EndpointSet): EndpointSet {
  const without = new Set(b.symbols);
  return {
    v4: subtract(a.v4, b.v4),
    v6: subtract(a.v6, b.v6),
    symbols: a.symbols.filter((id) => !without.has(id)),
  };
}

/** What is in both. */
export function intersectEndpoints(a: EndpointSet, b: EndpointSet): EndpointSet {
  return {
    v4: intersect(a.v4, b.v4),
    v6: intersect(a.v6, b.v6),
    symbols: commonSymbols(a.symbols, b.symbols),
  };
}

function commonSymbols(a: readonly number[], b: readonly number[]): readonly number[] {
  if (a.length === 0 || b.length === 0) return noEndpoints.symbols;
  const both = new Set(b);
  return a.filter((id) => both.has(id));
}

export const isEmptySet = (set: EndpointSet): boolean =>
  set.v4.length === 0 && set.v6.length === 0 && set.symbols.length === 0;

/** How many addresses a set holds, both families together; symbols are no addresses. */
export function countAddresses(set: EndpointSet): bigint {
  let count = 0n;
  for (let i = 0; i < set.v4.length; i += 2) count += BigInt(set.v4[i + 1] - set.v4[i]);
  for (let i = 0; i < set.v6.length; i += 2) count += set.v6[i + 1] - set.v6[i];
  return count;
}
