import { WordTable } from '../text/wordtable.js';

/** What names stand for, found by where they stand in a text. */
export class NamedSets<T> {
  private readonly names = new WordTable();
  private readonly sets: (T | undefined)[] = [];

  /** `set` is `undefined` for what is in error. */
  put(name: string, set: T | undefined): void {
    this.sets[this.names.add(name, 0, name.length)] = set;
  }

  /** What the name from `start` to `end` of `text` stands for; `undefined` where it has no set, or is in error. */
  at(text: string, start: number, end: number): T | undefined {
    const index = this.names.find(text, start, end);
    return index < 0 ? undefined : this.sets[index];
  }

  of(name: string): T | undefined {
    return this.at(name, 0, name.length);
  }

  /**
   * The names of an earlier state that are gone, or stand for something else: another set, one where they were in error, or
   * none where they had one. The sets of all others are taken over from there, so that what stayed the same is the same
   * object.
   */
  changedSince(before: NamedSets<T>, same: (a: T, b: T) => boolean): WordTable {
    const changed = new WordTable();
    for (let i = 0; i < before.sets.length; i++) {
      const old = before.sets[i];
      const word = before.names.word(i);
      const index = this.names.indexOf(word);
      const set = index < 0 ? undefined : this.sets[index];
      const isSame = old === undefined || set === undefined ? old === set : same(old, set);
      if (index < 0 || !isSame) changed.add(word, 0, word.length);
      else this.sets[index] = old;
    }
    return changed;
  }
}
