import type { IToken } from '../../syntax/tokens.js';
import {
  Bar,
  BraceClose,
  BraceOpen,
  Colon,
  Comma,
  Equals,
  Integer,
  keyword,
  Name,
  Text,
} from '../../syntax/tokens.js';
import { ValueReader } from './values.js';
import type { Home, NextWord, Slot } from './slots.js';

/** A block that is open at the cursor. */
export interface Open {
  readonly home: Home;
  /** Index of its item; -1 for the file itself. */
  readonly item: number;
}

/**
 * What may stand at the cursor.
 *
 * `tokens` go from the start of the last declaration that begins before the cursor (item `item`) to the cursor; `around`
 * are the blocks that it stands in, the file first. `fresh`: the cursor is on a later line than the last token.
 */
export function slotsAfter(
  tokens: readonly IToken[],
  item: number,
  around: readonly Open[],
  fresh: boolean,
): Slot[] {
  const reader = new Reader(tokens, fresh, item, [...around]);
  reader.read();
  return reader.slots;
}

type Statement = 'rule' | 'never' | 'expect';

class Reader extends ValueReader {
  constructor(
    tokens: readonly IToken[],
    fresh: boolean,
    private readonly item: number,
    private readonly open: Open[],
  ) {
    super(tokens, fresh);
  }

  read(): void {
    if (!this.ended && !this.declaration()) return;
    let separated = this.at === 0;
    while (!this.ended) {
      separated = this.is(BraceClose) || this.is(Comma) || this.is(BraceOpen);
      if (this.take(BraceClose)) {
        if (this.open.length > 1) this.open.pop();
      } else this.at++;
    }
    if (separated || this.fresh || this.tokens.at(-1)?.tokenType === BraceOpen) this.another();
  }

  /** Another declaration may begin here. */
  private another(): void {
    const { home, item } = this.open.at(-1)!;
    this.want({ kind: 'item', home, container: item });
  }

  /** Where the text ends after a whole declaration: another one, on a new line. */
  private done(): boolean {
    if (this.ended && this.fresh) this.another();
    return !this.ended;
  }

  /** Reads one declaration; false where nothing is left to say. */
  private declaration(): boolean {
    if (this.isWord() && this.is(Equals, 1)) return this.property();
    const word = this.tokens[this.at++].image;
    switch (word) {
      case 'zone':
      case 'tier':
      case 'ruleset':
      case 'test':
        return this.block(word);
      case 'workload':
      case 'team':
        if (!this.named()) return false;
        if (this.ended) return this.done();
        return !this.is(BraceOpen) || (this.properties(word) && this.done());
      case 'service':
        if (!this.named() || !this.take(Equals) || !this.value('service', this.ownName())) return false;
        if (this.ended) return this.done();
        return !this.is(BraceOpen) || (this.properties('service') && this.done());
      case 'group':
        return this.named() && this.take(Equals) && this.value('segment', this.ownName()) && this.done();
      case 'identity':
        return this.identity();
      case 'condition':
        if (!this.named()) return false;
        this.take(Text);
        return this.done();
      case 'labels':
        return this.labels();
      case 'flow':
        return this.flow();
      case 'allow':
      case 'deny':
      case 'pass':
        return this.clauses('rule');
      case 'never':
        return this.clauses('never');
      case 'expect':
        if (this.ended) return this.want({ kind: 'words', words: ['allow', 'deny'] });
        if (this.isWord()) this.at++;
        return this.clauses('expect');
      default:
        return true;
    }
  }

  private property(): boolean {
    const key = this.tokens[this.at].image;
    this.at += 2;
    return this.propertyValue('zone', key) && this.done();
  }

  /** The name of a new thing: nothing can be offered for it. */
  private named(): boolean {
    if (this.ended) return false;
    if (this.isWord() && !this.is(Equals, 0)) this.at++;
    return true;
  }

  /** The name of the declaration whose `=` has just been read: it cannot stand for itself. */
  private ownName(): string[] {
    const { image, tokenType } = this.tokens[this.at - 2];
    return tokenType === Name ? [image] : [];
  }

  /** The head of a declaration that nests others. */
  private block(home: Exclude<Home, 'top'>): boolean {
    if (this.ended) return home === 'tier' ? this.want({ kind: 'tier' }) : false;
    while (!this.ended && !this.is(BraceOpen)) this.at++;
    // Only a zone can do without a block.
    if (this.ended) return home === 'zone' && this.done();
    this.at++;
    this.open.push({ home, item: this.item });
    if (this.ended) this.another();
    return !this.ended;
  }

  private identity(): boolean {
    if (!this.named() || !this.take(Equals)) return false;
    if (this.ended) return this.want({ kind: 'identityKind' });
    if (this.isWord()) this.at++;
    this.take(Text);
    return this.done();
  }

  private labels(): boolean {
    if (!this.take(BraceOpen)) return false;
    const present: string[] = [];
    let key: string | undefined;
    let taken: string[] = [];
    for (;;) {
      if (this.ended) return this.want({ kind: 'labelKey', role: 'declare', present });
      if (this.take(BraceClose)) return this.done();
      if (this.isWord() && !this.is(Colon, 1) && key !== undefined) taken.push(this.tokens[this.at++].image);
      else if (this.isWord()) {
        key = this.tokens[this.at++].image;
        taken = [];
        present.push(key);
      } else if (this.is(Colon) || this.is(Bar)) {
        this.at++;
        if (this.ended && key !== undefined)
          return this.want({ kind: 'labelValue', role: 'declare', key, taken });
      } else this.at++;
    }
  }

  private flow(): boolean {
    if (!this.named()) return false;
    if (!this.take(Colon)) return !this.ended;
    const actions: NextWord[] =
      this.open.at(-1)!.home === 'ruleset' ? ['allow', 'deny'] : ['allow', 'deny', 'pass'];
    if (this.ended) return this.want({ kind: 'words', words: actions });
    this.at++;
    return this.clauses('rule');
  }

  /** `SOURCE to DESTINATION on SERVICES …`, clauses in any order as the grammar takes them. */
  private clauses(statement: Statement): boolean {
    const source: string[] = [];
    if (!this.value('segment', source)) return false;
    const found = new Set<string>();
    for (;;) {
      if (this.ended) return this.nextClause(statement, found);
      const token = this.tokens[this.at];
      const word = token.image;
      if (token.tokenType === keyword('to') || token.tokenType === keyword('reaches')) {
        this.at++;
        found.add('to').add(word);
        if (!this.value('segment', [], source)) return false;
      } else if (word === 'on' || word === 'as' || word === 'when') {
        this.at++;
        found.add(word);
        if (!this.value(word === 'on' ? 'service' : word === 'as' ? 'identity' : 'condition')) return false;
      } else if (word === 'within') {
        this.at++;
        found.add(word);
        if (!this.hops()) return false;
      } else if (this.is(BraceOpen) && statement === 'rule') {
        return this.properties('rule') && this.done();
      } else if (this.is(BraceClose) || this.is(Comma)) {
        return true;
      } else this.at++;
    }
  }

  private hops(): boolean {
    if (this.ended) return this.want({ kind: 'hops' });
    this.take(Integer);
    if (this.ended) return this.want({ kind: 'words', words: ['hops'] });
    this.take(Name);
    return true;
  }

  private nextClause(statement: Statement, found: ReadonlySet<string>): boolean {
    const words = clausesAfter(statement, found);
    const whole = found.has(statement === 'never' ? 'to' : 'on');
    if (whole && this.fresh) this.another();
    return words.length > 0 ? this.want({ kind: 'words', words }) : false;
  }
}

function clausesAfter(statement: Statement, found: ReadonlySet<string>): NextWord[] {
  if (!found.has('to')) return statement === 'never' ? ['to', 'reaches'] : ['to'];
  if (statement === 'never') {
    if (found.has('reaches')) return found.has('within') ? [] : ['within'];
    return found.has('on') ? [] : ['on'];
  }
  if (!found.has('on')) return ['on'];
  const words: NextWord[] = found.has('as') ? [] : ['as'];
  if (!found.has('when')) words.push('when');
  return statement === 'rule' ? [...words, '{'] : words;
}
