import type { IToken, TokenType } from 'chevrotain';
import { detached } from '../text/detach.js';
import type { Span } from '../text/span.js';
import { unusedMark } from './habits.js';
import { gaps, TokenList } from './tokenlist.js';
import * as t from './tokens.js';
import type { Problem } from './tree.js';

/** What is read of a text: its tokens, its comments, and what could not be read. Offsets count from its start. */
export interface Scanned {
  readonly tokens: TokenList;
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
}

/** The same with a token object each: for short texts. */
export interface Lexed extends Omit<Scanned, 'tokens'> {
  readonly tokens: readonly IToken[];
}

/**
 * Reads `text`, or the part of it from `start` to `end`, into tokens. Characters that no token begins with are skipped
 * and reported, one problem for each run.
 *
 * Tokens are written to a list of numbers at once: a large policy has millions, too many for an object each, which is
 * what Chevrotain's own lexer would make. The patterns are those of the grammar's tokens, in the order it would try them.
 */
export function scan(text: string, start = 0, end = text.length): Scanned {
  if (start === 0 && end === text.length) return new Scanner(text, 0).all();
  // What is read of a part lives longer than the text around it.
  return new Scanner(detached(text.slice(start, end)), start).all();
}

/** Characters that are read in one step. */
const atOnce = 20_000;

/** Reads all of `text` in steps. */
export function* scanInSteps(text: string): Generator<void, Scanned> {
  const scanner = new Scanner(text, 0);
  while (!scanner.advance(atOnce)) yield;
  return scanner.found;
}

/** Reads a short `text` into token objects. */
export function lex(text: string): Lexed {
  const { tokens, comments, problems } = scan(text);
  return { tokens: tokens.objects(0, tokens.length), comments, problems };
}

/** Where a token stands. */
export const spanOf = (token: IToken): Span => ({
  start: token.startOffset,
  end: token.startOffset + token.image.length,
});

/** A kind of token that may begin with some character, and its pattern, to be tried at one offset. */
interface Reader {
  readonly type: TokenType;
  readonly pattern: RegExp;
}

const ascii = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
const isBlank = ascii.map((char) => /[ \t\r\n\f]/.test(char));
const byteOrderMark = 0xfeff;
const marks = ascii.map((char) => t.marks.get(char));
const patterned = t.lexedTokens.map(({ type, begins }) => ({
  begins,
  reader: { type, pattern: new RegExp((type.PATTERN as RegExp).source, 'y') },
}));
/** For each of the first 128 characters what may begin with it, in the order in which it is tried. */
const readers: readonly (readonly Reader[])[] = ascii.map((char) =>
  patterned.filter(({ begins }) => begins.test(char)).map(({ reader }) => reader),
);

/** The reserved words by their first character and length, so that few are compared with each name. */
const reserved = new Map<number, [string, TokenType][]>();
const longest = Math.max(...t.reservedWords.map(({ length }) => length));
const bucket = (code: number, length: number): number => code * 16 + length;
for (const [word, type] of t.keywords) {
  const key = bucket(word.charCodeAt(0), word.length);
  reserved.set(key, [...(reserved.get(key) ?? []), [word, type]]);
}

/** Reads one text from its start to its end. Offsets in the result count from `base` characters before it. */
class Scanner {
  private readonly tokens: TokenList;
  private readonly comments: Span[] = [];
  private readonly problems: Problem[] = [];
  /** Up to here the text has been read. */
  private at = 0;
  /** What stands between the last token and the next. */
  private gap = 0;
  /** From here on no block comment is closed. */
  private unclosedFrom = Infinity;

  constructor(
    private readonly text: string,
    private readonly base: number,
  ) {
    this.tokens = new TokenList(text, base);
  }

  all(): Scanned {
    this.advance(Infinity);
    return this.found;
  }

  /** Reads on for so many characters at least; returns whether that was the end. */
  advance(most: number): boolean {
    const { text } = this;
    const until = Math.min(text.length, this.at + most);
    let { at } = this;
    while (at < until) {
      const code = text.charCodeAt(at);
      if (code >= 128) at = code === byteOrderMark ? at + 1 : this.unreadable(at);
      else if (isBlank[code]) {
        if (code === 10 || code === 13) this.gap |= gaps.breaks | gaps.separates;
        at++;
      } else at = this.token(at, code);
    }
    this.at = at;
    return at >= text.length;
  }

  /** What has been read so far. */
  get found(): Scanned {
    const { tokens, comments, problems } = this;
    return { tokens, comments, problems };
  }

  /** Reads what begins at `at`; answers where it ends. */
  private token(at: number, code: number): number {
    const { text } = this;
    if (code === slash) {
      const next = text.charCodeAt(at + 1);
      if (next === slash) return this.comment(at, endOfLine(text, at));
      if (next === star) return this.blockComment(at);
    }
    for (const { type, pattern } of readers[code]) {
      pattern.lastIndex = at;
      if (pattern.test(text)) return this.add(type, at, pattern.lastIndex);
    }
    const mark = marks[code];
    return mark === undefined ? this.unreadable(at) : this.add(mark, at, at + 1);
  }

  private add(type: TokenType, at: number, end: number): number {
    const { text, base, gap } = this;
    const own = type === t.Name ? (keywordAt(text, at, end) ?? type) : type;
    const escapes = type === t.Text && text.slice(at, end).includes('\\') ? gaps.escapes : 0;
    this.tokens.add(own, base + at, base + end, gap | escapes);
    this.gap = 0;
    return end;
  }

  private comment(at: number, end: number): number {
    const { base } = this;
    this.comments.push({ start: base + at, end: base + end });
    return end;
  }

  private blockComment(at: number): number {
    const { text } = this;
    const close = at < this.unclosedFrom ? text.indexOf('*/', at + 2) : -1;
    if (close < 0) return this.openComment(at);
    const inside = text.slice(at, close);
    if (/[\r\n]/.test(inside)) this.gap |= gaps.breaks;
    if (/[,\r\n]/.test(inside)) this.gap |= gaps.separates;
    return this.comment(at, close + 2);
  }

  /** `/*` without an end: the rest of its line is lost, not the rest of the file. */
  private openComment(at: number): number {
    const { base } = this;
    const end = endOfLine(this.text, at);
    const message = 'This comment is never closed. Close it with `*/`, or begin it with `//`.';
    this.unclosedFrom = at;
    this.problems.push({ code: 'syntax-error', message, span: { start: base + at, end: base + end } });
    return end;
  }

  /** Skips what no token begins with. */
  private unreadable(at: number): number {
    const { text, base } = this;
    let end = at + 1;
    while (end < text.length && !begins(text.charCodeAt(end))) end++;
    const span = { start: base + at, end: base + end };
    this.problems.push({ code: 'syntax-error', ...unusedMark(text.slice(at, end)), span });
    return end;
  }
}

const slash = '/'.charCodeAt(0);
const star = '*'.charCodeAt(0);

/** Whether white space or a token begins with a character. */
const begins = (code: number): boolean =>
  code === byteOrderMark ||
  (code < 128 && (isBlank[code] || marks[code] !== undefined || readers[code].length > 0));

/** The type of the reserved word that stands from `at` to `end`; `undefined` where it is none. */
function keywordAt(text: string, at: number, end: number): TokenType | undefined {
  if (end - at > longest) return undefined;
  const candidates = reserved.get(bucket(text.charCodeAt(at), end - at));
  if (candidates === undefined) return undefined;
  for (const [word, type] of candidates) if (text.startsWith(word, at)) return type;
  return undefined;
}

/** The offset of the line break that ends the line of `offset`, or of the text's end. */
function endOfLine(text: string, offset: number): number {
  let at = offset;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === 10 || code === 13) break;
  }
  return at;
}
