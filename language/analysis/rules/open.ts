import type { Book } from '../book.js';
import { decidedBeforeRule } from '../decided.js';
import { findUncovered, isWitness } from '../engine/cover.js';
import { intersectRegions, withinRegion, type Point, type Region } from '../engine/region.js';

/** What an exact question about a rule came to: a point that shows it, a proof that there is none, or neither. */
export type Answer = Point | 'none' | 'undecided';

export const isPoint = (answer: Answer): answer is Point => typeof answer !== 'string';

/**
 * A connection that rule `id` decides, in the part of what it matches that rule `inside` matches too (`inside` may be
 * `id` itself): a point of E(id) in B(inside).
 */
export function findDecision(book: Book, id: number, inside: number, pieces: number): Answer {
  let answer: Answer = 'none';
  for (const world of book.worlds) {
    const region = commonRegion(world.regions[id], world.regions[inside]);
    if (region === undefined) continue;
    const found = findUncovered(region, decidedBeforeRule(book, world, id, 1), world.space, { pieces }, book.work);
    if (isWitness(found)) return found;
    if (found === 'undecided') answer = found;
  }
  return answer;
}

/** Whether B(inner) lies in B(outer). */
export function isInside(book: Book, inner: number, outer: number): boolean {
  return book.worlds.every((world) => {
    const region = world.regions[inner];
    const around = world.regions[outer];
    return region === undefined || (around !== undefined && withinRegion(region, around));
  });
}

function commonRegion(a: Region | undefined, b: Region | undefined): Region | undefined {
  if (a === undefined || b === undefined || a === b) return a && b;
  return intersectRegions(a, b);
}
