import { seeing, strength, treeOf, type Book, type World } from './book.js';
import { decidedBeforeRule, without } from './decided.js';
import { findUncovered, isWitness, type Budget } from './engine/cover.js';
import { intersectRegions, meetsRegion, peel, type Point, type Region } from './engine/region.js';
import type { Lineage } from './lineage.js';

/** What a rule decides, in regions. */
export interface Pieces {
  readonly regions: readonly Region[];
  /** False where the budget ran out: then there is more than `regions`. */
  readonly complete: boolean;
}

/**
 * Everything that rule `id` of a book of the tiers decides, as disjoint regions of each world: finds a point that nothing stronger
 * takes, widens it to a region that nothing stronger touches, takes that off, and goes on with the rest.
 */
export function decidedPieces(book: Book, id: number, pieces: number): Pieces {
  const regions: Region[] = [];
  const budget: Budget = { pieces };
  for (const world of book.worlds) {
    const whole = world.regions[id];
    const open: Region[] = whole === undefined ? [] : [whole];
    const probe = decidedBeforeRule(book, world, id, 1);
    for (let rest = open.pop(); rest !== undefined; rest = open.pop()) {
      const point = findUncovered(rest, probe, world.space, budget, book.work);
      if (point === 'undecided') return { regions, complete: false };
      if (!isWitness(point)) continue;
      const free = freeAround(book, world, id, point, rest);
      regions.push(free);
      peel(rest, free, open);
    }
  }
  return { regions, complete: true };
}

/**
 * What rules decide still, as known of an earlier book of the tiers: `undefined` for a rule that has changed, or that a
 * changed rule meets. `known` is by the rules' earlier ids.
 */
export function keptPieces(
  known: readonly (Pieces | undefined)[],
  before: Book,
  now: Book,
  lineage: Lineage,
): (id: number) => Pieces | undefined {
  return before.coordinates === now.coordinates
    ? untouched(known, lineage.oldIds, now.worlds, changedRegions(before, now, lineage))
    : () => undefined;
}

/** By world what the rules match that came, went or changed. */
const changedRegions = (before: Book, now: Book, { come, gone }: Lineage): Region[][] =>
  now.worlds.map(({ regions }, i) =>
    [...come.map((id) => regions[id]), ...gone.map((id) => before.worlds[i].regions[id])].filter(
      (region) => region !== undefined,
    ),
  );

/** Apart from the above, so that what is returned does not keep the earlier book and its indexes. */
function untouched(
  known: readonly (Pieces | undefined)[],
  oldIds: Int32Array,
  worlds: readonly World[],
  changed: readonly (readonly Region[])[],
): (id: number) => Pieces | undefined {
  const isTouched = (id: number): boolean =>
    worlds.some(({ regions }, i) => {
      const own = regions[id];
      return own !== undefined && changed[i].some((region) => meetsRegion(own, region));
    });
  return (id) => {
    const pieces = oldIds[id] < 0 ? undefined : known[oldIds[id]];
    return pieces === undefined || isTouched(id) ? undefined : pieces;
  };
}

/** A part of `region` that holds the point, which nothing before the rule decides, and of which the same is true all over. */
function freeAround(book: Book, world: World, id: number, point: Point, region: Region): Region {
  const rule = book.rules[id];
  const seen = seeing(book, 1);
  let rest = region;
  const clear = (tier: number, action: 'pass' | 'deny' | 'allow'): void => {
    rest = without(rest, treeOf(world, tier, action).meeting(rest, seen), point, world.space);
  };
  for (let tier = 0; tier < rule.tier; tier++) {
    const [pass] = treeOf(world, tier, 'pass').largestHolders(point, seen, 1);
    if (pass !== undefined) {
      rest = intersectRegions(rest, pass.region)!;
      continue;
    }
    clear(tier, 'deny');
    clear(tier, 'allow');
  }
  for (const action of ['pass', 'deny'] as const)
    if (strength[action] < strength[rule.action]) clear(rule.tier, action);
  return rest;
}
