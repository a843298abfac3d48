/** What a word has of what has been typed, by how well that fits; lower fits better. */
const fits = { whole: 0, start: 1, part: 2, inside: 3, letters: 4 } as const;

/**
 * How well a word fits what has been typed, which is given in lower case: lower is better. `undefined` where it has not all
 * of its letters in their order.
 */
export function fitOf(word: string, typed: string): number | undefined {
  if (typed === '') return fits.start;
  const lower = word.toLowerCase();
  const at = lower.indexOf(typed);
  if (at === 0) return lower.length === typed.length ? fits.whole : fits.start;
  if (at > 0) return '.-_'.includes(lower[at - 1]) ? fits.part : fits.inside;
  return holdsLetters(lower, typed) ? fits.letters : undefined;
}

function holdsLetters(word: string, typed: string): boolean {
  let at = -1;
  for (const letter of typed) {
    at = word.indexOf(letter, at + 1);
    if (at < 0) return false;
  }
  return true;
}

/** An element that is among the best so far. */
interface Kept<T> {
  readonly element: T;
  readonly fit: number;
  readonly rank: number;
  /** How many were offered before it. */
  readonly place: number;
}

const compare = <T>(a: Kept<T>, b: Kept<T>): number => a.fit - b.fit || a.rank - b.rank || a.place - b.place;

/**
 * Keeps the best few of very many, by fit and among equal fits by rank; of equal ranks those offered first. An element
 * that is worse than those that are kept costs a comparison.
 */
export class BestFew<T> {
  private kept: Kept<T>[] = [];
  /** The worst of those kept when they were sorted last, and there were enough. */
  private worst: Kept<T> | undefined;
  private offered = 0;

  constructor(private readonly most: number) {}

  /** Takes an element up if it is among the best so far. */
  offer(element: T, fit: number, rank: number): void {
    const place = this.offered++;
    const { worst } = this;
    // It comes after the worst where all else is equal.
    if (worst && (fit > worst.fit || (fit === worst.fit && rank >= worst.rank))) return;
    this.kept.push({ element, fit, rank, place });
    if (this.kept.length >= 2 * this.most) this.sift();
  }

  /** The best, in the order in which they were offered. */
  list(): T[] {
    if (this.kept.length > this.most) this.sift();
    return this.kept.sort((a, b) => a.place - b.place).map(({ element }) => element);
  }

  private sift(): void {
    this.kept.sort(compare).length = this.most;
    this.worst = this.kept[this.most - 1];
  }
}
