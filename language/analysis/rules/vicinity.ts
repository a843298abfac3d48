import { present } from '../book.js';
import { costOf, type Budget } from '../engine/cover.js';
import type { Entry } from '../engine/index.js';
import { holdsPoint, intersectRegions, type Point } from '../engine/region.js';
import { corner } from '../engine/space.js';
import type { Neighbourhoods } from './nearby.js';
import { findDecision, type Answer } from './open.js';

/**
 * A connection that rule `id` decides and rule `inside` matches, which meets it: the answer of `findDecision`. Whoever
 * holds such a connection meets both of them, so that mostly one look at those that meet one of them settles it.
 */
export function decisionInside(near: Neighbourhoods, id: number, inside: number, budget: Budget): Answer {
  return firstLook(near, id, inside, budget) ?? findDecision(near.around(id), id, inside, budget);
}

/** The example of what both match, where no rule that may win over rule `id` matches that. */
function firstLook(near: Neighbourhoods, id: number, inside: number, budget: Budget): Point | undefined {
  const met = near.entries(inside) ?? near.entries(id);
  if (met === undefined || budget.pieces <= 0) return undefined;
  const { worlds, work } = near.book;
  for (let i = 0; i < worlds.length; i++) {
    const { regions, space } = worlds[i];
    const own = regions[id];
    const around = regions[inside];
    const common = own && around && intersectRegions(own, around);
    if (common === undefined) continue;
    const point = corner(common, space);
    if (isHeldBefore(near, met[i], point, id)) return undefined;
    work.questions++;
    work.pieces += costOf(common);
    budget.pieces -= costOf(common);
    return point;
  }
  return undefined;
}

/** Whether one of some rules that may win over rule `id` holds a point. */
function isHeldBefore(near: Neighbourhoods, met: readonly Entry[], point: Point, id: number): boolean {
  const { ruleset, keys, states, work } = near.book;
  for (const { id: other, region } of met) {
    if (ruleset === undefined ? keys[other] >= keys[id] : other >= id) continue;
    work.examined++;
    if (states[other] <= present.removable && holdsPoint(region, point)) return true;
  }
  return false;
}
