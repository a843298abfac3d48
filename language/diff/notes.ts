import type { Difference, Gains, Strangers } from './model.js';
import type { Rule } from '../policy/model.js';

/** Names in a sentence before the rest is counted. */
const mostNamed = 6;

/** `2 newly allowed, 1 newly denied`, or that nothing changed. */
export function countsInWords(difference: Difference): string {
  const books = [difference.tiers, ...difference.rulesets];
  const count = (gains: (book: (typeof books)[number]) => Gains): number =>
    books.reduce((sum, book) => sum + gains(book).changes.length, 0);
  const [allowed, denied] = [count((book) => book.allowed), count((book) => book.denied)];
  if (allowed + denied > 0) return `${allowed} newly allowed, ${denied} newly denied`;
  return difference.isProven ? 'no change in what is allowed' : 'no change found in what is allowed';
}

/** What the reader should know of a difference beside its lists, a sentence or two each; names are in back quotes. */
export function notesOf({ onlyOld, onlyNew, tiers, rulesets }: Difference): string[] {
  const books = [tiers, ...rulesets];
  const undecided = books.flatMap(({ allowed, denied }) => [...allowed.undecided, ...denied.undecided]);
  return [
    ...strangers('are new', 'is new', 'Before, nothing could connect to or from', onlyNew),
    ...strangers('are gone', 'is gone', 'Now nothing can connect to or from', onlyOld),
    ...(undecided.length === 0 ? [] : [undecidedNote(undecided)]),
  ];
}

function strangers(are: string, is: string, fact: string, { symbols }: Strangers): string[] {
  if (symbols.length === 0) return [];
  const isOne = symbols.length === 1;
  const what = `${isOne ? 'A segment without addresses' : 'Segments without addresses'} ${isOne ? is : are}: ${list(symbols)}.`;
  return [`${what} ${fact} ${isOne ? 'it' : 'them'}.`];
}

const undecidedNote = (rules: readonly Rule[]): string =>
  `Within the limit of effort it could not be decided what changed for ${list(rules.map(({ name }) => name))}. Ask about single connections with \`zoneflow explain\` on both sides.`;

function list(names: readonly string[]): string {
  const shown = names.slice(0, mostNamed).map((name) => `\`${name.replaceAll('`', "'")}\``);
  const more = names.length - shown.length;
  return shown.join(', ') + (more > 0 ? ` and ${more} more` : '');
}
