import type { IToken } from '../syntax/tokens.js';
import { lex, spanOf } from '../syntax/lexer.js';
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
import { align, type Line, type Stop } from './align.js';

/** A token, a comment, or the text of an item that did not parse, in the order of the text. */
interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: 'token' | 'comment' | 'raw';
  readonly token?: IToken;
  /** It begins an item. */
  readonly begins: boolean;
}

/**
 * The canonical layout of a policy file: two spaces for each block, single spaces between words, columns where lines of
 * one sort follow each other, at most one empty line in a row. Line breaks inside declarations stay where they are.
 *
 * Nothing is lost: all words and comments stay in their order, only commas that a line break makes needless go. An item
 * with a mistake in it stays as it is; where braces do not match, the whole text does. Formatting twice changes nothing.
 */
export function formatText(text: string): string {
  const tree = parse(text);
  if (tree.problems.length > 0 || hasBrokenBlock(tree)) return text;
  const pieces = collectPieces(text, tree);
  const lineBreak = (text.match(/\r\n/g)?.length ?? 0) * 2 > (text.match(/\n/g)?.length ?? 0) ? '\r\n' : '\n';
  const lines = align(new Printer(text, pieces).print());
  const start = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const formatted = lines.length === 0 ? start : `${start}${lines.join(lineBreak)}${lineBreak}`;
  return saysTheSame(text, formatted) ? formatted : text;
}

/** A block whose head has a mistake may not end where it seems to. */
function hasBrokenBlock({ items, starts, ends }: SourceTree): boolean {
  return items.some((item, i) => item.problems.length > 0 && ends[i] > starts[i] + item.length);
}

function collectPieces(text: string, tree: SourceTree): Piece[] {
  const { tokens } = lex(text);
  const raw = tree.items.flatMap((item, i) =>
    item.problems.length > 0 ? [{ start: tree.starts[i], end: tree.starts[i] + item.length }] : [],
  );
  const begins = new Set(tree.starts);
  const inRaw = (start: number): boolean => raw.some((range) => range.start <= start && start < range.end);
  const pieces: Piece[] = raw.map((range) => ({
    ...range,
    text: text.slice(range.start, range.end),
    kind: 'raw',
    begins: true,
  }));
  for (const token of tokens) {
    const span = spanOf(token);
    if (!inRaw(span.start))
      pieces.push({ ...span, text: token.image, kind: 'token', token, begins: begins.has(span.start) });
  }
  for (const span of tree.comments) {
    if (!inRaw(span.start))
      pieces.push({
        ...span,
        text: text.slice(span.start, span.end).trimEnd(),
        kind: 'comment',
        begins: false,
      });
  }
  return pieces.sort((a, b) => a.start - b.start);
}

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

  print(): Line[] {
    this.pieces.forEach((piece, i) => this.put(piece, i));
    this.endLine();
    return this.lines;
  }

  private put(piece: Piece, index: number): void {
    const before = this.last;
    const type = piece.token?.tokenType;
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
    if (piece.token === undefined) return;
    const word = piece.token.image;
    if (
      line.sort === 'property' ? word === '=' && line.stops.length === 0 : this.open.length === this.itemDepth
    ) {
      if (columnWords.has(word)) add(columns[word] ?? word);
      else if (actions.has(word)) add('action');
      else if (before.token && actions.has(before.token.image)) add('source');
    }
  }

  private startsLine(piece: Piece, before: Piece): boolean {
    if (before.text.startsWith('//') && before.kind === 'comment') return true;
    if (before.token?.tokenType === BraceOpen && piece.token?.tokenType === BraceClose) return false;
    if (this.breaksBetween(before, piece)) return true;
    return piece.begins && this.open.length === 0;
  }

  private beginLine(piece: Piece, before: Piece | undefined, closes: boolean): void {
    this.endLine();
    const between = before ? this.text.slice(before.end, piece.start) : '';
    const empty =
      (between.match(/\r\n|\n|\r/g)?.length ?? 0) > 1 && before?.token?.tokenType !== BraceOpen && !closes;
    if (empty) this.lines.push({ text: '', sort: '', stops: [] });
    const indent =
      piece.kind === 'raw' ? this.indentBefore(piece) : '  '.repeat(this.levels(piece, before, closes));
    this.current = { text: indent, sort: '', stops: [] };
  }

  /** Lines that go on with an item outside any bracket of its own are set in by one level. */
  private levels(piece: Piece, before: Piece | undefined, closes: boolean): number {
    const continues = !piece.begins && !closes && before !== undefined && this.open.length === this.itemDepth;
    const inItem = continues && piece.kind === 'token' && before?.token?.tokenType !== BraceClose;
    return this.open.length + (inItem || before?.token?.tokenType === Bar ? 1 : 0);
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
    const type = before?.token?.tokenType;
    if (before === undefined || type === BraceOpen || type === Comma || this.breaksBetween(before, own))
      return true;
    const next = this.beside(index, 1);
    if (next === undefined) return false;
    return next.token?.tokenType === BraceClose || this.breaksBetween(own, next);
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
  if (first.token === undefined) return '';
  if (next?.token?.tokenType === Equals) return 'property';
  if (actions.has(first.text)) return 'rule';
  return first.begins ? first.text : '';
}

/** The space between two pieces on one line. */
function separator(before: Piece, piece: Piece): string {
  if (piece.kind === 'comment') return piece.text.startsWith('//') ? '  ' : ' ';
  const [a, b] = [before.token?.tokenType, piece.token?.tokenType];
  if (a === BracketOpen || b === BracketClose || b === Comma || b === Colon) return '';
  if (a === BraceOpen && b === BraceClose) return '';
  const tight = [Slash, Minus];
  return tight.includes(a!) || tight.includes(b!) ? '' : ' ';
}

/** Whether two texts have the same words and comments, commas aside: what formatting must never change. */
function saysTheSame(a: string, b: string): boolean {
  const words = (text: string): string => {
    const { tokens } = lex(text);
    return tokens
      .filter(({ tokenType }) => tokenType !== Comma)
      .map(({ image }) => image)
      .join('\n');
  };
  const comments = (text: string): string =>
    lex(text)
      .comments.map(({ start, end }) => text.slice(start, end).trimEnd())
      .join('\n');
  return words(a) === words(b) && comments(a) === comments(b);
}
