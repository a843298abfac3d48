import type { Action } from '../../policy/model.js';
import { present, seeing, strength, treeOf, type Book, type World } from '../book.js';
import { numbersOf } from '../numbers.js';
import { holdsPoint, type Point } from '../engine/region.js';
import type { Budget } from '../engine/cover.js';
import type { Filter, Index } from '../engine/index.js';
import { worldOf } from '../verdict.js';
import type { RuleFacts } from './judge.js';
import type { Neighbourhoods } from './nearby.js';
import { isInside, isPoint } from './open.js';
import { decisionInside } from './vicinity.js';

/** Rules that decide part of what another rule matches, by place, and a connection that the first of them takes. */
export interface Opponents {
  /** Their numbers in the book. */
  readonly numbers: readonly number[];
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

/** What is already known of the rules by id: whether each decides anything, and a connection that it does. */
export type Standings = readonly Pick<RuleFacts, 'state' | 'witness'>[];

/** Stronger rules of the same tier or ruleset, of another action, that decide part of rule `id`. */
export function opposition(near: Neighbourhoods, id: number, known: Standings, limits: Limits): Opposition {
  const { book } = near;
  const own = book.keys[id];
  const candidates =
    book.ruleset !== undefined
      ? (near.meeting(id)?.filter((other) => other < id && book.keys[other] !== own) ??
        earlierOthers(book, id))
      : (near.meeting(id)?.filter((other) => isStronger(book.keys[other], own)) ??
        meeting(book, id, (world) =>
          (['pass', 'deny'] as const)
            .filter((other) => strength[other] < strength[book.rules[id].action])
            .map((other) => treeOf(world, book.rules[id].tier, other)),
        ));
  const search = { near, id, known, limits, budget: { pieces: limits.pieces } };
  const conflict = new Collection(search);
  const exception = new Collection(search);
  for (let i = 0; i < candidates.length && !(conflict.isFull && exception.isFull); i++)
    (isInside(book, candidates[i], id) ? exception : conflict).add(candidates[i], i < limits.compared);
  return {
    conflict: conflict.result,
    exception: exception.result,
    undecided: conflict.isUndecided || exception.isUndecided,
  };
}

/** Rules of earlier tiers with the other action that decide part of an allow or deny. */
export function masking(
  near: Neighbourhoods,
  id: number,
  known: Standings,
  limits: Limits,
): { masked: Opponents | undefined; undecided: boolean } {
  const { book } = near;
  const { tier, action } = book.rules[id];
  const other: Action = action === 'allow' ? 'deny' : 'allow';
  const candidates =
    near
      .meeting(id)
      ?.filter((candidate) => book.rules[candidate].tier < tier && book.rules[candidate].action === other) ??
    meeting(book, id, (world) => Array.from({ length: tier }, (_, earlier) => treeOf(world, earlier, other)));
  const masked = new Collection({ near, id, known, limits, budget: { pieces: limits.pieces } });
  for (let i = 0; i < candidates.length && !masked.isFull; i++)
    masked.add(candidates[i], i < limits.compared);
  return { masked: masked.result, undecided: masked.isUndecided };
}

/** Whether keys are of one tier, and the first of the stronger action. */
const isStronger = (key: number, than: number): boolean => key < than && key >= than - (than % 3);

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

/** What a search for opponents of one rule goes by. */
interface Search {
  readonly near: Neighbourhoods;
  readonly id: number;
  readonly known: Standings;
  readonly limits: Limits;
  readonly budget: Budget;
}

/** Opponents as they are found. */
class Collection {
  /** There are more than are listed: nothing more need be looked at. */
  isFull = false;
  isUndecided = false;
  private readonly ids: number[] = [];
  private witness: Point | undefined;

  constructor(private readonly search: Search) {}

  /** Takes a candidate that decides part of the rule. Where it may not be `compared`, the list stays undecided. */
  add(candidate: number, compared: boolean): void {
    const { near, id, known, limits, budget } = this.search;
    if (this.isFull || known[candidate].state === 'shadowed') return;
    if (!compared) {
      this.isUndecided = true;
      return;
    }
    const sure = this.witness !== undefined && decidesWithin(near.book, known[candidate], id);
    const answer = sure ? this.witness! : decisionInside(near, candidate, id, budget);
    if (!isPoint(answer)) {
      if (answer === 'undecided') this.isUndecided = true;
    } else if (this.ids.length === limits.listed) {
      this.isFull = true;
    } else {
      this.ids.push(candidate);
      this.witness ??= answer;
    }
  }

  get result(): Opponents | undefined {
    return this.witness === undefined
      ? undefined
      : {
          numbers: numbersOf(this.search.near.book.numbers, this.ids),
          witness: this.witness,
          more: this.isFull,
        };
  }
}

/** Whether the connection that a rule is known to decide is one that rule `id` matches. */
const decidesWithin = (book: Book, { witness }: Standings[number], id: number): boolean => {
  const region = witness && worldOf(book, witness).regions[id];
  return region !== undefined && holdsPoint(region, witness!);
};
