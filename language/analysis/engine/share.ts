import type { Entry } from './index.js';
import { intersectInts, meetsInts } from './intset.js';
import { leading } from './order.js';
import { fewBefore, type Before } from './sweep.js';
import { intersectRegions, meetsRegion, peel, withinRegion, withSide, type Region } from './region.js';

/** So few entries are taken off a region one after the other. */
const few = 6;

/** So many entries tell well enough where to cut. */
const sample = 32;

/**
 * Shares a region out among entries in their order: each gets what it holds of the region and no entry before it does.
 * `give` is told of every piece; pieces are disjoint. `charge` is told, for each part that is looked at, how many entries
 * are compared with it, and may throw to end the search. What `unasked`, which no entry may follow, gets is not told: of
 * a region that the entries cover it is what the others leave.
 *
 * Where few of the entries meet each other, each is looked at by itself. Otherwise a part that many entries meet is halved
 * at their bounds until few meet each half: so the work grows with the number of entries little faster than in proportion,
 * where to take one after the other off all that is left would square it.
 */
export function decideInOrder(
  region: Region,
  entries: readonly Entry[],
  charge: (compared: number) => void,
  give: (entry: Entry, piece: Region) => void,
  unasked?: Entry,
): void {
  charge(entries.length);
  const list = untilWhole(region, entries);
  if (list.length <= few) return takeInTurn(region, list, charge, give, unasked);
  const clipped = list.map((entry) => intersectRegions(region, entry.region));
  const before = fewBefore(clipped);
  if (before !== undefined) return takeEach(list, clipped, before, charge, give, unasked);
  const cut = bestCut(region, list);
  if (cut === undefined) return takeInTurn(region, list, charge, give, unasked);
  const { dimension, at } = cut;
  const side = region[dimension];
  for (const half of [intersectInts(side, [side[0], at]), intersectInts(side, [at, side[side.length - 1]])]) {
    const met = list.filter((entry) => meetsInts(entry.region[dimension], half));
    decideInOrder(withSide(region, dimension, half)!, met, charge, give, unasked);
  }
}

/** The entries up to the first that holds all of the region: those behind it get nothing. */
function untilWhole(region: Region, entries: readonly Entry[]): readonly Entry[] {
  const whole = entries.findIndex((entry) => withinRegion(region, entry.region));
  return whole < 0 || whole === entries.length - 1 ? entries : entries.slice(0, whole + 1);
}

/** Takes off each entry the few before it that meet it. `clipped` is what each holds of the region. */
function takeEach(
  entries: readonly Entry[],
  clipped: readonly (Region | undefined)[],
  before: Before,
  charge: (compared: number) => void,
  give: (entry: Entry, piece: Region) => void,
  unasked: Entry | undefined,
): void {
  for (let i = 0; i < entries.length && entries[i] !== unasked; i++) {
    const own = clipped[i];
    if (own === undefined) continue;
    let open: Region[] = [own];
    for (let at = before.first[i]; at >= 0 && open.length > 0; at = before.next[at]) {
      charge(open.length);
      const rest: Region[] = [];
      for (const piece of open) peel(piece, entries[before.entry[at]].region, rest);
      open = rest;
    }
    for (const piece of open) give(entries[i], piece);
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
  unasked: Entry | undefined,
): void {
  let open: Region[] = [region];
  for (const entry of entries) {
    if (open.length === 0 || entry === unasked) return;
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
