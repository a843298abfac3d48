import { present, type Book } from '../book.js';
import { findDecision } from './open.js';
import type { Neighbourhoods } from './nearby.js';
import { meeting } from './opponents.js';
import { redundancyOf } from './redundancy.js';

const day = 86_400_000;

/** The day after an ISO date: the first on which a rule that expires on the date takes no part. */
export const dayAfter = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + day).toISOString().slice(0, 10);

/**
 * The first day on which rule `id`, which decides nothing today, would decide something because other rules have ended,
 * and it has not; `undefined` where there is none.
 */
export function firstUnshadowedDay(
  near: Neighbourhoods,
  id: number,
  pieces: number,
): string | undefined | 'undecided' {
  return firstDay(near, id, present.removable, (book) => {
    const answer = findDecision(book, id, id, { pieces });
    return answer === 'undecided' ? answer : answer !== 'none';
  });
}

/**
 * The first day on which rule `id`, redundant today, would be needed because other rules have ended, with all other
 * reported and shadowed rules gone.
 *
 * Once they are gone a pass may come to decide what no twin of it covers, and what later tiers allow all the same. No rule
 * has ended for that: such a pass is needed only on a day on which verdicts come to depend on it.
 */
export function firstNeededDay(
  near: Neighbourhoods,
  id: number,
  pieces: number,
): string | undefined | 'undecided' {
  let need: 'cover' | 'verdict' = 'cover';
  const isNeeded = (book: Book, date: string): boolean | 'undecided' => {
    const open = findDecision(book, id, id, { pieces });
    if (open === 'none' || open === 'undecided') return open === 'undecided' ? open : false;
    const redundancy = redundancyOf(book, id, pieces, need);
    if (date === today && redundancy === 'needed') need = 'verdict';
    return redundancy === 'undecided' ? redundancy : redundancy === 'needed' && date !== today;
  };
  const isPass = near.book.rules[id].action === 'pass' && near.book.ruleset === undefined;
  return firstDay(near, id, present.kept, isNeeded, isPass);
}

/** Before every date: no rule that is there today has ended. */
const today = '';

/**
 * The first day for which `isDifferent` says so. Rules whose state is worse than `most` are gone on all of them. Where
 * `asksToday`, it is asked about today first.
 */
function firstDay(
  near: Neighbourhoods,
  id: number,
  most: number,
  isDifferent: (book: Book, date: string) => boolean | 'undecided',
  asksToday = false,
): string | undefined | 'undecided' {
  if (!near.book.isDated) return undefined;
  // Rules that do not meet this one have no say in it.
  const met = near.meeting(id) ?? meeting(near.book, id, (world) => [world.all]);
  const book = near.around(id);
  const states = met.map((other) => book.states[other]);
  const days = daysOfChange(book, id, met);
  if (asksToday && days.length > 0) days.unshift(today);
  try {
    for (const date of days) {
      met.forEach((other, i) => {
        const expires = book.rules[other].expires;
        const ended = expires !== undefined && expires < date;
        book.states[other] = ended || states[i] > most ? present.gone : states[i];
      });
      book.states[id] = present.kept;
      const different = isDifferent(book, date);
      if (different !== false) return different === true ? date : different;
    }
    return undefined;
  } finally {
    met.forEach((other, i) => (book.states[other] = states[i]));
  }
}

/** The days on which rules that meet rule `id` have just ended and it has not, earliest first. */
function daysOfChange(book: Book, id: number, met: readonly number[]): string[] {
  const end = book.rules[id].expires;
  const days = new Set<string>();
  for (const other of met) {
    const expires = book.rules[other].expires;
    if (other !== id && expires !== undefined && (end === undefined || expires < end))
      days.add(dayAfter(expires));
  }
  return [...days].sort();
}
