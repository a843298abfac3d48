import { WordTable } from './wordtable.js';

/** Words that may be gone before the list of them is made anew. */
const maxGone = 256;

/** So many words that have turned are kept at least, and twice as many at most. */
const maxTurned = 64;

/** How often each word occurs. */
export class WordCounts {
  private table = new WordTable();
  private counts: number[] = [];
  /** How many words of the table occur no more. */
  private gone = 0;
  /** The last words that have come to occur, or occur no more. */
  private turned: string[] = [];
  private turns = 0;

  /** How often a word occurs. */
  get(word: string): number {
    const index = this.table.indexOf(word);
    return index < 0 ? 0 : this.counts[index];
  }

  has(word: string): boolean {
    return this.get(word) > 0;
  }

  /** A moment, to be asked later what has turned since. */
  get moment(): number {
    return this.turns;
  }

  /** The words that have come to occur since a moment, or occur no more; `undefined` where they were too many to be kept. */
  turnedSince(moment: number): readonly string[] | undefined {
    const count = this.turns - moment;
    return count > this.turned.length ? undefined : this.turned.slice(this.turned.length - count);
  }

  /** The words that occur, and how often. */
  *[Symbol.iterator](): Generator<[string, number], undefined> {
    for (let i = 0; i < this.counts.length; i++) {
      if (this.counts[i] > 0) yield [this.table.word(i), this.counts[i]];
    }
    return undefined;
  }

  /** The words that occur. */
  *keys(): Generator<string, undefined> {
    for (const [word] of this) yield word;
    return undefined;
  }

  /** Counts the word from `start` to `end` of `text` so many times more often. */
  add(text: string, start: number, end: number, times: number): void {
    const index = this.table.add(text, start, end);
    if (index === this.counts.length) {
      this.counts.push(times);
      this.turn(index);
      return;
    }
    const before = this.counts[index];
    this.counts[index] = before + times;
    if (before === 0 || before + times === 0) this.turn(index);
    if (before === 0) this.gone--;
    else if (before + times === 0 && ++this.gone > maxGone && this.gone > this.counts.length / 2) this.sift();
  }

  addWord(word: string, times: number): void {
    this.add(word, 0, word.length, times);
  }

  private turn(index: number): void {
    this.turns++;
    if (this.turned.length === 2 * maxTurned) this.turned = this.turned.slice(maxTurned);
    this.turned.push(this.table.word(index));
  }

  /** Who types leaves many words behind that were written half. */
  private sift(): void {
    const [table, counts] = [this.table, this.counts];
    this.table = new WordTable();
    this.counts = [];
    this.gone = 0;
    for (let i = 0; i < counts.length; i++) if (counts[i] !== 0) this.addWord(table.word(i), counts[i]);
  }
}
