import { present, type Book, type World } from '../book.js';
import { decidedBeforeRule } from '../decided.js';
import { findUncovered, isWitness, type Budget } from '../engine/cover.js';
import { intersectRegions, withinRegion, type Point, type Region } from '../engine/region.js';

/** What an exact question about a rule came to: a point that shows it, a proof that there is none, or neither. */
export type Answer = Point | 'none' | 'undecided';

export const isPoint = (answer: Answer): answer is Point => typeof answer !== 'string';

/**
 * A connection that rule `id` decides, in the part of what it matches that rule `inside` matches too (`inside` may be
 * `id` itself): a point of E(id) in B(inside).
 */
export function findDecision(book: Book, id: number, inside: number, budget: Budget): Answer {
  return search(book, id, (world) => world.regions[inside], budget);
}

function search(book: Book, id: number, part: (world: World) => Region | undefined, budget: Budget): Answer {
  let answer: Answer = 'none';
  for (const world of book.worlds) {
    const own = world.regions[id];
    const region = own && commonRegion(own, part(world));
    if (region === undefined) continue;
    const probe = decidedBeforeRule(book, world, id, present.removable);
    const found = findUncovered(region, probe, world.space, budget, book.work);
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

function commonRegion(a: Region, b: Region | undefined): Region | undefined {
  return b === undefined || a === b ? b : intersectRegions(a, b);
}
