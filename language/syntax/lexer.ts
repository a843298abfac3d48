import { Lexer, type ILexingError, type IToken } from 'chevrotain';
import { detached } from '../text/detach.js';
import type { Span } from '../text/span.js';
import { TokenList } from './tokenlist.js';
import { keywords, lexedTokens, Name } from './tokens.js';
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

/** Texts are read in pieces of about this many characters, so that token objects are gone before they cost memory. */
const pieceLength = 16_384;

const lexer = new Lexer(lexedTokens, {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  skipValidations: true,
});

/**
 * Reads `text`, or the part of it from `start` to `end`, into tokens. Characters that no token begins with are skipped
 * and reported, one problem for each run.
 */
export function scan(text: string, start = 0, end = text.length): Scanned {
  // What is read of a part lives longer than the text around it.
  const isPart = start > 0 || end < text.length;
  const tokens = isPart ? new TokenList(detached(text.slice(start, end)), start) : new TokenList(text);
  const comments: Span[] = [];
  const problems: Problem[] = [];
  for (let from = start; from < end;) {
    let to = Math.min(endOfLine(text, from + pieceLength), end);
    let result = lexer.tokenize(text.slice(from, to));
    const cut = result.groups['openComments']?.[0];
    const close = cut ? text.indexOf('*/', from + cut.startOffset + 2) : -1;
    if (close >= to && close < end - 1) {
      to = Math.min(endOfLine(text, close), end);
      result = lexer.tokenize(text.slice(from, to));
    }
    for (const { tokenType, image, startOffset } of result.tokens) {
      const at = from + startOffset;
      tokens.add(tokenType === Name ? (keywords.get(image) ?? Name) : tokenType, at, at + image.length);
    }
    for (const comment of result.groups['comments'] ?? []) comments.push(shifted(spanOf(comment), from));
    for (const error of result.errors) problems.push(unreadable(text, from, error));
    for (const open of result.groups['openComments'] ?? [])
      problems.push(unclosed(shifted(spanOf(open), from)));
    from = to;
  }
  return { tokens, comments, problems };
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

/** The offset after the line break that ends the line of `offset`. No token but a block comment crosses it. */
function endOfLine(text: string, offset: number): number {
  const at = offset >= text.length ? -1 : text.indexOf('\n', offset);
  return at < 0 ? text.length : at + 1;
}

const shifted = ({ start, end }: Span, by: number): Span => ({ start: start + by, end: end + by });

function unclosed(span: Span): Problem {
  const message = 'This comment is never closed. Close it with `*/`, or begin it with `//`.';
  return { code: 'syntax-error', message, span };
}

function unreadable(text: string, from: number, { offset, length }: ILexingError): Problem {
  const start = from + offset;
  const shown = text.slice(start, start + Math.min(length, 12));
  const code = `U+${shown.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const letter = /^\p{L}/u.exec(shown)?.[0];
  const what = /^[\x21-\x7e]+$/.test(shown) ? `\`${shown}\`` : letter ? `\`${letter}\`` : code;
  return {
    code: 'syntax-error',
    message: `The language has no use for ${what} here. Delete it; names have the letters A to Z, digits, \`_\` and \`-\`.`,
    span: { start, end: start + length },
  };
}
