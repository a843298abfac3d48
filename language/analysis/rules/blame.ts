import type { Action } from '../../policy/model.js';
import { seeing, strength, treeOf, type Book, type World } from '../book.js';
import { add, take, type Count } from '../engine/count.js';
import type { Budget } from '../engine/cover.js';
import { decideInOrder } from '../engine/share.js';
import { intersectRegions, meetsRegion, peel, withinRegion, type Region } from '../engine/region.js';
import type { Entry } from '../engine/index.js';
import { countedVolume, volume } from './volume.js';

/** Disjoint pieces of a shadowed rule that one action of one tier decides. */
interface Takings {
  readonly world: World;
  readonly takers: readonly Entry[];
  pieces: Region[];
}

class OutOfBudget extends Error {}

function spend(book: Book, budget: Budget, pieces: number): void {
  budget.pieces -= pieces;
  if (budget.pieces < 0) throw new OutOfBudget();
  book.work.pieces += pieces;
}

/**
 * The rules that make rule `id`, which decides nothing, do so: of those that decide parts of what it matches, by number
 * of connections they take, largest first, then place, the shortest start that covers it. `undefined` where the budget
 * of pieces ran out.
 */
export function blameForShadow(book: Book, id: number, pieces: number): readonly number[] | undefined {
  try {
    const budget = { pieces };
    return book.ruleset === undefined ? blameOfTiers(book, id, budget) : blameOfRuleset(book, id, budget);
  } catch (error) {
    if (error instanceof OutOfBudget) return undefined;
    throw error;
  }
}

function blameOfTiers(book: Book, id: number, budget: Budget): readonly number[] {
  const taken = new Taken(book);
  const takings = book.worlds.flatMap((world) => {
    const region = world.regions[id];
    return region === undefined ? [] : tierTakings(book, world, id, region, budget);
  });
  for (const { world, takers, pieces } of takings) {
    spend(book, budget, takers.length * pieces.length);
    for (const { id: taker, region } of takers) {
      for (const piece of pieces) {
        const common = intersectRegions(piece, region);
        if (common !== undefined) taken.note(taker, countedVolume(book.coordinates, world, common));
      }
    }
  }
  return shortestStart(book, takings, taken.bySize(), budget);
}

/** What one rule of a ruleset decides no other does, so that only all of them cover it. */
function blameOfRuleset(book: Book, id: number, budget: Budget): readonly number[] {
  const taken = new Taken(book);
  for (const world of book.worlds) {
    const region = world.regions[id];
    if (region === undefined) continue;
    const met = world.trees[0].meeting(region, seeing(book, 1, -1, 0, id));
    const whole = met.findIndex((taker) => withinRegion(region, taker.region));
    const last = met[whole < 0 ? met.length - 1 : whole];
    const takers = whole < 0 ? met : met.slice(0, whole + 1);
    const charge = (compared: number): void => {
      book.work.examined += compared;
      spend(book, budget, 1);
      budget.pieces -= compared / comparisonsInPiece;
    };
    taken.open(world, region);
    decideInOrder(region, takers, charge, (taker, piece) => taken.add(world, taker.id, piece), last);
    taken.addRest(last.id);
  }
  return taken.bySize();
}

/** How many connections each rule takes. */
class Taken {
  private readonly sizes = new Map<number, Count>();
  /** What is left of a region that is shared out: connections to be counted in its world, and all of them. */
  private counted: Count = 0;
  private all: Count = 0;

  constructor(private readonly book: Book) {}

  /** Begins to share out a region, all of which is taken. */
  open(world: World, region: Region): void {
    this.counted = countedVolume(this.book.coordinates, world, region);
    this.all = world.name === 'four' ? this.counted : volume(this.book.coordinates, region);
  }

  /** Adds a piece that a rule takes; pieces are disjoint. */
  add(world: World, id: number, piece: Region): void {
    const counted = countedVolume(this.book.coordinates, world, piece);
    this.note(id, counted);
    this.counted = take(this.counted, counted);
    this.all = take(this.all, world.name === 'four' ? counted : volume(this.book.coordinates, piece));
  }

  /** Adds what is left of the region, if anything. */
  addRest(id: number): void {
    if (this.all > 0) this.note(id, this.counted);
  }

  /** The rules that take anything, largest first, then by place. */
  bySize(): number[] {
    if (this.sizes.size === 1) return [...this.sizes.keys()];
    return [...this.sizes]
      .sort(([a, sizeA], [b, sizeB]) => (sizeA > sizeB ? -1 : sizeA < sizeB ? 1 : a - b))
      .map(([id]) => id);
  }

  /** A connection between symbols may be counted in the other world only; the rule takes it all the same. */
  note(id: number, counted: Count): void {
    this.sizes.set(id, add(this.sizes.get(id) ?? 0, counted));
  }
}

/** Comparisons that cost as much as a piece. */
const comparisonsInPiece = 16;

/** Splits pieces by whether one of the entries holds them; both lists stay disjoint. */
function split(
  book: Book,
  pieces: readonly Region[],
  entries: readonly Entry[],
  budget: Budget,
): { held: Region[]; free: Region[] } {
  const held: Region[] = [];
  let free: Region[] = [...pieces];
  for (const { region } of entries) {
    if (free.length === 0) break;
    book.work.examined += free.length;
    budget.pieces -= free.length / comparisonsInPiece;
    if (!free.some((piece) => meetsRegion(piece, region))) continue;
    const rest: Region[] = [];
    const before = held.length;
    for (const piece of free) {
      const core = peel(piece, region, rest);
      if (core !== undefined) held.push(core);
    }
    // Each piece that was cut has left some, or nothing.
    spend(book, budget, held.length - before + Math.max(0, rest.length - free.length));
    free = rest;
  }
  spend(book, budget, 0);
  return { held, free };
}

/** What each tier and action decides of a region before the rule's own level, as section 4 walks the tiers. */
function tierTakings(book: Book, world: World, id: number, region: Region, budget: Budget): Takings[] {
  const rule = book.rules[id];
  const seen = seeing(book, 1);
  const takings: Takings[] = [];
  let open: Region[] = [region];
  for (let tier = 0; tier <= rule.tier; tier++) {
    const own = tier === rule.tier;
    const take = (action: Action, pieces: readonly Region[]): { held: Region[]; free: Region[] } => {
      if (own && strength[action] >= strength[rule.action]) return { held: [], free: [...pieces] };
      const takers = treeOf(world, tier, action).meeting(region, seen);
      const parts = split(book, pieces, takers, budget);
      if (own || action !== 'pass') takings.push({ world, takers, pieces: parts.held });
      return parts;
    };
    const passed = take('pass', open);
    const denied = take('deny', passed.free);
    const allowed = take('allow', denied.free);
    open = own ? [] : [...passed.held, ...allowed.free];
  }
  return takings;
}

function shortestStart(
  book: Book,
  takings: readonly Takings[],
  order: readonly number[],
  budget: Budget,
): number[] {
  const start: number[] = [];
  for (const id of order) {
    if (takings.every(({ pieces }) => pieces.length === 0)) break;
    start.push(id);
    for (const taking of takings) {
      const taker = taking.takers.find((entry) => entry.id === id);
      if (taker !== undefined && taking.pieces.some((piece) => meetsRegion(piece, taker.region))) {
        taking.pieces = split(book, taking.pieces, [taker], budget).free;
      }
    }
  }
  return start;
}
