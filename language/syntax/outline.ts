import type { TokenType } from 'chevrotain';
import { LineIndex } from '../text/lines.js';
import { unknownStart } from './habits.js';
import { missingComma, needlessComma } from './mends.js';
import type { TokenList } from './tokenlist.js';
import {
  Bar,
  BraceClose,
  BraceOpen,
  BracketClose,
  BracketOpen,
  Colon,
  Comma,
  DateWord,
  Equals,
  grammarTokens,
  Integer,
  IPv4,
  IPv6,
  keyword,
  keywords,
  Name,
  Text,
} from './tokens.js';
import type { Problem } from './tree.js';

/**
 * One item of a file before it is parsed: the tokens `from` to `to` (exclusive).
 *
 * The outline finds where items begin and end from brackets and the words that can begin one, so that whatever is wrong
 * inside an item stays inside it. Where a brace is missing, indentation tells what was meant.
 */
export interface Segment {
  readonly kind: SegmentKind;
  readonly from: number;
  readonly to: number;
  /** Index of the segment it is nested in, -1 at the top. */
  readonly parent: number;
  /** Offset after its closing brace; of its own end where it nests nothing. */
  end: number;
  problems: readonly Problem[];
}

export type SegmentKind = Starter | 'property' | 'bad';
type Starter = (typeof starters)[number];

/** The words that begin a declaration. */
const starters = [
  ...([
    'zone',
    'workload',
    'service',
    'group',
    'team',
    'identity',
    'condition',
    'labels',
    'tier',
    'ruleset',
  ] as const),
  ...(['flow', 'allow', 'deny', 'pass', 'never', 'test', 'expect'] as const),
];
/** By the index of a token type: whether it may stand for a key. */
const wordByIndex: boolean[] = [];
for (const type of grammarTokens) wordByIndex[type.tokenTypeIdx!] = type === Name || keywords.has(type.name);
/** By the index of a token type: the word that it is where that begins a declaration. */
const starterByIndex: (Starter | undefined)[] = [];
for (const type of grammarTokens) starterByIndex[type.tokenTypeIdx!] = undefined;
for (const word of starters) starterByIndex[keyword(word).tokenTypeIdx!] = word;

const rules = ['flow', 'allow', 'deny', 'pass'];
const actions: ReadonlySet<TokenType> = new Set([keyword('allow'), keyword('deny'), keyword('pass')]);
/** What may be nested in what. */
const nests: { readonly [kind in SegmentKind]?: readonly string[] } = {
  zone: ['zone', 'workload', 'property'],
  tier: rules,
  ruleset: rules,
  test: ['expect'],
};
/** Kinds whose first word is followed by a name: a reserved word there is a bad name, not another item. */
const named: readonly string[] = starters.slice(0, starters.indexOf('labels'));
/** After one of these a name on a new line cannot belong to the same item. */
const complete = new Set<TokenType>([Name, Text, BracketClose, BraceClose, IPv4, IPv6, DateWord, Integer]);
/** Items that have no place at the top, and what is said of them there. */
const homes: { readonly [kind in SegmentKind]?: string } = {
  property: 'A property stands outside of any block. Write it in the braces of what it belongs to.',
  expect: '`expect` stands outside of any test. Move it into the block of one.',
};

/** Brackets and braces nested deeper than this are an error: no policy needs it, and recursion stays bounded. */
export const maxDepth = 64;

interface Container {
  readonly segment: number;
  readonly kind: SegmentKind;
  readonly column: number;
}

/**
 * Cuts tokens into items, in steps. Every token but separators and closing braces is in exactly one.
 *
 * With `inside` the tokens are from the block of an item of that kind; its own items then have the parent -1.
 */
export function outline(
  text: string,
  tokens: TokenList,
  lines = new LineIndex(text),
  inside?: SegmentKind,
): Generator<void, OutlineResult> {
  return new Outliner(text, tokens, lines, inside).run();
}

export interface OutlineResult {
  readonly segments: readonly Segment[];
  /** Problems outside all items; spans count from the start of the file. */
  readonly problems: readonly Problem[];
  /** Every brace has its counterpart and every item is nested in the block it stands in. */
  readonly regular: boolean;
}

/** Whether items of kind `inner` may be nested in one of kind `outer`. */
export const mayNest = (outer: SegmentKind, inner: SegmentKind): boolean =>
  nests[outer]?.includes(inner) ?? false;

/** Whether items of this kind nest others. */
export const isBlock = (kind: SegmentKind): boolean => nests[kind] !== undefined;

/** Items cut out in one step. */
const atOnce = 1_000;

class Outliner {
  private readonly segments: Segment[] = [];
  private readonly problems: Problem[] = [];
  private readonly containers: Container[] = [];
  private readonly unmatched: ReadonlySet<number>;
  /** How many of the containers were open before the first token. */
  private readonly given: number;
  /** A brace of the outermost container is missing: indentation decides until that container ends. */
  private byIndentation = false;
  private at = 0;
  /** An item stands in a block that cannot hold it. */
  private misplaced = false;
  /** The brackets and braces that are open in the item that is looked at. */
  private readonly open: TokenType[] = [];

  constructor(
    private readonly text: string,
    private readonly tokens: TokenList,
    private readonly lines: LineIndex,
    inside: SegmentKind | undefined,
  ) {
    this.unmatched = unmatchedBraces(tokens);
    this.given = inside === undefined ? 0 : 1;
    if (inside !== undefined) this.containers.push({ segment: -1, kind: inside, column: -1 });
  }

  *run(): Generator<void, OutlineResult> {
    for (let rest = atOnce; this.at < this.tokens.length; rest = rest === 0 ? atOnce : rest - 1) {
      if (rest === 0) yield;
      const type = this.tokens.type(this.at);
      if (type === BraceClose) this.close();
      else if (type === Comma && this.afterProperty()) this.at++;
      else this.item();
    }
    while (this.containers.length > this.given) this.leave(this.textEnd());
    const regular = !this.misplaced && this.unmatched.size === 0 && this.problems.length === 0;
    return { segments: this.segments, problems: this.problems, regular };
  }

  private close(): void {
    const { tokens, at } = this;
    const span = { start: tokens.start(at), end: tokens.end(at) };
    if (this.byIndentation && this.isFirstOnLine(this.at)) {
      const column = this.column(this.at);
      while (this.containers.length > this.given + 1 && this.top()!.column > column) this.leave(span.start);
    }
    const container = this.containers.length > this.given ? this.containers.pop() : undefined;
    if (container === undefined) {
      const message = 'This `}` closes nothing. Delete it, or add the `{` that it should close.';
      this.problems.push({
        code: 'syntax-error',
        message,
        span,
        replacement: { title: 'Delete `}`', text: '' },
      });
    } else {
      this.segments[container.segment].end = span.end;
    }
    this.at++;
  }

  private item(): void {
    const from = this.at;
    const kind = this.kindAt(from);
    if (this.byIndentation && this.isFirstOnLine(from)) {
      const column = this.column(from);
      while (this.top() !== undefined && this.top()!.column >= column) this.leave(this.tokens.end(from - 1));
    }
    const { to, deep } = this.extent(from, kind);
    const opens = nests[kind] !== undefined && this.tokens.type(to - 1) === BraceOpen;
    const before = this.segments.at(-1);
    const segment: Segment = {
      kind: deep ? 'bad' : kind,
      from,
      to,
      parent: this.home(kind),
      end: this.tokens.end(to - 1),
      problems: none,
    };
    this.segments.push(segment);
    this.complain(segment, kind, deep);
    const isSecond = kind === 'property' && before?.kind === 'property' && before.to === from;
    if (isSecond && !this.isFirstOnLine(from)) {
      const message = 'A comma or a new line is missing before this.';
      const span = { start: 0, end: this.tokens.image(from).length };
      blame(segment, { code: 'syntax-error', message, span, replacement: missingComma });
    }
    this.at = to;
    if (opens) this.enter(kind, from, to - 1);
  }

  private enter(kind: SegmentKind, from: number, brace: number): void {
    if (this.containers.length === 0) this.byIndentation = this.unmatched.has(brace);
    const column = this.isFirstOnLine(from) ? this.column(from) : (this.top()?.column ?? 0);
    this.containers.push({ segment: this.segments.length - 1, kind, column });
    this.misplaced ||= this.containers.length > maxDepth;
    if (this.containers.length !== maxDepth + 1) return;
    const message = `Declarations nest at most ${maxDepth} deep. Move this one out of some of the zones around it.`;
    blame(this.segments.at(-1)!, { code: 'syntax-error', message, span: { start: 0, end: 4 } });
  }

  /** Ends the innermost container although its brace is missing. */
  private leave(end: number): void {
    const container = this.containers.pop()!;
    const segment = this.segments[container.segment];
    segment.end = Math.max(end, segment.end);
    const brace = { start: this.tokens.start(segment.to - 1), end: this.tokens.end(segment.to - 1) };
    const start = this.tokens.start(segment.from);
    const message = `The \`{\` of this ${container.kind} is never closed. Add the missing \`}\`.`;
    const span = { start: brace.start - start, end: brace.end - start };
    blame(segment, { code: 'syntax-error', message, span });
  }

  /** The nearest container that may hold an item of this kind, none deeper than the limit. */
  private home(kind: SegmentKind): number {
    if (kind === 'bad') return this.containers[Math.min(this.containers.length, maxDepth) - 1]?.segment ?? -1;
    for (let i = Math.min(this.containers.length, maxDepth) - 1; i >= 0; i--) {
      if (nests[this.containers[i].kind]!.includes(kind)) return this.containers[i].segment;
    }
    return -1;
  }

  private complain(segment: Segment, kind: SegmentKind, deep: boolean): void {
    const inside = this.top()?.kind;
    const isAtHome = inside === undefined ? homes[kind] === undefined : nests[inside]!.includes(kind);
    if (isAtHome && !deep && kind !== 'bad') return;
    const first = this.tokens.image(segment.from);
    const span = { start: 0, end: first.length };
    const add = (message: string, replacement?: Problem['replacement']): void => {
      blame(segment, { code: 'syntax-error', message, span, ...(replacement && { replacement }) });
    };
    if (deep) {
      add(`Brackets nest at most ${maxDepth} deep. Name the inner sets with \`group\` or \`service\`.`);
    } else if (first === ',') {
      add('This comma has nothing before it. Delete it.', needlessComma);
    } else if (kind === 'bad') {
      const { message, replacement } = unknownStart(
        first,
        this.tokens.type(segment.from + 1) === Colon,
        starters.slice(0, -1),
      );
      add(message, replacement);
    } else if (inside !== undefined) {
      this.misplaced = true;
      add(`\`${first}\` cannot stand in a ${inside}. Move it out of the block.`);
    } else {
      add(homes[kind]!);
    }
  }

  /** Where the item that begins at `from` ends, and whether its brackets nest too deep. */
  private extent(from: number, kind: SegmentKind): { to: number; deep: boolean } {
    const { open } = this;
    open.length = 0;
    let deep = false;
    const nesting = nests[kind] !== undefined;
    for (let i = from; i < this.tokens.length; i++) {
      const type = this.tokens.type(i)!;
      if (i > from && this.beginsItem(i, from, kind, open.length)) return { to: i, deep };
      if (type === BraceOpen || type === BracketOpen) {
        if (nesting && type === BraceOpen && open.length === 0) return { to: i + 1, deep };
        open.push(type);
        deep ||= open.length > maxDepth;
      } else if (type === BracketClose) {
        if (open.at(-1) === BracketOpen) open.pop();
      } else if (type === BraceClose) {
        const brace = open.lastIndexOf(BraceOpen);
        if ((brace < 0 || this.closesOutside(i, from)) && i > from) return { to: i, deep };
        open.length = Math.max(0, brace);
      } else if (type === Comma && kind === 'property' && open.length === 0) {
        return { to: i, deep };
      }
    }
    return { to: this.tokens.length, deep };
  }

  /** By indentation, a `}` further left than the item belongs to a container around it. */
  private closesOutside(index: number, from: number): boolean {
    if (!this.byIndentation || !this.isFirstOnLine(index)) return false;
    return this.isFirstOnLine(from) && this.column(index) < this.column(from);
  }

  /** Whether the token at `index` begins another item than the one that begins at `from`. */
  private beginsItem(index: number, from: number, kind: SegmentKind, depth: number): boolean {
    const type = this.tokens.type(index)!;
    const next = this.tokens.type(index + 1);
    const starter = starterByIndex[type.tokenTypeIdx!];
    const isFirst = this.tokens.isFirstOnLine(index);
    // Nearly all tokens end here.
    if (starter === undefined && !isFirst && next !== Equals) return false;
    if (depth === 0 && next === Equals && isWord(type)) return index > from + 1 || kind === 'property';
    const before = this.tokens.type(index - 1)!;
    if (nests[kind] && type !== BraceOpen && type !== Text && isFirst) {
      return index > from + 1 || type !== Name;
    }
    if (depth === 0 && type === Name && complete.has(before) && isFirst) {
      return kind !== 'never' || before !== Integer;
    }
    if (starter === undefined || next === Equals) return false;
    if (depth > 0) return isFirst && before !== Bar && before !== Colon && this.looksDeclared(index);
    if (kind === 'expect' && index === from + 1 && actions.has(type)) return false;
    if (index === from + 1 && named.includes(kind) && !isFirst) return false;
    if (kind === 'identity' && starter === 'group' && before === Equals) {
      return next !== Text && isFirst;
    }
    if (kind === 'flow' && rules.includes(starter) && starter !== 'flow' && !this.hasAction(from, index)) {
      return before !== Colon && isFirst;
    }
    return true;
  }

  private hasAction(from: number, to: number): boolean {
    for (let i = from + 1; i < to; i++) if (actions.has(this.tokens.type(i)!)) return true;
    return false;
  }

  /** Inside brackets a reserved word may be a key or a label value; followed by more of a declaration on its line, it is none. */
  private looksDeclared(index: number): boolean {
    const next = this.tokens.type(index + 1);
    if (next === undefined || this.isFirstOnLine(index + 1)) return false;
    return ![Equals, Colon, Comma, Bar, BraceClose, BracketClose].includes(next);
  }

  private kindAt(index: number): SegmentKind {
    const type = this.tokens.type(index)!;
    if (isWord(type) && this.tokens.type(index + 1) === Equals) return 'property';
    return starterByIndex[type.tokenTypeIdx!] ?? 'bad';
  }

  private afterProperty(): boolean {
    return this.segments.at(-1)?.kind === 'property' && this.segments.at(-1)!.to === this.at;
  }

  private top(): Container | undefined {
    return this.containers.at(-1);
  }

  private column(index: number): number {
    return this.lines.positionAt(this.tokens.start(index)).column;
  }

  private isFirstOnLine(index: number): boolean {
    return this.tokens.isFirstOnLine(index);
  }

  private textEnd(): number {
    return this.tokens.end(this.tokens.length - 1) || this.text.length;
  }
}

const isWord = (type: TokenType): boolean => wordByIndex[type.tokenTypeIdx!];

const none: readonly Problem[] = [];

/** Most items have no problem: they share one empty list. */
function blame(segment: Segment, problem: Problem): void {
  segment.problems = [...segment.problems, problem];
}

/** Indexes of the opening braces that no closing one answers. */
function unmatchedBraces(tokens: TokenList): ReadonlySet<number> {
  const open: number[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const type = tokens.type(i);
    if (type === BraceOpen) open.push(i);
    else if (type === BraceClose) open.pop();
  }
  return new Set(open);
}
