import { uniteInts, type IntSet } from '../analysis/engine/intset.js';
import type { Region } from '../analysis/engine/region.js';
import type { Part } from './gained.js';

/**
 * Joins disjoint parts that differ in one dimension only, again and again, so that few are left. Services are joined
 * first: people read rules by their ends.
 */
export function joinParts(parts: readonly Part[]): readonly Part[] {
  if (parts.length < 2) return parts;
  const idOf = sideIds();
  const dimensions = parts[0].region.length;
  const order = [2, ...Array.from({ length: dimensions }, (_, d) => d).filter((d) => d !== 2)];
  let joined = parts;
  for (let before = Infinity; joined.length < before;) {
    before = joined.length;
    for (const d of order) joined = joinAlong(joined, d, idOf);
  }
  return joined;
}

function joinAlong(parts: readonly Part[], d: number, idOf: (side: IntSet) => number): Part[] {
  const byRest = new Map<string, Part>();
  for (const part of parts) {
    const key = part.region.map((side, i) => (i === d ? -1 : idOf(side))).join();
    const known = byRest.get(key);
    byRest.set(key, known === undefined ? part : unite(known, part, d));
  }
  return [...byRest.values()];
}

const unite = ({ region, point }: Part, other: Part, d: number): Part => ({
  region: region.map((side, i): IntSet => (i === d ? uniteInts(side, other.region[d]) : side)),
  point,
});

/** Numbers for sides, equal ones for equal sides. */
function sideIds(): (side: IntSet) => number {
  const byText = new Map<string, number>();
  const known = new Map<IntSet, number>();
  return (side) => {
    let id = known.get(side);
    if (id === undefined) {
      const text = side.join();
      id = byText.get(text) ?? byText.size;
      byText.set(text, id);
      known.set(side, id);
    }
    return id;
  };
}

/** Whether two regions are the same. */
export const sameRegion = (a: Region | undefined, b: Region | undefined): boolean =>
  a === b ||
  (a !== undefined &&
    b !== undefined &&
    a.every(
      (side, d) =>
        side === b[d] || (side.length === b[d].length && side.every((bound, i) => bound === b[d][i])),
    ));
