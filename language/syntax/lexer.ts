import { Lexer, type IToken } from 'chevrotain';
import type { Span } from '../text/span.js';
import type { Problem } from './tree.js';
import { keywords, lexedTokens, Name } from './tokens.js';

/** The tokens of a text in order, what is between them that matters, and what could not be read. Offsets from its start. */
export interface Lexed {
  readonly tokens: readonly IToken[];
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
}

const lexer = new Lexer(lexedTokens, {
  positionTracking: 'onlyOffset',
  ensureOptimizations: true,
  skipValidations: true,
});

/** Reads `text` into tokens. Characters that no token begins with are skipped and reported, one problem for each run. */
export function lex(text: string): Lexed {
  const result = lexer.tokenize(text);
  for (const token of result.tokens) {
    if (token.tokenType !== Name) continue;
    const type = keywords.get(token.image);
    if (type === undefined) continue;
    token.tokenType = type;
    token.tokenTypeIdx = type.tokenTypeIdx!;
  }
  const problems = [...result.errors.map((error) => unreadable(text, error.offset, error.length))];
  for (const open of result.groups['openComments'] ?? []) {
    problems.push({
      code: 'syntax-error',
      message: 'This comment is never closed. Close it with `*/`, or begin it with `//`.',
      span: spanOf(open),
    });
  }
  return { tokens: result.tokens, comments: (result.groups['comments'] ?? []).map(spanOf), problems };
}

/** Where a token stands. */
export const spanOf = (token: IToken): Span => ({
  start: token.startOffset,
  end: token.startOffset + token.image.length,
});

function unreadable(text: string, offset: number, length: number): Problem {
  const shown = text.slice(offset, offset + Math.min(length, 12));
  const code = `U+${shown.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
  const what = /^[\x21-\x7e]+$/.test(shown) ? `\`${shown}\`` : code;
  return {
    code: 'syntax-error',
    message: `The language has no use for ${what} here. Delete it; names have the letters A to Z, digits, \`_\` and \`-\`.`,
    span: { start: offset, end: offset + length },
  };
}
