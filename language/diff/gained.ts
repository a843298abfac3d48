import type { World } from '../analysis/book.js';
import { decidedBeforeRule } from '../analysis/decided.js';
import type { Probe } from '../analysis/engine/cover.js';
import { uniteInts } from '../analysis/engine/intset.js';
import { peel, type Point, type Region } from '../analysis/engine/region.js';
import { corner } from '../analysis/engine/space.js';
import { allowedAround, allowedByRule, refusedAround } from './around.js';
import type { Side, Suspects } from './suspects.js';

/** Effort that may be spent, in pieces of regions. */
export interface Effort {
  /** What is left for all. */
  left: number;
  /** What was spent. */
  spent: number;
  /** What one rule may have, and what it gets where nothing is left. */
  readonly each: number;
  readonly least: number;
  /** Nobody would read what a rule gains in more separate parts than this. */
  readonly parts: number;
}

/** A region with a point in it that is gained. */
export interface Part {
  readonly region: Region;
  readonly point: Point;
}

/** What one rule allows in one world that the other book does not. */
export interface RuleGain {
  readonly world: number;
  readonly parts: readonly Part[];
  /** If not, the one part holds all that is gained and more. */
  readonly isExact: boolean;
}

/**
 * What rule `id` of one side, an allow, decides and the other side does not allow, in each world where there is
 * something. `'undecided'` where the effort ended before that was known.
 */
export function gainsOf(
  side: Side,
  other: Side,
  suspects: readonly Suspects[],
  id: number,
  effort: Effort,
): RuleGain[] | 'undecided' {
  const gains: RuleGain[] = [];
  const budget = { pieces: Math.min(effort.each, Math.max(effort.left, effort.least)) };
  const before = budget.pieces;
  let isDecided = true;
  side.book.worlds.forEach((world, w) => {
    const own = world.regions[id];
    if (own === undefined || !isDecided) return;
    const search: Search = { side, other, world, otherWorld: other.book.worlds[w], id, budget };
    if (!side.changed[id]) {
      const found = explore(search, [...suspects[w].within(own)], 1);
      isDecided &&= found.isComplete || found.parts.length > 0;
      if (found.parts.length === 0) return;
    }
    const { parts, isComplete, open } = explore(search, [own], effort.parts);
    if (isComplete) {
      if (parts.length > 0) gains.push({ world: w, parts, isExact: true });
    } else if (parts.length === 0) isDecided = false;
    else {
      const regions = [...parts.map(({ region }) => region), ...open];
      const hull = regions.reduce((sum, region) => sum.map((sideOf, d) => uniteInts(sideOf, region[d])));
      gains.push({ world: w, parts: [{ region: hull, point: parts[0].point }], isExact: false });
    }
  });
  effort.left -= before - budget.pieces;
  effort.spent += before - budget.pieces;
  return isDecided ? gains : 'undecided';
}

/** What is looked for: connections that a rule decides in `world`, and the other side does not allow. */
interface Search {
  readonly side: Side;
  readonly other: Side;
  readonly world: World;
  readonly otherWorld: World;
  readonly id: number;
  readonly budget: { pieces: number };
}

interface Found {
  readonly parts: readonly Part[];
  /** All regions were looked through. If not, what is not known lies in `open`. */
  readonly isComplete: boolean;
  readonly open: readonly Region[];
}

/**
 * Looks through regions that the rule matches, a point at a time: what is not gained there is peeled off as far as the
 * same is true around it, and so is what is gained. Ends with `most` parts.
 */
function explore(
  { side, other, world, otherWorld, id, budget }: Search,
  open: Region[],
  most: number,
): Found {
  const stronger: Probe = decidedBeforeRule(side.book, world, id, 1);
  const parts: Part[] = [];
  for (let piece = open.pop(); piece !== undefined; piece = open.pop()) {
    if (budget.pieces-- <= 0 || parts.length >= most) {
      open.push(piece);
      return { parts, isComplete: false, open };
    }
    const point = corner(piece, world.space);
    const common = stronger(point, piece) ?? allowedAround(other.book, otherWorld, point, piece);
    if (common !== undefined) {
      peel(piece, common, open);
      continue;
    }
    const allowed = allowedByRule(side.book, world, id, point, piece, true);
    const region = refusedAround(other.book, otherWorld, point, allowed);
    parts.push({ region, point });
    peel(piece, region, open);
  }
  return { parts, isComplete: true, open };
}
