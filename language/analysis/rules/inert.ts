import { tiers } from '../../policy/model.js';
import { treeOf, type Book } from '../book.js';
import { findDecision, isPoint } from './open.js';
import { meeting } from './opponents.js';

/** Tiers whose rules guard against what is not written yet, so that they may well change nothing today. */
const guarding = 2;

/**
 * Whether rule `id`, a deny or pass that decides something, changes nothing that other rules say: a deny on what no
 * allow of its tier or a later one (in a ruleset: no later allow) matches, a pass on what no other rule of its tier does.
 */
export function inertness(book: Book, id: number, pieces: number): boolean | 'undecided' {
  if (!mayBeInert(book, id)) return false;
  let undecided = false;
  for (const other of affected(book, id)) {
    const answer = findDecision(book, id, other, pieces);
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

/** Rules that would have a say where rule `id` decides. */
function affected(book: Book, id: number): number[] {
  const { action, tier } = book.rules[id];
  if (book.ruleset !== undefined) {
    const met = meeting(book, id, (world) => world.trees);
    return met.filter((other) => other > id && book.rules[other].action === 'allow');
  }
  return meeting(book, id, (world) =>
    action === 'pass'
      ? [treeOf(world, tier, 'deny'), treeOf(world, tier, 'allow')]
      : tiers.slice(tier).map((_, later) => treeOf(world, tier + later, 'allow')),
  );
}
