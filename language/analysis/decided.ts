import { tiers } from '../policy/model.js';
import { seeing, strength, treeOf, type Book, type World } from './book.js';
import { holdsInt, intersectInts, subtractInts } from './engine/intset.js';
import {
  intersectRegions,
  looseSides,
  meetsRegion,
  withSide,
  type Point,
  type Region,
} from './engine/region.js';
import type { Probe } from './engine/cover.js';
import type { Space } from './engine/space.js';
import type { Entry, Filter, Index } from './engine/index.js';

/** How many rules that hold a point are compared before one of them is taken off a piece. */
const compared = 8;

/** A place in the order of decision of the tiers: everything before `tier`, and in it all that is stronger. */
export interface Level {
  readonly tier: number;
  /** Actions of the tier whose `strength` is below this come before. */
  readonly strength: number;
}

/** Below everything: what no rule decides is denied. */
export const bottom: Level = { tier: tiers.length, strength: 0 };

/** The level of a rule: what decides a connection before the rules of its tier and action do. */
export function levelOf(book: Book, id: number): Level {
  const rule = book.rules[id];
  return { tier: rule.tier, strength: strength[rule.action] };
}

/**
 * The probe for "decided before a level". `coverers` says which rules count as deciding; `seen` which passes count as
 * exempting from an earlier tier: all that may be there.
 *
 * A point is decided before tier t exactly if some earlier tier has a deny or allow on it and no pass: whether a tier
 * before that one decides it, or passes it, makes no difference.
 */
export function decidedBefore(world: World, level: Level, coverers: Filter, seen: Filter): Probe {
  return (point, piece) => {
    const choice = new Choice(piece);
    for (let tier = 0; tier < level.tier; tier++) {
      const passes = treeOf(world, tier, 'pass');
      if (passes.someHolder(point, seen)) continue;
      choice.offer(treeOf(world, tier, 'deny').largestHolders(point, coverers, compared), passes);
      choice.offer(treeOf(world, tier, 'allow').largestHolders(point, coverers, compared), passes);
      if (choice.isWhole) break;
    }
    for (let s = 0; s < level.strength && !choice.isWhole; s++) {
      const tree = world.trees[level.tier * 3 + s];
      choice.offer(tree.largestHolders(point, coverers, compared), undefined);
    }
    if (choice.best === undefined) return undefined;
    if (choice.passes === undefined) return choice.best.region;
    const covered = intersectRegions(piece, choice.best.region)!;
    return without(covered, choice.passes.meeting(covered, seen), point, world.space);
  };
}

/** The probe for "an earlier rule of a ruleset matches", with `coverers` limited to those before. */
export function decidedEarlier(world: World, coverers: Filter): Probe {
  return (point, piece) => bestHolder(world.trees[0], point, piece, coverers);
}

/** One of the tree's entries that hold the point: what it covers, of the piece and beyond. */
export function bestHolder(tree: Index, point: Point, piece: Region, filter: Filter): Region | undefined {
  return pickHolder(tree, point, piece, filter)?.region;
}

/** Of the entries that hold the point the one that leaves the fewest pieces. */
export function pickHolder(tree: Index, point: Point, piece: Region, filter: Filter): Entry | undefined {
  const choice = new Choice(piece);
  choice.offer(tree.largestHolders(point, filter, compared), undefined);
  return choice.best;
}

/** The coverer that leaves the fewest pieces; among equals the first offered. */
class Choice {
  best: Entry | undefined;
  /** Passes that exempt from the tier of `best`. */
  passes: Index | undefined;
  private loose = Infinity;

  constructor(private readonly piece: Region) {}

  /** Nothing better can come. */
  get isWhole(): boolean {
    return this.loose === 0 && this.passes === undefined;
  }

  offer(entries: readonly Entry[], passes: Index | undefined): void {
    const exempting = passes !== undefined && passes.size > 0 ? passes : undefined;
    for (const entry of entries) {
      const loose = looseSides(this.piece, entry.region);
      if (
        loose > this.loose ||
        (loose === this.loose && (exempting !== undefined || this.passes === undefined))
      ) {
        continue;
      }
      this.best = entry;
      this.passes = exempting;
      this.loose = loose;
      if (loose === 0) return;
    }
  }
}

/**
 * A part of `region` that holds the point and none of the entries, which must not hold it: each is cut off at the side
 * where that costs least.
 */
export function without(region: Region, entries: readonly Entry[], point: Point, space: Space): Region {
  let rest = region;
  for (const { region: cut } of entries) {
    if (meetsRegion(rest, cut)) rest = cutOff(rest, cut, point, space);
  }
  return rest;
}

function cutOff(region: Region, cut: Region, point: Point, space: Space): Region {
  let bestSide = -1;
  let leastLoss = Infinity;
  for (let d = 0; d < region.length; d++) {
    if (holdsInt(cut[d], point[d])) continue;
    const loss = space.measure(d, intersectInts(region[d], cut[d])) / space.measure(d, region[d]);
    if (loss < leastLoss) {
      leastLoss = loss;
      bestSide = d;
    }
  }
  if (bestSide < 0) throw new Error('A region to cut off holds the point that has to stay.');
  return withSide(region, bestSide, subtractInts(region[bestSide], cut[bestSide]))!;
}

/** The probe for "decided before rule `id` could": by all rules that are not gone. E(r) is what it leaves of B(r). */
export function decidedBeforeRule(book: Book, world: World, id: number, most: number): Probe {
  if (book.ruleset !== undefined) return decidedEarlier(world, seeing(book, most, -1, 0, id));
  const seen = seeing(book, most);
  return decidedBefore(world, levelOf(book, id), seen, seen);
}
