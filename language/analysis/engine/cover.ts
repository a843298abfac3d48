import { holdsPoint, peel, type Point, type Region } from './region.js';
import { corner, type Space } from './space.js';
import type { Work } from './work.js';

/**
 * Says for one point of a piece whether something covers it: a region around the point, all of which is covered (it may
 * reach beyond the piece), or `undefined` where nothing covers the point.
 */
export type Probe = (point: Point, piece: Region) => Region | undefined;

/** A point that nothing covers; or that all is covered; or that the budget of pieces ran out before either was known. */
export type Coverage = Point | 'covered' | 'undecided';

export const isWitness = (coverage: Coverage): coverage is Point => typeof coverage !== 'string';

/** An effort that several questions may share: pieces still allowed. */
export interface Budget {
  pieces: number;
}

/**
 * What a piece costs: taking one off another leaves as many pieces as there are dimensions, each of as many parts. Only
 * a policy with more than a dozen conditions has so many that it counts.
 */
export const costOf = ({ length }: Region): number => Math.max(1, Math.floor((length / 16) ** 2));

/**
 * Looks for a point of `region` that nothing covers, witness first: takes an example point of a piece, asks the probe,
 * and peels what the probe says is covered off the piece. Ends at the first point that is not covered, and proves
 * coverage when no piece is left.
 *
 * The order of pieces depends on the regions alone, so equal questions have equal answers.
 */
export function findUncovered(
  region: Region,
  probe: Probe,
  space: Space,
  budget: Budget,
  work: Work,
): Coverage {
  work.questions++;
  const cost = costOf(region);
  const pieces: Region[] = [region];
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) {
    if (budget.pieces <= 0) return 'undecided';
    budget.pieces -= cost;
    work.pieces += cost;
    const point = corner(piece, space);
    const covered = probe(point, piece);
    if (covered === undefined) return point;
    if (!holdsPoint(covered, point)) throw new Error('A probe gave a region that does not hold its point.');
    peel(piece, covered, pieces);
  }
  return 'covered';
}
