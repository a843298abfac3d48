import type { IToken, TokenType } from 'chevrotain';
import { grammarTokens } from './tokens.js';

const typeByIndex: TokenType[] = [];
for (const type of grammarTokens) typeByIndex[type.tokenTypeIdx!] = type;

/**
 * The tokens of one text in order, as numbers: a large file has millions of tokens, too many to keep as objects. Objects
 * are made for the few that are looked at together.
 */
export class TokenList {
  private types = new Uint16Array(256);
  private starts = new Uint32Array(256);
  private ends = new Uint32Array(256);
  private count = 0;

  /** `text` is what the tokens are of, from offset `base` of the file on. */
  constructor(
    private readonly text: string,
    private readonly base = 0,
  ) {}

  get length(): number {
    return this.count;
  }

  add(type: TokenType, start: number, end: number): void {
    if (this.count === this.types.length) this.grow();
    this.types[this.count] = type.tokenTypeIdx!;
    this.starts[this.count] = start;
    this.ends[this.count++] = end;
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

  image(index: number): string {
    return this.text.slice(this.starts[index] - this.base, this.ends[index] - this.base);
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
    const enlarge = <T extends Uint16Array | Uint32Array>(from: T, to: T): T => {
      to.set(from);
      return to;
    };
    this.types = enlarge(this.types, new Uint16Array(size));
    this.starts = enlarge(this.starts, new Uint32Array(size));
    this.ends = enlarge(this.ends, new Uint32Array(size));
  }
}
