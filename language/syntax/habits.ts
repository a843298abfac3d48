import { closest } from '../text/spelling.js';
import type { Problem } from './tree.js';

/** What is meant by a mark that this language has not, and what is written here. */
interface Habit {
  readonly remedy: string;
  /** What takes the mark's place, where that is certain. */
  readonly text?: string;
}

const arrow: Habit = { remedy: 'The destination follows `to`.' };
const parenthesis: Habit = { remedy: 'A list is written `[a, b]`.' };
const quote: Habit = { remedy: 'A string is written `"…"`.' };

/** Marks of other languages by their first character. */
const marks: ReadonlyMap<string, Habit> = new Map([
  ['#', { remedy: 'A comment begins with `//`.', text: '//' }],
  [';', { remedy: 'Delete it: a declaration ends by itself.', text: '' }],
  ['*', { remedy: 'All of them are `any`.', text: 'any' }],
  ['>', arrow],
  ['→', arrow],
  ['(', parenthesis],
  [')', parenthesis],
  ["'", quote],
  ['‘', quote],
  ['“', quote],
  ['!', { remedy: 'What is left out follows `except`.' }],
  ['\\', { remedy: 'A prefix is written `10.0.0.0/24`.' }],
]);

/** Characters that no token begins with: the fact, and what people mean who write them. */
export function unusedMark(run: string): Pick<Problem, 'message' | 'replacement'> {
  const shown = [...run].slice(0, 12).join('');
  const code = `U+${shown.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const letter = /^\p{L}/u.exec(shown)?.[0];
  const habit = marks.get(run[0]);
  const what = habit || /^[\x21-\x7e]+$/.test(shown) ? `\`${shown}\`` : letter ? `\`${letter}\`` : code;
  const remedy = habit?.remedy ?? 'Delete it; names have the letters A to Z, digits, `_` and `-`.';
  const message = `The language has no use for ${what} here. ${remedy}`;
  const { text } = habit ?? {};
  // Of several marks in a row nobody knows what the others were to be.
  if (text === undefined || [...run].some((mark) => mark !== run[0])) return { message };
  return {
    message,
    replacement: { title: text === '' ? `Delete \`${shown}\`` : `Change to \`${text}\``, text },
  };
}

/** Words that firewalls and other policy languages begin a declaration with. */
const words: ReadonlyMap<string, string> = new Map([
  ['permit', 'allow'],
  ['accept', 'allow'],
  ['drop', 'deny'],
  ['reject', 'deny'],
  ['block', 'deny'],
  ['forbid', 'deny'],
  ['host', 'workload'],
  ['server', 'workload'],
  ['network', 'zone'],
  ['subnet', 'zone'],
  ['segment', 'zone'],
  ['application', 'service'],
  ['port', 'service'],
  ['rule', 'flow'],
  ['assert', 'never'],
]);

/** A word that begins no declaration: the fact, and what was meant. `isKey`: a colon follows. */
export function unknownStart(
  word: string,
  isKey: boolean,
  starters: readonly string[],
): Pick<Problem, 'message' | 'replacement'> {
  const fact = `\`${shorten(word)}\` begins no declaration.`;
  if (isKey) return { message: `${fact} A property is written \`${shorten(word)} = …\`.` };
  const meant = words.get(word.toLowerCase()) ?? closest(word, starters);
  if (meant !== undefined)
    return {
      message: `${fact} Did you mean \`${meant}\`?`,
      replacement: { title: `Change to \`${meant}\``, text: meant },
    };
  return { message: `${fact} A declaration begins with ${starters.join(', ')}.` };
}

/** A piece of the text, short enough for a sentence. */
export const shorten = (image: string): string => (image.length > 30 ? `${image.slice(0, 30)}…` : image);
