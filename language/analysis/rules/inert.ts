import { tiers } from '../../policy/model.js';
import { present, seeing, strength, treeOf, type Book, type World } from '../book.js';
import type { Filter, Index } from '../engine/index.js';
import { holdsPoint, type Point } from '../engine/region.js';
import { worldOf } from '../verdict.js';
import type { Neighbourhoods } from './nearby.js';
import { findDecision, isPoint } from './open.js';
import { meeting } from './opponents.js';

/** Tiers whose rules guard against what is not written yet, so that they may well change nothing today. */
const guarding = 2;

/**
 * Whether rule `id`, a deny or pass that decides something, changes nothing that other rules say: a deny on what no
 * allow of its tier or a later one (in a ruleset: no later allow) matches, a pass on what no other rule of its tier does.
 */
export function inertness(
  near: Neighbourhoods,
  id: number,
  witness: Point,
  pieces: number,
): boolean | 'undecided' {
  if (!mayBeInert(near.book, id)) return false;
  const few = near.meeting(id)?.filter((other) => mayAffect(near.book, id, other));
  if (few?.length === 0) return true;
  if (
    few === undefined
      ? isAffectedAt(near.book, id, witness)
      : few.some((other) => matches(near.book, other, witness))
  )
    return false;
  const book = near.around(id);
  const budget = { pieces };
  let undecided = false;
  for (const other of few ?? affected(book, id)) {
    const answer = findDecision(book, id, other, budget);
    if (isPoint(answer)) return false;
    if (answer === 'undecided') undecided = true;
  }
  return undecided ? 'undecided' : true;
}

/** Whether a rule is of the kind that is reported where it changes nothing. */
export function mayBeInert(book: Book, id: number): boolean {
  const { action, tier } = book.rules[id];
  return action !== 'allow' && (book.ruleset !== undefined || tier >= guarding);
}

/** Whether a rule that meets rule `id` would have a say where that decides. */
function mayAffect(book: Book, id: number, other: number): boolean {
  const { action, tier } = book.rules[id];
  const { action: does, tier: its } = book.rules[other];
  if (book.ruleset !== undefined) return other > id && does === 'allow';
  return action === 'pass' ? its === tier && does !== 'pass' : its >= tier && does === 'allow';
}

function matches(book: Book, id: number, point: Point): boolean {
  const region = worldOf(book, point).regions[id];
  return region !== undefined && holdsPoint(region, point);
}

/** The same as indexes and the ids in them, for a rule that many meet. */
function affecting(book: Book, id: number): { indexes: (world: World) => readonly Index[]; filter: Filter } {
  const { action, tier } = book.rules[id];
  if (book.ruleset !== undefined) {
    const filter = seeing(book, present.removable, -1, id + 1);
    return { indexes: (world) => [world.actions[strength.allow]], filter };
  }
  const filter = seeing(book, present.removable);
  if (action === 'pass') {
    return { indexes: (world) => [treeOf(world, tier, 'deny'), treeOf(world, tier, 'allow')], filter };
  }
  return {
    indexes: (world) => tiers.slice(tier).map((_, later) => treeOf(world, tier + later, 'allow')),
    filter,
  };
}

const affected = (book: Book, id: number): number[] => {
  const { indexes, filter } = affecting(book, id);
  return meeting(book, id, indexes, filter);
};

/** Whether one of them matches a connection that the rule decides: the usual case, and cheap to see. */
function isAffectedAt(book: Book, id: number, witness: Point): boolean {
  const { indexes, filter } = affecting(book, id);
  const world = worldOf(book, witness);
  return indexes(world).some((index) => index.someHolder(witness, filter));
}
