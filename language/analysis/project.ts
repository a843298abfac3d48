import { seeing, strength, treeOf, type Book, type World } from './book.js';
import { decidedBeforeRule } from './decided.js';
import { findUncovered, isWitness, type Budget } from './engine/cover.js';
import { subtractInts, uniteInts, type IntSet } from './engine/intset.js';
import { withSide, type Point, type Region } from './engine/region.js';
import type { Index } from './engine/index.js';

/** A stretch of a projection: the point it was found at, and the coordinates that are as free as the point's own. */
export interface Stretch {
  readonly point: Point;
  readonly side: IntSet;
}

/**
 * The projection of what a rule decides, inside `region` (a part of what it matches), onto one dimension, stretch by
 * stretch: finds an undecided point, looks along the dimension as far as the rule decides there, and goes on with the
 * coordinates not yet seen. `visit` may end the search by returning true. Returns whether it came to an end in budget.
 */
export function projectDecided(
  book: Book,
  world: World,
  id: number,
  region: Region,
  dimension: number,
  budget: Budget,
  visit: (stretch: Stretch) => boolean,
): boolean {
  const probe = decidedBeforeRule(book, world, id, 1);
  for (let rest: Region | undefined = region; rest !== undefined;) {
    const point = findUncovered(rest, probe, world.space, budget, book.work);
    if (!isWitness(point)) return point === 'covered';
    const line: Region = point.map((x, d) => (d === dimension ? rest![d] : [x, x + 1]));
    const side = subtractInts(rest[dimension], decidedAlong(book, world, id, line, dimension));
    if (visit({ point, side })) return true;
    rest = withSide(rest, dimension, subtractInts(rest[dimension], side));
  }
  return true;
}

/** What is decided before a rule along a line: a region that is one point wide in all other dimensions. */
function decidedAlong(book: Book, world: World, id: number, line: Region, dimension: number): IntSet {
  const along = (tree: Index, filter = seeing(book, 1)): IntSet =>
    tree.meeting(line, filter).reduce<IntSet>((sum, entry) => uniteInts(sum, entry.region[dimension]), []);
  if (book.ruleset !== undefined) return along(world.trees[0], seeing(book, 1, -1, 0, id));
  const rule = book.rules[id];
  let decided: IntSet = [];
  for (let tier = 0; tier < rule.tier; tier++) {
    const deciding = uniteInts(along(treeOf(world, tier, 'deny')), along(treeOf(world, tier, 'allow')));
    decided = uniteInts(decided, subtractInts(deciding, along(treeOf(world, tier, 'pass'))));
  }
  for (const action of ['pass', 'deny'] as const) {
    if (strength[action] < strength[rule.action])
      decided = uniteInts(decided, along(treeOf(world, rule.tier, action)));
  }
  return decided;
}
