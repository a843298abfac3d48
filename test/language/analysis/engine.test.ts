import assert from 'node:assert/strict';
import fc from 'fast-check';
import { findUncovered, isWitness } from '../../../language/analysis/engine/cover.js';
import type { Entry, Filter, Index } from '../../../language/analysis/engine/index.js';
import {
  countInts,
  holdsInt,
  intersectInts,
  meetsInts,
  subtractInts,
  uniteInts,
  withinInts,
  type IntSet,
} from '../../../language/analysis/engine/intset.js';
import { LazyTree, List } from '../../../language/analysis/engine/list.js';
import {
  holdsPoint,
  intersectRegions,
  meetsRegion,
  peel,
  type Region,
} from '../../../language/analysis/engine/region.js';
import type { Space } from '../../../language/analysis/engine/space.js';
import { noWork } from '../../../language/analysis/engine/work.js';

const end = 12;
const setOf = (members: readonly number[]): IntSet =>
  members.reduce<IntSet>((set, x) => uniteInts(set, [x, x + 1]), []);
const membersOf = (set: IntSet): number[] =>
  Array.from({ length: end }, (_, x) => x).filter((x) => holdsInt(set, x));
const anySet = fc.subarray(Array.from({ length: end }, (_, x) => x)).map(setOf);
const anySide = anySet.filter((set) => set.length > 0);
const anyRegion: fc.Arbitrary<Region> = fc.array(anySide, { minLength: 4, maxLength: 4 });

const full: Region = [
  [0, end],
  [0, end],
  [0, end],
  [0, end],
];
const space: Space = {
  dimensions: 4,
  full,
  preferred: [[], [], [5, 3], []],
  measure: (_, side) => countInts(side),
};

describe('sets of integers', () => {
  it('agree with sets of their members', () => {
    fc.assert(
      fc.property(anySet, anySet, (a, b) => {
        const [x, y] = [membersOf(a), membersOf(b)];
        assert.deepEqual(
          membersOf(intersectInts(a, b)),
          x.filter((n) => y.includes(n)),
        );
        assert.deepEqual(
          membersOf(subtractInts(a, b)),
          x.filter((n) => !y.includes(n)),
        );
        assert.deepEqual(
          membersOf(uniteInts(a, b)),
          [...new Set([...x, ...y])].sort((m, n) => m - n),
        );
        assert.equal(
          meetsInts(a, b),
          x.some((n) => y.includes(n)),
        );
        assert.equal(
          withinInts(a, b),
          x.every((n) => y.includes(n)),
        );
        assert.equal(countInts(a), x.length);
        assert.deepEqual(setOf(membersOf(uniteInts(a, b))), uniteInts(a, b));
      }),
      { numRuns: 2000 },
    );
  });
});

describe('peeling', () => {
  it('leaves disjoint pieces, at most one for each dimension, and the part that both share', () => {
    fc.assert(
      fc.property(anyRegion, anyRegion, (region, cut) => {
        const rest: Region[] = [];
        const core = peel(region, cut, rest);
        assert.deepEqual(core, intersectRegions(region, cut));
        const size = (r: Region): number => r.reduce((product, side) => product * countInts(side), 1);
        const parts = core === undefined ? rest : [core, ...rest];
        assert.equal(
          parts.reduce((sum, part) => sum + size(part), 0),
          size(region),
        );
        assert.ok(rest.length <= Math.max(1, region.length));
        parts.forEach((a, i) => parts.forEach((b, j) => assert.ok(i === j || !meetsRegion(a, b))));
      }),
    );
  });
});

describe('indexes', () => {
  const treeOf = (entries: readonly Entry[]): Index =>
    new LazyTree(
      entries.map(({ region }) => region),
      space,
      noWork(),
    );
  const anyEntries = fc
    .array(anyRegion, { maxLength: 40 })
    .map((regions) => regions.map((region, id): Entry => ({ id, region })));
  const point = fc.array(fc.nat(end - 1), { minLength: 4, maxLength: 4 });

  it('answer alike, as a tree or as a list, whatever the filter', () => {
    const anyFilter = fc.record({
      most: fc.nat(2),
      except: fc.integer({ min: -1, max: 40 }),
      from: fc.nat(5),
      below: fc.nat(41),
    });
    fc.assert(
      fc.property(
        anyEntries,
        point,
        anyRegion,
        anyFilter,
        fc.array(fc.nat(2), { minLength: 41, maxLength: 41 }),
        (entries, at, region, rest, states) => {
          const filter: Filter = { ...rest, states: Uint8Array.from(states) };
          const tree = treeOf(entries);
          const list = new List(entries, space, noWork());
          const ask = (index: Index): unknown => [
            index.largestHolders(at, filter, 3),
            index.firstHolder(at, filter),
            index.someHolder(at, filter),
            index.holders(at, filter),
            index.meeting(region, filter),
          ];
          assert.deepEqual(ask(tree), ask(list));
          const seen = entries.filter(
            ({ id }) =>
              id !== filter.except && id >= filter.from && id < filter.below && states[id] <= filter.most,
          );
          assert.deepEqual(
            list.holders(at, filter),
            seen.filter((entry) => holdsPoint(entry.region, at)),
          );
          assert.deepEqual(
            list.meeting(region, filter),
            seen.filter((entry) => meetsRegion(entry.region, region)),
          );
        },
      ),
      { numRuns: 500 },
    );
  });

  it('find an uncovered point exactly where one is left', () => {
    fc.assert(
      fc.property(anyEntries, anyRegion, (entries, region) => {
        const filter = { states: new Uint8Array(41), most: 0, except: -1, from: 0, below: 41 };
        const tree = treeOf(entries);
        const probe = (at: readonly number[]): Region | undefined =>
          tree.largestHolders(at, filter, 4)[0]?.region;
        const answer = findUncovered(region, probe, space, { pieces: 1e6 }, noWork());
        let left: Region[] = [region];
        for (const entry of entries) {
          const rest: Region[] = [];
          for (const piece of left) peel(piece, entry.region, rest);
          left = rest;
        }
        assert.equal(isWitness(answer), left.length > 0);
        if (isWitness(answer)) assert.ok(left.some((piece) => holdsPoint(piece, answer)));
      }),
      { numRuns: 300 },
    );
  });

  it('give up when the budget is spent, and say so', () => {
    const region: Region = full;
    const probe = (at: readonly number[]): Region => at.map((x) => [x, x + 1]);
    assert.equal(findUncovered(region, probe, space, { pieces: 50 }, noWork()), 'undecided');
  });
});
