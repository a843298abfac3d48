import type { IToken, TokenType } from '../../syntax/tokens.js';
import { maxDepth } from '../../syntax/outline.js';
import { propertySchemas, type Propertied } from '../../policy/schema.js';
import {
  BraceClose,
  BraceOpen,
  BracketClose,
  BracketOpen,
  Colon,
  Comma,
  Equals,
  Integer,
  IPv4,
  IPv6,
  keyword,
  keywords,
  Minus,
  Name,
  Slash,
} from '../../syntax/tokens.js';
import type { Asked, LabelRole, Slot } from './slots.js';

const exceptable: readonly Asked[] = ['segment', 'addresses'];
const mapped: { readonly [asked in Asked]?: LabelRole } = { segment: 'ask', members: 'ask', labels: 'set' };

/**
 * Reads the tokens before the cursor, and notes what may come where they end.
 *
 * Each method reads one piece of the language and answers whether it came to the piece's end; `false` says that the text
 * ended inside it. Whatever does not fit is left for the caller: half-typed text is the normal case here, so nothing fails.
 */
export class ValueReader {
  readonly slots: Slot[] = [];
  protected at = 0;
  /** Lists around the one that is read. */
  private depth = 0;

  /** `fresh`: a line break stands between the last token and the cursor. */
  constructor(
    protected readonly tokens: readonly IToken[],
    protected readonly fresh: boolean,
  ) {}

  protected get ended(): boolean {
    return this.at >= this.tokens.length;
  }

  protected is(type: TokenType, ahead = 0): boolean {
    return this.tokens[this.at + ahead]?.tokenType === type;
  }

  protected isWord(ahead = 0): boolean {
    const token = this.tokens[this.at + ahead];
    return token !== undefined && (token.tokenType === Name || keywords.has(token.image));
  }

  protected take(type: TokenType): boolean {
    if (!this.is(type)) return false;
    this.at++;
    return true;
  }

  /** Notes what may come next; always false, as the text has ended. */
  protected want(...slots: Slot[]): false {
    this.slots.push(...slots);
    return false;
  }

  /** A set or a value with what is taken out of it. The names in it are added to `taken`. */
  protected value(asked: Asked, taken: string[] = [], near: readonly string[] = []): boolean {
    if (!this.except(asked, taken, near)) return false;
    if (this.ended && exceptable.includes(asked)) this.want({ kind: 'words', words: ['except'] });
    return true;
  }

  private except(asked: Asked, taken: string[], near: readonly string[]): boolean {
    if (!this.operand(asked, taken, near, false)) return false;
    while (this.take(keyword('except'))) if (!this.operand(asked, taken, near, true)) return false;
    return true;
  }

  private operand(asked: Asked, taken: string[], near: readonly string[], inList: boolean): boolean {
    if (this.ended) return this.want({ kind: 'value', asked, inList, taken, near });
    if (this.is(BracketOpen) && this.depth < maxDepth) return this.list(asked, taken, near);
    if (this.is(BraceOpen)) return this.braces(asked);
    const { image, tokenType } = this.tokens[this.at];
    if (tokenType === Name) {
      if (this.is(Equals, 1)) return true;
      this.at++;
      taken.push(image);
      return this.is(Slash) ? this.port(image) : true;
    }
    if (tokenType === IPv4 || tokenType === IPv6) return this.address();
    const fixed = tokenType === keyword('any') || tokenType === keyword('unclaimed');
    // Strings, dates and numbers; a word of the language, a bracket or a sign belongs to what comes after the value.
    if (fixed || (!this.isWord() && !closesOrSeparates.has(tokenType))) this.at++;
    return true;
  }

  private list(asked: Asked, taken: string[], near: readonly string[]): boolean {
    this.depth++;
    const whole = this.elements(asked, taken, near);
    this.depth--;
    return whole;
  }

  private elements(asked: Asked, taken: string[], near: readonly string[]): boolean {
    this.at++;
    for (;;) {
      if (this.ended) return this.want({ kind: 'value', asked, inList: true, taken, near });
      if (this.take(BracketClose)) return true;
      if (this.take(Comma)) continue;
      const before = this.at;
      if (!this.value(asked, taken, near)) return false;
      if (this.ended) return false;
      if (this.at === before) return true;
    }
  }

  /** A label map, where one may stand; else the braces belong to the caller. */
  private braces(asked: Asked): boolean {
    const role = mapped[asked];
    if (role === undefined || this.is(Equals, 2)) return true;
    const present: string[] = [];
    this.at++;
    for (;;) {
      if (this.ended) return this.want({ kind: 'labelKey', role, present });
      if (this.take(BraceClose)) return true;
      if (this.take(Comma)) continue;
      if (!this.isWord()) return true;
      const key = this.tokens[this.at++].image;
      present.push(key);
      if (this.ended) return false;
      if (!this.take(Colon)) continue;
      if (this.ended) return this.want({ kind: 'labelValue', role, key, taken: [] });
      if (this.isWord()) this.at++;
      if (this.ended && !this.fresh) return false;
    }
  }

  /** What a property is set to. Where it takes no map, and what is unknown takes none, nothing is known of what braces hold. */
  protected propertyValue(owner: Propertied, key: string): boolean {
    const asked = askedBy(owner, key);
    return this.is(BraceOpen) && mapped[asked] === undefined ? this.skipBraces() : this.value(asked);
  }

  private skipBraces(): boolean {
    let open = 0;
    do {
      if (this.is(BraceOpen)) open++;
      else if (this.is(BraceClose)) open--;
      this.at++;
    } while (open > 0 && !this.ended);
    return open === 0;
  }

  private port(protocol: string): boolean {
    this.at++;
    if (this.ended) return this.want({ kind: 'port', protocol });
    this.take(Integer);
    if (!this.take(Minus)) return true;
    return this.take(Integer) || !this.ended;
  }

  private address(): boolean {
    this.at++;
    if (this.take(Slash)) return this.take(Integer) || !this.ended;
    if (this.take(Minus)) return this.take(IPv4) || this.take(IPv6) || !this.ended;
    return true;
  }

  /** `{ key = value … }`. */
  protected properties(owner: Propertied): boolean {
    const present: string[] = [];
    this.at++;
    for (;;) {
      if (this.ended) return this.want({ kind: 'propertyKey', owner, present });
      if (this.take(BraceClose)) return true;
      if (!this.isWord()) {
        this.at++;
        continue;
      }
      const key = this.tokens[this.at++].image;
      present.push(key);
      if (this.ended) return false;
      if (!this.take(Equals)) continue;
      if (!this.propertyValue(owner, key)) return false;
      if (this.ended) return this.fresh ? this.want({ kind: 'propertyKey', owner, present }) : false;
    }
  }
}

const closesOrSeparates = new Set<TokenType>([BraceClose, BracketClose, Comma, Colon, Equals]);

/** What a property takes; free text where it is unknown. */
export function askedBy(owner: Propertied, key: string): Asked {
  return propertySchemas[owner].find((schema) => schema.key === key)?.kind ?? 'text';
}
