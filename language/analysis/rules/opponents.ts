import type { Action } from '../../policy/model.js';
import { present, seeing, strength, treeOf, type Book, type World } from '../book.js';
import type { Point } from '../engine/region.js';
import type { Budget } from '../engine/cover.js';
import type { Filter, Index } from '../engine/index.js';
import { findDecision, isInside, isPoint } from './open.js';

/** Rules that decide part of what another rule matches, by place, and a connection that the first of them takes. */
export interface Opponents {
  readonly ids: readonly number[];
  readonly witness: Point;
  /** There are more than are listed. */
  readonly more: boolean;
}

/** What a search for opponents came to. A part that is missing is proven empty, unless the search was cut short. */
export interface Opposition {
  /** Those not inside the rule. */
  readonly conflict: Opponents | undefined;
  /** Those inside the rule. */
  readonly exception: Opponents | undefined;
  readonly undecided: boolean;
}

/** Limits of a search for opponents. */
export interface Limits {
  readonly pieces: number;
  /** Opponents listed at most. */
  readonly listed: number;
  /** Rules compared at most. */
  readonly compared: number;
  /** Steps (index nodes visited and regions compared) over all rules, after which the rest get next to no effort. */
  readonly steps: number;
}

/** Stronger rules of the same tier or ruleset, of another action, that decide part of rule `id`. */
export function opposition(book: Book, id: number, limits: Limits): Opposition {
  const { action } = book.rules[id];
  const candidates =
    book.ruleset !== undefined
      ? earlierOthers(book, id)
      : meeting(book, id, (world) =>
          (['pass', 'deny'] as const)
            .filter((other) => strength[other] < strength[action])
            .map((other) => treeOf(world, book.rules[id].tier, other)),
        );
  const budget = { pieces: limits.pieces };
  const conflict = new Collection(book, id, limits, budget);
  const exception = new Collection(book, id, limits, budget);
  let undecided = candidates.length > limits.compared;
  for (const other of candidates.slice(0, limits.compared)) {
    const list = isInside(book, other, id) ? exception : conflict;
    if (!list.add(other)) undecided = true;
  }
  return { conflict: conflict.result, exception: exception.result, undecided };
}

/** Rules of earlier tiers with the other action that decide part of an allow or deny. */
export function masking(
  book: Book,
  id: number,
  limits: Limits,
): { masked: Opponents | undefined; undecided: boolean } {
  const { tier, action } = book.rules[id];
  const other: Action = action === 'allow' ? 'deny' : 'allow';
  const candidates = meeting(book, id, (world) =>
    Array.from({ length: tier }, (_, earlier) => treeOf(world, earlier, other)),
  );
  const masked = new Collection(book, id, limits, { pieces: limits.pieces });
  let undecided = candidates.length > limits.compared;
  for (const candidate of candidates.slice(0, limits.compared)) if (!masked.add(candidate)) undecided = true;
  return { masked: masked.result, undecided };
}

/** Ids of the entries of some indexes that meet what rule `id` matches, by place. */
export function meeting(
  book: Book,
  id: number,
  indexes: (world: World) => readonly Index[],
  filter: Filter = seeing(book, present.removable),
): number[] {
  const found: number[][] = [];
  for (const world of book.worlds) {
    const region = world.regions[id];
    if (region === undefined) continue;
    for (const index of indexes(world)) {
      const met = index.meeting(region, filter);
      if (met.length > 0) found.push(met.map((entry) => entry.id));
    }
  }
  if (found.length < 2) return found[0] ?? [];
  return [...new Set(found.flat())].sort((a, b) => a - b);
}

function earlierOthers(book: Book, id: number): number[] {
  const other = book.rules[id].action === 'allow' ? strength.deny : strength.allow;
  return meeting(book, id, (world) => [world.actions[other]], seeing(book, present.removable, -1, 0, id));
}

/** Opponents as they are found. */
class Collection {
  private readonly ids: number[] = [];
  private witness: Point | undefined;
  private more = false;

  constructor(
    private readonly book: Book,
    private readonly id: number,
    private readonly limits: Limits,
    private readonly budget: Budget,
  ) {}

  /** Takes a candidate that decides part of the rule; false where that could not be decided. */
  add(candidate: number): boolean {
    if (this.more) return true;
    const answer = findDecision(this.book, candidate, this.id, this.budget);
    if (!isPoint(answer)) return answer === 'none';
    if (this.ids.length === this.limits.listed) {
      this.more = true;
      return true;
    }
    this.ids.push(candidate);
    this.witness ??= answer;
    return true;
  }

  get result(): Opponents | undefined {
    return this.witness === undefined ? undefined : { ids: this.ids, witness: this.witness, more: this.more };
  }
}
