import type { Entry } from './index.js';
import { intersectInts, meetsInts } from './intset.js';
import { leading } from './order.js';
import { meetsRegion, peel, withinRegion, withSide, type Region } from './region.js';

/** So few entries are taken off a region one after the other. */
const few = 6;

/** So many entries tell well enough where to cut. */
const sample = 32;

/**
 * Shares a region out among entries in their order: each gets what it holds of the region and no entry before it does.
 * `give` is told of every piece; pieces are disjoint. `charge` is told, for each part that is looked at, how many entries
 * are compared with it, and may throw to end the search.
 *
 * A part that many entries meet is halved at their bounds until few meet each half: so the work grows with the number of
 * entries little faster than in proportion, where to take one after the other off all that is left would square it.
 */
export function decideInOrder(
  region: Region,
  entries: readonly Entry[],
  charge: (compared: number) => void,
  give: (entry: Entry, piece: Region) => void,
): void {
  charge(entries.length);
  const whole = entries.findIndex((entry) => withinRegion(region, entry.region));
  const list = whole < 0 ? entries : entries.slice(0, whole + 1);
  const cut = list.length > few ? bestCut(region, list) : undefined;
  if (cut === undefined) return takeInTurn(region, list, charge, give);
  const { dimension, at } = cut;
  const side = region[dimension];
  for (const half of [intersectInts(side, [side[0], at]), intersectInts(side, [at, side[side.length - 1]])]) {
    const met = list.filter((entry) => meetsInts(entry.region[dimension], half));
    decideInOrder(withSide(region, dimension, half)!, met, charge, give);
  }
}

/** About the middle one of the bounds of entries inside a region, in the dimension that has most of them. */
function bestCut(region: Region, entries: readonly Entry[]): { dimension: number; at: number } | undefined {
  const step = Math.ceil(entries.length / sample);
  let best: number[] = [];
  let dimension = -1;
  for (let d = 0; d < leading; d++) {
    const low = region[d][0];
    const high = region[d][region[d].length - 1];
    const bounds: number[] = [];
    for (let i = 0; i < entries.length; i += step) {
      const side = entries[i].region[d];
      if (side[0] > low && side[0] < high) bounds.push(side[0]);
      const end = side[side.length - 1];
      if (end > low && end < high) bounds.push(end);
    }
    if (bounds.length <= best.length) continue;
    best = bounds;
    dimension = d;
  }
  if (dimension < 0) return undefined;
  best.sort((a, b) => a - b);
  return { dimension, at: best[best.length >> 1] };
}

function takeInTurn(
  region: Region,
  entries: readonly Entry[],
  charge: (compared: number) => void,
  give: (entry: Entry, piece: Region) => void,
): void {
  let open: Region[] = [region];
  for (const entry of entries) {
    if (open.length === 0) return;
    charge(open.length);
    if (!open.some((piece) => meetsRegion(piece, entry.region))) continue;
    const rest: Region[] = [];
    for (const piece of open) {
      const core = peel(piece, entry.region, rest);
      if (core !== undefined) give(entry, core);
    }
    open = rest;
  }
}
