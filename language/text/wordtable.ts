import { detached } from './detach.js';
import { hashAt } from './words.js';

/**
 * A list of distinct words in which a word is found by where it stands in a text, so that no string has to be made of
 * one that is known. A hash table with open addressing.
 */
export class WordTable {
  private readonly words: string[] = [];
  private hashes = new Int32Array(16);
  /** By slot the index of a word, plus one; 0 where there is none. Twice as long as `hashes`. */
  private slots = new Int32Array(32);

  get size(): number {
    return this.words.length;
  }

  word(index: number): string {
    return this.words[index];
  }

  /** The index of the word from `start` to `end` of `text`; -1 where it is not in the list. */
  find(text: string, start: number, end: number): number {
    return this.slots[this.slotOf(text, start, end, hashAt(text, start, end))] - 1;
  }

  indexOf(word: string): number {
    return this.find(word, 0, word.length);
  }

  /** The index of the word from `start` to `end` of `text`, which is put in if it is new. */
  add(text: string, start: number, end: number): number {
    const hash = hashAt(text, start, end);
    const slot = this.slotOf(text, start, end, hash);
    const known = this.slots[slot] - 1;
    if (known >= 0) return known;
    const index = this.words.push(detached(text.slice(start, end))) - 1;
    this.hashes[index] = hash;
    this.slots[slot] = index + 1;
    if (this.words.length === this.hashes.length) this.grow();
    return index;
  }

  /** The slot that holds a word, or the one to put it in. */
  private slotOf(text: string, start: number, end: number, hash: number): number {
    const { words, hashes, slots } = this;
    const mask = slots.length - 1;
    let slot = firstSlot(hash) & mask;
    for (; slots[slot] !== 0; slot = (slot + 1) & mask) {
      const index = slots[slot] - 1;
      if (hashes[index] !== hash) continue;
      const word = words[index];
      if (word.length === end - start && text.startsWith(word, start)) break;
    }
    return slot;
  }

  private grow(): void {
    const hashes = new Int32Array(this.hashes.length * 2);
    const slots = new Int32Array(hashes.length * 2);
    hashes.set(this.hashes);
    const mask = slots.length - 1;
    for (let index = 0; index < this.words.length; index++) {
      let slot = firstSlot(hashes[index]) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = index + 1;
    }
    this.hashes = hashes;
    this.slots = slots;
  }
}

const firstSlot = (hash: number): number => hash ^ (hash >>> 15);
