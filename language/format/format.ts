import { scanInSteps, type Scanned } from '../syntax/lexer.js';
import { parse } from '../syntax/parse.js';
import {
  Bar,
  BraceClose,
  BraceOpen,
  BracketClose,
  BracketOpen,
  Colon,
  Comma,
  Equals,
  Minus,
  Slash,
} from '../syntax/tokens.js';
import type { SourceTree } from '../syntax/tree.js';
import { finished } from '../text/steps.js';
import { align, type Line, type Stop } from './align.js';
import { piecesOf, type Piece } from './pieces.js';
import { saysTheSame } from './same.js';

/**
 * The canonical layout of a policy file: two spaces for each block, single spaces between words, columns where lines of
 * one sort follow each other, at most one empty line in a row. Line breaks inside declarations stay where they are.
 *
 * Nothing is lost: all words and comments stay in their order, only commas that a line break makes needless go. An item
 * with a mistake in it stays as it is; where braces do not match, the whole text does. Formatting twice changes nothing.
 */
export function formatText(text: string): string {
  return finished(formatInSteps(text, parse(text)));
}

/** The same in steps, of a text whose tree is known. */
export function* formatInSteps(text: string, tree: SourceTree): Generator<void, string> {
  return (yield* layOut(text, tree))?.formatted ?? text;
}

/** A text in its canonical layout, and the tokens of both. */
export interface Layout {
  readonly formatted: string;
  readonly before: Scanned;
  readonly after: Scanned;
}

/** Lays out a text in steps; `undefined` where it is to stay as it is. */
export function* layOut(text: string, tree: SourceTree): Generator<void, Layout | undefined> {
  if (tree.problems.length > 0 || hasBrokenBlock(tree)) return undefined;
  const before = yield* scanInSteps(text);
  const pieces = yield* piecesOf(text, tree, before);
  const lines = yield* align(yield* new Printer(text, pieces).print());
  const lineBreak = countOf(text, '\r\n') * 2 > countOf(text, '\n') ? '\r\n' : '\n';
  const start = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const formatted = lines.length === 0 ? start : `${start}${lines.join(lineBreak)}${lineBreak}`;
  yield;
  if (formatted === text) return undefined;
  const after = yield* scanInSteps(formatted);
  return (yield* saysTheSame(text, before, formatted, after)) ? { formatted, before, after } : undefined;
}

function countOf(text: string, part: string): number {
  let count = 0;
  for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length)) count++;
  return count;
}

/** A block whose head has a mistake may not end where it seems to. */
function hasBrokenBlock({ items, starts, ends }: SourceTree): boolean {
  return items.some((item, i) => item.problems.length > 0 && ends[i] > starts[i] + item.length);
}

/** Pieces that are set in one step. */
const atOnce = 1_000;

/** A line while it is put together. */
interface Draft {
  text: string;
  sort: string;
  stops: Stop[];
}

/** Sets the pieces of one file into lines. */
class Printer {
  private readonly lines: Line[] = [];
  private current: Draft | undefined;
  /** The piece that was set last. */
  private last: Piece | undefined;
  /** Whether each open bracket is a brace. */
  private readonly open: boolean[] = [];
  /** How many brackets were open where the current item began. */
  private itemDepth = 0;

  constructor(
    private readonly text: string,
    private readonly pieces: readonly Piece[],
  ) {}

  /** In steps. */
  *print(): Generator<void, Line[]> {
    for (let i = 0; i < this.pieces.length; i++) {
      if (i % atOnce === atOnce - 1) yield;
      this.put(this.pieces[i], i);
    }
    this.endLine();
    return this.lines;
  }

  private put(piece: Piece, index: number): void {
    const before = this.last;
    const { type } = piece;
    if (type === Comma && this.isNeedless(index)) return;
    this.last = piece;
    const closes = type === BraceClose || type === BracketClose;
    if (closes) this.open.pop();
    if (piece.begins) this.itemDepth = this.open.length;
    if (before === undefined || this.startsLine(piece, before)) {
      this.beginLine(piece, before, closes);
      this.current!.sort = sortOf(piece, this.pieces[index + 1]);
    } else {
      this.current!.text += separator(before, piece);
      this.stop(piece, before);
    }
    this.current!.text += piece.text;
    if (type === BraceOpen || type === BracketOpen) this.open.push(type === BraceOpen);
  }

  /** Notes that a column may begin at the piece. */
  private stop(piece: Piece, before: Piece): void {
    const line = this.current!;
    const add = (key: string): void => {
      if (!line.stops.some((stop) => stop.key === key)) line.stops.push({ key, at: line.text.length });
    };
    if (piece.kind === 'comment') return add('comment');
    // What did not parse stays as it is, and no column begins at it.
    if (piece.kind === 'raw') return;
    const word = piece.text;
    if (
      line.sort === 'property' ? word === '=' && line.stops.length === 0 : this.open.length === this.itemDepth
    ) {
      if (columnWords.has(word)) add(columns[word] ?? word);
      else if (actions.has(word)) add('action');
      else if (before.kind === 'token' && actions.has(before.text)) add('source');
    }
  }

  private startsLine(piece: Piece, before: Piece): boolean {
    if (before.text.startsWith('//') && before.kind === 'comment') return true;
    if (before.type === BraceOpen && piece.type === BraceClose) return false;
    if (this.breaksBetween(before, piece)) return true;
    return piece.begins && this.open.length === 0;
  }

  private beginLine(piece: Piece, before: Piece | undefined, closes: boolean): void {
    this.endLine();
    const between = before ? this.text.slice(before.end, piece.start) : '';
    const empty = (between.match(/\r\n|\n|\r/g)?.length ?? 0) > 1 && before?.type !== BraceOpen && !closes;
    if (empty) this.lines.push({ text: '', sort: '', stops: [] });
    const indent =
      piece.kind === 'raw' ? this.indentBefore(piece) : '  '.repeat(this.levels(piece, before, closes));
    this.current = { text: indent, sort: '', stops: [] };
  }

  /** Lines that go on with an item outside any bracket of its own are set in by one level. */
  private levels(piece: Piece, before: Piece | undefined, closes: boolean): number {
    const continues = !piece.begins && !closes && before !== undefined && this.open.length === this.itemDepth;
    const inItem = continues && piece.kind === 'token' && before?.type !== BraceClose;
    return this.open.length + (inItem || before?.type === Bar ? 1 : 0);
  }

  private indentBefore({ start }: Piece): string {
    return /[ \t]*$/.exec(this.text.slice(0, start))![0];
  }

  private breaksBetween(a: Piece, b: Piece): boolean {
    return /[\r\n]/.test(this.text.slice(a.end, b.start));
  }

  /** In braces a comma beside a line break, a brace or another comma parts nothing that they do not part. */
  private isNeedless(index: number): boolean {
    if (this.open.at(-1) !== true) return false;
    const [own, before] = [this.pieces[index], this.beside(index, -1)];
    const type = before?.type;
    if (before === undefined || type === BraceOpen || type === Comma || this.breaksBetween(before, own))
      return true;
    const next = this.beside(index, 1);
    if (next === undefined) return false;
    return next.type === BraceClose || this.breaksBetween(own, next);
  }

  /** The next piece on one side that is no comment. */
  private beside(index: number, step: 1 | -1): Piece | undefined {
    let at = index + step;
    while (this.pieces[at]?.kind === 'comment') at += step;
    return this.pieces[at];
  }

  private endLine(): void {
    if (this.current) this.lines.push({ ...this.current, text: this.current.text.trimEnd() });
    this.current = undefined;
  }
}

const actions = new Set(['allow', 'deny', 'pass']);
const columnWords = new Set(['to', 'reaches', 'on', 'as', 'when', 'within', '=', '{']);

/** Words that stand in one column although they differ. */
const columns: { readonly [word: string]: string } = { reaches: 'to', '{': 'block' };

/** The sort of a line by what it begins with: rules, properties, and each other declaration by its word. */
function sortOf(first: Piece, next: Piece | undefined): string {
  if (first.kind !== 'token') return '';
  if (next?.type === Equals) return 'property';
  if (actions.has(first.text)) return 'rule';
  return first.begins ? first.text : '';
}

/** The space between two pieces on one line. */
function separator(before: Piece, piece: Piece): string {
  if (piece.kind === 'comment') return piece.text.startsWith('//') ? '  ' : ' ';
  const [a, b] = [before.type, piece.type];
  if (a === BracketOpen || b === BracketClose || b === Comma || b === Colon) return '';
  if (a === BraceOpen && b === BraceClose) return '';
  const tight = [Slash, Minus];
  return tight.includes(a!) || tight.includes(b!) ? '' : ' ';
}
