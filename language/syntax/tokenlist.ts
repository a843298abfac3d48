import { wordAt } from '../text/words.js';
import type { IToken, TokenType } from 'chevrotain';
import { grammarTokens } from './tokens.js';

const typeByIndex: TokenType[] = [];
for (const type of grammarTokens) typeByIndex[type.tokenTypeIdx!] = type;

/** Bits that say what stands between a token and the one before it, or in it. */
export const gaps = {
  /** A line break. */
  breaks: 1,
  /** What separates two properties where no comma does: a line break, or a comment with a comma in it. */
  separates: 2,
  /** In a string: a backslash. */
  escapes: 4,
} as const;

/**
 * The tokens of one text in order, as numbers: a large file has millions of tokens, too many to keep as objects. Objects
 * are made for the few that are looked at together.
 */
export class TokenList {
  private types: Uint8Array;
  private bits: Uint8Array;
  // Signed, as the engine keeps numbers from unsigned lists in objects of their own.
  private starts: Int32Array;
  private ends: Int32Array;
  private count = 0;

  /** `text` is what the tokens are of, from offset `base` of the file on. */
  constructor(
    readonly source: string,
    private readonly base = 0,
  ) {
    // Many texts are one item, with hardly more tokens than a quarter of its characters.
    const size = Math.min(256, (source.length >> 2) + 4);
    this.types = new Uint8Array(size);
    this.bits = new Uint8Array(size);
    this.starts = new Int32Array(size);
    this.ends = new Int32Array(size);
  }

  get length(): number {
    return this.count;
  }

  /** Adds a token; `bits` are of `gaps`. */
  add(type: TokenType, start: number, end: number, bits: number): void {
    if (this.count === this.types.length) this.grow();
    this.types[this.count] = type.tokenTypeIdx!;
    this.bits[this.count] = bits;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
  }

  /** Whether token `index` is the first on its line. */
  isFirstOnLine(index: number): boolean {
    return index === 0 || (this.bits[index] & gaps.breaks) !== 0;
  }

  /** The type of token `index`; `undefined` outside the list. */
  type(index: number): TokenType | undefined {
    return index >= 0 && index < this.count ? typeByIndex[this.types[index]] : undefined;
  }

  start(index: number): number {
    return this.starts[index];
  }

  /** Offset after token `index`; 0 before the first. */
  end(index: number): number {
    return index < 0 ? 0 : this.ends[index];
  }

  /** Where token `index` stands in `source`. */
  offset(index: number): number {
    return this.starts[index] - this.base;
  }

  /** The offset in `source` after token `index`. */
  offsetAfter(index: number): number {
    return this.ends[index] - this.base;
  }

  image(index: number): string {
    return this.text(index, index);
  }

  /** What stands from token `first` to `last`. */
  text(first: number, last: number): string {
    return this.source.slice(this.starts[first] - this.base, this.ends[last] - this.base);
  }

  /** The text of token `index` as a string of its own, without so many characters at each of its ends. */
  word(index: number, without: number): string {
    const { source, base } = this;
    return wordAt(source, this.starts[index] - base + without, this.ends[index] - base - without);
  }

  /** A number that is the same for all runs of tokens with the same types and bits, the first one's bits aside. */
  hash(from: number, to: number): number {
    const { types, bits } = this;
    let hash = types[from];
    for (let i = from + 1; i < to; i++) hash = (Math.imul(hash, 31) + types[i] + bits[i] * 64) | 0;
    return hash;
  }

  /** Whether tokens `from` to `to` (exclusive) have these types and bits, the first one's bits aside. */
  isLike(from: number, to: number, types: Uint8Array, bits: Uint8Array): boolean {
    if (types.length !== to - from) return false;
    for (let i = 0; i < types.length; i++) {
      if (this.types[from + i] !== types[i] || (i > 0 && this.bits[from + i] !== bits[i])) return false;
    }
    return true;
  }

  typesOf(from: number, to: number): Uint8Array {
    return this.types.slice(from, to);
  }

  bitsOf(from: number, to: number): Uint8Array {
    return this.bits.slice(from, to);
  }

  /** Tokens `from` to `to` (exclusive) as the parser takes them. */
  objects(from: number, to: number): IToken[] {
    const result: IToken[] = [];
    for (let i = from; i < to; i++) {
      const tokenType = typeByIndex[this.types[i]];
      const [startOffset, end] = [this.starts[i], this.ends[i]];
      const tokenTypeIdx = this.types[i];
      result.push({
        image: this.image(i),
        startOffset,
        endOffset: end - 1,
        tokenType,
        tokenTypeIdx,
      });
    }
    return result;
  }

  private grow(): void {
    const size = this.count * 2;
    const { types, bits, starts, ends } = this;
    (this.types = new Uint8Array(size)).set(types);
    (this.bits = new Uint8Array(size)).set(bits);
    (this.starts = new Int32Array(size)).set(starts);
    (this.ends = new Int32Array(size)).set(ends);
  }
}
