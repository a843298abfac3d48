import { present, type Book, type World } from '../analysis/book.js';
import { endpointsOf } from '../analysis/axis.js';
import { endpointCells, regionOf, type Coordinates } from '../analysis/coordinates.js';
import { decidedBeforeRule } from '../analysis/decided.js';
import { findUncovered, type Budget } from '../analysis/engine/cover.js';
import { intersectRegions, peel, withinRegion, type Region } from '../analysis/engine/region.js';
import { sameEnds } from '../analysis/lineage.js';
import { uniteEndpoints, type EndpointSet } from '../net/endpoints.js';
import type { Traffic } from '../policy/model.js';
import type { FixSubject } from './subject.js';

/**
 * Whether no verdict changes where a rule says `narrower` in place of what it says: it must match nothing new, and what
 * it matches no longer must all be decided before the rule is asked. Exact; false also where the budget runs out.
 */
export function keepsVerdicts(subject: FixSubject, narrower: Traffic, budget: Budget): boolean {
  const { id, near } = subject;
  const book = near.around(id);
  if (!isExact(book.coordinates, narrower)) return false;
  return book.worlds.every((world) => {
    const region = regionOf(book.coordinates, narrower, world.name);
    const whole = regionIn(book, world, id);
    if (whole === undefined) return region === undefined;
    const lost: Region[] = [];
    if (region === undefined) lost.push(whole);
    else if (!withinRegion(region, whole)) return false;
    else peel(whole, region, lost);
    const probe = decidedBeforeRule(book, world, id, present.removable);
    return lost.every((piece) => findUncovered(piece, probe, world.space, budget, book.work) === 'covered');
  });
}

/** Whether stronger rule `other` decides nothing of `traffic`, or stands inside it as its exception. */
export function isAtPeace(
  { id, near }: FixSubject,
  other: number,
  traffic: Traffic,
  budget: Budget,
): boolean {
  const book = near.around(id);
  const regions = book.worlds.map((world) => regionOf(book.coordinates, traffic, world.name));
  const inside = book.worlds.every((world, i) => {
    const region = regionIn(book, world, other);
    return region === undefined || (regions[i] !== undefined && withinRegion(region, regions[i]));
  });
  if (inside) return true;
  return book.worlds.every((world, i) => {
    const common = meet(regionIn(book, world, other), regions[i]);
    if (common === undefined) return true;
    const probe = decidedBeforeRule(book, world, other, present.removable);
    return findUncovered(common, probe, world.space, budget, book.work) === 'covered';
  });
}

const meet = (a: Region | undefined, b: Region | undefined): Region | undefined =>
  a && b && intersectRegions(a, b);

/** What a rule of a book matches in a world. */
export function regionIn({ rules, coordinates }: Book, world: World, id: number): Region | undefined {
  return rules[id].expired ? undefined : regionOf(coordinates, rules[id], world.name);
}

/** Whether the cells of the policy tell the ends of the traffic apart from all else. */
export function isExact(coordinates: Coordinates, { source, destination }: Traffic): boolean {
  return [source, destination].every((set) => sameEnds(set, roundedOut(coordinates, set)));
}

function roundedOut(coordinates: Coordinates, set: EndpointSet): EndpointSet {
  const { four, six } = endpointCells(coordinates, set);
  return uniteEndpoints([endpointsOf(coordinates.axis, four), endpointsOf(coordinates.axis, six)]);
}
