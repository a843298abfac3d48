import { seeing, strength, treeOf, type Book, type World } from '../analysis/book.js';
import { pickHolder, without } from '../analysis/decided.js';
import type { Filter, Index } from '../analysis/engine/index.js';
import { countInts, holdsInt, intersectInts } from '../analysis/engine/intset.js';
import { intersectRegions, withSide, type Point, type Region } from '../analysis/engine/region.js';
import { tiers } from '../policy/model.js';

/** Where more regions than this are to be cut off one, only a part of it is looked at: crumbs help nobody. */
const mostCuts = 256;

/** A part of `region` around `point` all of which the book allows; `undefined` where it does not allow the point. */
export function allowedAround(book: Book, world: World, point: Point, region: Region): Region | undefined {
  const seen = seeing(book, 1);
  if (book.ruleset !== undefined) {
    const first = world.trees[0].firstHolder(point, seen);
    if (first === undefined || book.rules[first.id].action !== 'allow') return undefined;
    return allowedByRule(book, world, first.id, point, intersectRegions(region, first.region)!);
  }
  for (let tier = 0; tier < tiers.length; tier++) {
    if (treeOf(world, tier, 'pass').someHolder(point, seen)) continue;
    if (treeOf(world, tier, 'deny').someHolder(point, seen)) return undefined;
    const entry = pickHolder(treeOf(world, tier, 'allow'), point, region, seen);
    if (entry !== undefined)
      return allowedByRule(book, world, entry.id, point, intersectRegions(region, entry.region)!);
  }
  return undefined;
}

/**
 * A part of `region` around `point` all of which is allowed by rule `id` or, unless `alone`, by stronger ones. All of
 * `region` must match the rule, an allow, and the rule must decide the point.
 */
export function allowedByRule(
  book: Book,
  world: World,
  id: number,
  point: Point,
  region: Region,
  alone = false,
): Region {
  const seen = seeing(book, 1);
  if (book.ruleset !== undefined) {
    const stronger = alone ? world.trees[0] : world.actions[strength.deny];
    return cut(world, stronger, region, point, { ...seen, below: id });
  }
  const { tier } = book.rules[id];
  let rest = region;
  for (let earlier = 0; earlier < tier; earlier++) {
    const stronger = (alone ? (['deny', 'allow'] as const) : (['deny'] as const))
      .map((action) => treeOf(world, earlier, action))
      .filter((index) => !isClear(index, rest, seen));
    if (stronger.length === 0) continue;
    const [pass] = treeOf(world, earlier, 'pass').largestHolders(point, seen, 1);
    if (pass !== undefined) rest = intersectRegions(rest, pass.region)!;
    else for (const index of stronger) rest = cut(world, index, rest, point, seen);
  }
  rest = cut(world, treeOf(world, tier, 'deny'), rest, point, seen);
  return cut(world, treeOf(world, tier, 'pass'), rest, point, seen);
}

/** A part of `region` around `point`, which the book does not allow, of which it allows nothing. */
export function refusedAround(book: Book, world: World, point: Point, region: Region): Region {
  const seen = seeing(book, 1);
  if (book.ruleset !== undefined) return refusedByFirst(world, point, region, seen);
  let rest = region;
  for (let tier = 0; tier < tiers.length; tier++) {
    const passes = treeOf(world, tier, 'pass');
    const [pass] = passes.largestHolders(point, seen, 1);
    const deny = pass ? undefined : pickHolder(treeOf(world, tier, 'deny'), point, rest, seen);
    if (deny !== undefined) {
      if (allowsNothing(world, tier, rest, seen)) return rest;
      return cut(world, passes, intersectRegions(rest, deny.region)!, point, seen);
    }
    const allows = treeOf(world, tier, 'allow');
    // A tier without allows there can only deny, or leave it to the next.
    if (isClear(allows, rest, seen)) continue;
    rest = pass ? intersectRegions(rest, pass.region)! : cut(world, allows, rest, point, seen);
  }
  return rest;
}

/** Whether no allow of a tier or a later one meets a region. */
const allowsNothing = (world: World, tier: number, region: Region, seen: Filter): boolean =>
  tiers.every((_, t) => t < tier || isClear(treeOf(world, t, 'allow'), region, seen));

function refusedByFirst(world: World, point: Point, region: Region, seen: Filter): Region {
  const allows = world.actions[strength.allow];
  if (isClear(allows, region, seen)) return region;
  const first = world.trees[0].firstHolder(point, seen);
  if (first === undefined) return cut(world, allows, region, point, seen);
  const matched = intersectRegions(region, first.region)!;
  return cut(world, allows, matched, point, { ...seen, below: first.id });
}

const isClear = (index: Index, region: Region, seen: Filter): boolean =>
  index.fewMeeting(region, seen, 0) !== undefined;

/** Cuts what the filter sees of the index off the region; none of it may hold the point. */
function cut(world: World, index: Index, region: Region, point: Point, seen: Filter): Region {
  let rest = region;
  for (;;) {
    const met = index.fewMeeting(rest, seen, mostCuts);
    if (met !== undefined) return without(rest, met, point, world.space);
    const half = halved(rest, point);
    if (half === undefined) return without(rest, index.meeting(rest, seen), point, world.space);
    rest = half;
  }
}

/** The half of a region that holds the point, by the longest of the first three sides. */
function halved(region: Region, point: Point): Region | undefined {
  const lengths = [0, 1, 2].map((d) => countInts(region[d]));
  const longest = lengths.indexOf(Math.max(...lengths));
  if (lengths[longest] < 2) return undefined;
  const side = region[longest];
  const middle = (side[0] + side[side.length - 1]) >> 1;
  const lower = intersectInts(side, [side[0], middle]);
  const upper = intersectInts(side, [middle, side[side.length - 1]]);
  return withSide(region, longest, holdsInt(lower, point[longest]) ? lower : upper);
}
