import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Entry } from '../../../language/analysis/engine/index.js';
import {
  countInts,
  intersectInts,
  uniteAllInts,
  uniteInts,
  type IntSet,
} from '../../../language/analysis/engine/intset.js';
import { LazyTree } from '../../../language/analysis/engine/list.js';
import { meetsRegion, peel, type Region } from '../../../language/analysis/engine/region.js';
import { add, multiply, take, type Count } from '../../../language/analysis/engine/count.js';
import { decideInOrder } from '../../../language/analysis/engine/share.js';
import { Sketches } from '../../../language/analysis/engine/sketch.js';
import type { Space } from '../../../language/analysis/engine/space.js';
import { noWork } from '../../../language/analysis/engine/work.js';

const end = 60;
const setOf = (members: readonly number[]): IntSet =>
  members.reduce<IntSet>((set, x) => uniteInts(set, [x, x + 1]), []);
const anyRange = fc
  .tuple(fc.nat(end - 1), fc.nat(end - 1))
  .map(([a, b]): IntSet => [Math.min(a, b), Math.max(a, b) + 1]);
const anySide = fc.oneof(
  { weight: 4, arbitrary: anyRange },
  { weight: 1, arbitrary: fc.uniqueArray(fc.nat(end - 1), { minLength: 1, maxLength: 12 }).map(setOf) },
  { weight: 1, arbitrary: fc.constant<IntSet>([0, end]) },
);
const anyRegion: fc.Arbitrary<Region> = fc.tuple(anySide, anySide, anySide, anySide);
const entriesOf = (regions: readonly Region[]): Entry[] => regions.map((region, id) => ({ id, region }));
const space: Space = {
  dimensions: 4,
  full: [
    [0, end],
    [0, end],
    [0, end],
    [0, end],
  ],
  preferred: [[], [], [], []],
  measure: (_, side) => countInts(side),
};

describe('many regions at once', () => {
  it('meet whom they meet one by one, as far as those are few', () => {
    const many = fc.array(anyRegion, { maxLength: 60 });
    fc.assert(
      fc.property(many, fc.integer({ min: 1, max: 20 }), (regions, most) => {
        const steps = new LazyTree(regions, space, noWork()).meetings(most)!;
        let step = steps.next();
        while (step.done !== true) step = steps.next();
        regions.forEach((region, id) => {
          const others = regions.flatMap((other, i) => (i !== id && meetsRegion(region, other) ? [i] : []));
          assert.equal(step.value.isAlone(id), others.length === 0);
          // An entry in several boxes may be counted more than once, and be called crowded too early; never too late.
          if (others.length > most) assert.ok(step.value.isCrowded(id));
          if (!step.value.isCrowded(id)) assert.deepEqual([...step.value.others(id)], others);
        });
      }),
      { numRuns: 300 },
    );
  });

  it('are looked at in proportion to what is listed, however many meet', () => {
    const pairs = (count: number): number => {
      const work = noWork();
      const regions = Array.from({ length: count }, (_, i): Region => [
        [0, end],
        [0, end],
        [i % 7, end],
        [0, end],
      ]);
      const steps = new LazyTree(regions, space, work).meetings(8)!;
      while (steps.next().done !== true);
      return work.examined + work.nodes;
    };
    assert.ok(pairs(8_000) < 2.5 * pairs(4_000), `${pairs(4_000)} pairs of 4,000, ${pairs(8_000)} of 8,000`);
  });

  it('share a region out as if each took in turn what those before have left', () => {
    fc.assert(
      fc.property(anyRegion, fc.array(anyRegion, { maxLength: 40 }), (region, regions) => {
        const size = (part: Region): number => part.reduce((product, side) => product * countInts(side), 1);
        const shares = new Map<number, number>();
        const given: Region[] = [];
        decideInOrder(
          region,
          entriesOf(regions),
          () => undefined,
          ({ id }, piece) => {
            shares.set(id, (shares.get(id) ?? 0) + size(piece));
            given.push(piece);
          },
        );
        let left: Region[] = [region];
        regions.forEach((taker, id) => {
          const rest: Region[] = [];
          let taken = 0;
          for (const piece of left) {
            const core = peel(piece, taker, rest);
            if (core !== undefined) taken += size(core);
          }
          left = rest;
          assert.equal(shares.get(id) ?? 0, taken);
        });
        const entries = entriesOf(regions);
        const others = new Map<number, number>();
        const note = ({ id }: Entry, piece: Region): unknown =>
          others.set(id, (others.get(id) ?? 0) + size(piece));
        decideInOrder(region, entries, () => undefined, note, entries.at(-1));
        shares.delete(regions.length - 1);
        assert.deepEqual([...others].sort(), [...shares].sort(), 'all but the last one');
        given.forEach((a, i) => given.forEach((b, j) => assert.ok(i === j || !meetsRegion(a, b))));
      }),
      { numRuns: 300 },
    );
  });
});

describe('numbers that may be large', () => {
  const anyCount = fc.oneof(
    fc.bigInt({ min: 0n, max: 2n ** 80n }),
    fc.maxSafeNat().map(BigInt),
    fc.nat().map(BigInt),
  );
  const counted = (value: bigint): Count =>
    value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;

  it('are reckoned with as exactly as big ones', () => {
    fc.assert(
      fc.property(anyCount, anyCount, (a, b) => {
        assert.equal(BigInt(add(counted(a), counted(b))), a + b);
        assert.equal(BigInt(multiply(counted(a), counted(b))), a * b);
        if (b <= a) assert.equal(BigInt(take(counted(a), counted(b))), a - b);
      }),
    );
  });
});

describe('sets of integers, many at once', () => {
  it('unite to what they unite to one by one', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(anySide, fc.constant<IntSet>([])), { maxLength: 12 }), (sets) => {
        assert.deepEqual(
          [...uniteAllInts(sets)],
          [...sets.reduce<IntSet>((sum, set) => uniteInts(sum, set), [])],
        );
      }),
    );
  });

  it('share a bit of their sketches where they meet', () => {
    fc.assert(
      fc.property(fc.array(anySide, { minLength: 1, maxLength: 60 }), anySide, (sets, asked) => {
        const sketches = new Sketches(new Map(sets.map((set) => [set, 1])));
        for (const set of sets) {
          const meet = intersectInts(set, asked);
          if (meet.length === 0) continue;
          assert.notEqual(sketches.of(set) & sketches.of(asked), 0);
          assert.notEqual(sketches.of(set) & sketches.ofInt(meet[0]), 0);
        }
      }),
    );
  });
});
