import { EmbeddedActionsParser, type IToken, type TokenType } from 'chevrotain';
import { detached } from '../../text/detach.js';
import type { Span } from '../../text/span.js';
import { shorten } from '../habits.js';
import { colonToEquals, missingComma } from '../mends.js';
import * as t from '../tokens.js';
import type { Expr, Ident, Problem } from '../tree.js';

/**
 * What all rules of the grammar share: where they are in the text, and how they report.
 *
 * Spans count from `base`, the offset of the item that is read.
 */
export abstract class ReportingParser extends EmbeddedActionsParser {
  problems: Problem[] = [];
  private strayed = false;
  private base = 0;
  private text = '';

  constructor() {
    super(t.grammarTokens, { maxLookahead: 1, recoveryEnabled: false, skipValidations: true });
  }

  /** Prepares for one item: `tokens` of `text`; spans of the tree will count from the first token's start. */
  begin(text: string, tokens: IToken[]): void {
    this.text = text;
    this.base = tokens[0].startOffset;
    this.problems = [];
    this.strayed = false;
    this.input = tokens;
  }

  /** Lets go of the item and of the text it is from. */
  end(): void {
    this.text = '';
    this.input = [];
  }

  /** Of several things missing at one place only the first is reported: the rest follows from it. */
  protected missingClause(at: number, what: string): Expr {
    if (!this.problems.some(({ span }) => span.start === at && span.end === at))
      this.report(`Expected ${what}.`, { start: at, end: at });
    return missing(at);
  }

  protected checkUndotted(name: Ident): void {
    if (!name.text.includes('.')) return;
    const last = name.text.slice(name.text.lastIndexOf('.') + 1);
    this.report(`A new name has no dots. Declare \`${last}\` inside the zone it belongs to.`, name.span);
  }

  protected checkSeparated(before: Span | undefined, next: Span): void {
    if (before === undefined) return;
    const between = this.text.slice(this.base + before.end, this.base + next.start);
    if (!/[,\r\n]/.test(between))
      this.report('A comma or a new line is missing before this.', next, missingComma);
  }

  protected checkClosed(open: IToken | undefined, mark: string, type: TokenType): void {
    if (open === undefined) this.expected('`{`');
    else if (this.LA(0).tokenType !== type) {
      this.report(`This \`${open.image}\` is never closed. Add the missing \`${mark}\`.`, this.span(open));
    }
  }

  protected unescape(token: IToken): string {
    const span = this.span(token);
    if (token.tokenType === t.OpenText) {
      this.problems.push({
        code: 'syntax-error',
        message: 'This string is never closed. Add the missing `"` on the same line.',
        span,
        replacement: { title: 'Add the missing `"`', text: `${token.image}"` },
      });
    }
    const inner = token.tokenType === t.OpenText ? token.image.slice(1) : token.image.slice(1, -1);
    return inner.replace(/\\(.?)/g, (whole, char: string) => {
      if (char === 'n') return '\n';
      if (char !== '"' && char !== '\\') {
        this.report(`\`${whole}\` means nothing in a string. Write \`\\"\`, \`\\\\\` or \`\\n\`.`, span);
      }
      return char;
    });
  }

  /**
   * Reports a token that fits nowhere; only the first of an item, what follows it is mostly the same mistake. `remedy`
   * is for where more is known of the place than the token tells.
   */
  protected stray(token: IToken, remedy = remedyFor(token)): undefined {
    if (this.RECORDING_PHASE || this.strayed) return;
    this.strayed = true;
    const why = t.keywords.has(token.image)
      ? 'is a reserved word and has no place here'
      : 'has no place here';
    this.report(`\`${shorten(token.image)}\` ${why}. ${remedy}`, this.span(token));
  }

  /** Where `=` is asked for: a colon there is taken for it, and reported. */
  protected colonForEquals(token: IToken): void {
    this.report('A value follows `=`, not `:`.', this.span(token), colonToEquals);
  }

  protected expected(what: string): Expr {
    return this.missingClause(this.lastEnd(), what);
  }

  protected report(message: string, span: Span, replacement?: Problem['replacement']): void {
    this.problems.push({ code: 'syntax-error', message, span, ...(replacement && { replacement }) });
  }

  protected ident(token: IToken): Ident {
    return { text: token.image, span: this.span(token) };
  }

  /** One string for all occurrences of a word: a large policy says few words very often. */
  protected word(image: string): string {
    const known = words.get(image);
    if (known !== undefined) return known;
    if (words.size >= maxWords) words.clear();
    const own = detached(image);
    words.set(own, own);
    return own;
  }

  protected span(token: IToken): Span {
    // Chevrotain's own tokens have no offset that is a number. One span made of such a token, and the engine would keep
    // the numbers of all spans and places that there are in objects of their own.
    const start = (token.startOffset - this.base) | 0;
    return { start, end: start + token.image.length };
  }

  /** Offset after the token that was read last. */
  protected lastEnd(): number {
    const token = this.LA(0);
    return token.image === '' ? 0 : this.span(token).end;
  }
}

const words = new Map<string, string>();
const maxWords = 50_000;

/** What stands in the tree where nothing stands in the text. */
export const missing = (at: number): Expr => ({ kind: 'missing', span: { start: at, end: at } });

/** What to do about a token that fits nowhere, by what people mean who write one there. */
function remedyFor({ tokenType }: IToken): string {
  if (tokenType === t.Name || tokenType === t.Comma)
    return 'Delete it, or write several as a list: `[a, b]`.';
  if (tokenType === t.Integer) return 'Delete it; a port is written with its protocol, as in `tcp/443`.';
  return 'Delete it.';
}
