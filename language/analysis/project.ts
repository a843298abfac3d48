import { seeing, strength, treeOf, type Book, type World } from './book.js';
import { decidedBeforeRule, levelOf, type Level } from './decided.js';
import { findUncovered, isWitness, type Budget, type Probe } from './engine/cover.js';
import { intersectInts, subtractInts, uniteAllInts, uniteInts, type IntSet } from './engine/intset.js';
import { withSide, type Point, type Region } from './engine/region.js';
import type { Filter, Index } from './engine/index.js';
import type { Action } from '../policy/model.js';

/** A stretch of a projection: the point it was found at, and the coordinates that are as free as the point's own. */
export interface Stretch {
  readonly point: Point;
  readonly side: IntSet;
}

/**
 * The projection of what a rule decides, inside `region` (a part of what it matches), onto one dimension, stretch by
 * stretch: finds an undecided point, looks along the dimension as far as the rule decides there, and goes on with the
 * coordinates not yet seen. `visit` may end the search by returning true. Returns whether it came to an end in budget.
 * A `gradual` search looks near the point first, and farther away only if `visit` has not ended it.
 */
export function projectDecided(
  book: Book,
  world: World,
  id: number,
  region: Region,
  dimension: number,
  budget: Budget,
  visit: (stretch: Stretch) => boolean,
  gradual = false,
): boolean {
  const cover: Cover = {
    probe: decidedBeforeRule(book, world, id, 1),
    along: (line) => decidedAlong(book, world, id, line, dimension),
  };
  return projectUncovered(book, world, cover, region, dimension, budget, visit, gradual);
}

/** What covers points, and what of a line it covers: a region that is one point wide in all dimensions but one. */
export interface Cover {
  readonly probe: Probe;
  readonly along: (line: Region) => IntSet;
}

/** The projection of what a cover leaves of `region`, in the same way. */
export function projectUncovered(
  book: Book,
  world: World,
  cover: Cover,
  region: Region,
  dimension: number,
  budget: Budget,
  visit: (stretch: Stretch) => boolean,
  gradual = false,
): boolean {
  for (let rest: Region | undefined = region; rest !== undefined;) {
    const point = findUncovered(rest, cover.probe, world.space, budget, book.work);
    if (!isWitness(point)) return point === 'covered';
    const left: IntSet = rest[dimension];
    let found: IntSet = [];
    for (const part of gradual ? widening(left, point[dimension]) : [left]) {
      const line: Region = point.map((x, d) => (d === dimension ? part : [x, x + 1]));
      const side = subtractInts(part, cover.along(line));
      if (side.length > 0 && visit({ point, side })) return true;
      found = uniteInts(found, side);
    }
    rest = withSide(rest, dimension, subtractInts(left, found));
  }
  return true;
}

/** How far from the point each look of a gradual search reaches. */
const reaches = [1, 64, 4_096];

/** Disjoint parts of a side: what is near a coordinate of it first, all the rest last. */
function* widening(side: IntSet, x: number): Generator<IntSet, void> {
  let rest = side;
  for (const reach of reaches) {
    const near: IntSet = [x, x + reach];
    const part = intersectInts(rest, near);
    if (part.length > 0) yield part;
    rest = subtractInts(rest, near);
  }
  if (rest.length > 0) yield rest;
}

/** What is decided before a rule along a line. */
function decidedAlong(book: Book, world: World, id: number, line: Region, dimension: number): IntSet {
  if (book.ruleset !== undefined)
    return unionAlong(world.trees[0], line, dimension, seeing(book, 1, -1, 0, id));
  return decidedBeforeAlong(book, world, levelOf(book, id), line, dimension);
}

/** What the tiers decide before a level along a line. */
export function decidedBeforeAlong(
  book: Book,
  world: World,
  level: Level,
  line: Region,
  dimension: number,
): IntSet {
  const along = (tier: number, action: Action): IntSet =>
    unionAlong(treeOf(world, tier, action), line, dimension, seeing(book, 1));
  let decided: IntSet = [];
  for (let tier = 0; tier < level.tier; tier++) {
    const deciding = uniteInts(along(tier, 'deny'), along(tier, 'allow'));
    decided = uniteInts(decided, subtractInts(deciding, along(tier, 'pass')));
  }
  for (const action of ['pass', 'deny'] as const) {
    if (strength[action] < level.strength) decided = uniteInts(decided, along(level.tier, action));
  }
  return decided;
}

/** What the entries of an index that meet a line cover of it. */
export function unionAlong(tree: Index, line: Region, dimension: number, filter: Filter): IntSet {
  return uniteAllInts(tree.meeting(line, filter).map(({ region }) => region[dimension]));
}
