import type { Change } from '../text/change.js';
import type { LineIndex } from '../text/lines.js';
import { noteListChanged } from '../text/lists.js';
import type { Span } from '../text/span.js';
import { finished } from '../text/steps.js';
import { scan } from './lexer.js';
import { isBlock, mayNest, outline, type Segment, type SegmentKind } from './outline.js';
import { isOpen, maxProblems, parse, readItem } from './parse.js';
import type { TokenList } from './tokenlist.js';
import { BraceClose, BraceOpen, BracketClose, BracketOpen, OpenText } from './tokens.js';
import type { Item, Problem, SourceTree } from './tree.js';

/** A tree, and how many items were parsed for it. */
export interface Reparsed {
  readonly tree: SourceTree;
  readonly parsed: number;
}

/**
 * The tree of a text after a change: equal to what `parse` gives, but only the items near the change are read anew; all
 * others are the same objects. Where the change reaches further than that (braces, the head of a block), everything is.
 */
export function reparse(old: SourceTree, change: Change, text: string, lines: LineIndex): Reparsed {
  const part = old.regular && old.problems.length < maxProblems ? affected(old, change) : undefined;
  const tree = part && splice(old, part, change, text, lines);
  if (tree !== undefined) return tree;
  const whole = parse(text, lines);
  return { tree: whole, parsed: whole.items.length };
}

/** A run of items next to each other in one block, none with anything nested in it, that are read anew. */
interface Part {
  /** Index of the block's item, -1 at the top of the file. */
  readonly block: number;
  /** The items `from` to `to` (exclusive). */
  readonly from: number;
  readonly to: number;
  /** The text that is read, in old offsets; it holds the change. */
  readonly start: number;
  readonly end: number;
  /** The first item stands before the change: it is read again because it may now go on further. */
  readonly led: boolean;
  /** The last item stands behind the change: it must come out where it was. */
  readonly anchored: boolean;
}

/** The items that a change can alter, or `undefined` where it reaches into braces or the head of a block. */
function affected(old: SourceTree, change: Change): Part | undefined {
  const touched = lastAtMost(old.starts, change.start);
  const block = blockAround(old, touched, change);
  if (block === undefined) return undefined;
  const isLeafHere = (i: number): boolean => i > block && old.parents[i] === block && isLeaf(old, i);
  const last = childOf(old, touched, block);
  const first = last >= 0 && isLeaf(old, last) ? last : touched + 1;
  const led = isLeafHere(first - 1);
  const from = led ? first - 1 : first;
  let to = first;
  while (isLeafHere(to) && old.starts[to] <= change.end) to++;
  const anchored = isLeafHere(to);
  const end = anchored ? old.ends[to] : startAfter(old, to, block);
  const start = led ? old.starts[from] : endBefore(old, from, block);
  if (start > change.start || end < change.end) return undefined;
  return { block, from, to: anchored ? to + 1 : to, start, end, led, anchored };
}

/** Where the text behind the items before `index` begins, inside the block. */
function endBefore(old: SourceTree, index: number, block: number): number {
  const before = childOf(old, index - 1, block);
  if (before >= 0) return old.ends[before];
  return block < 0 ? 0 : old.starts[block] + old.items[block].length;
}

/** Where the text before item `index` ends, inside the block. */
function startAfter(old: SourceTree, index: number, block: number): number {
  const end = block < 0 ? Infinity : old.ends[block] - 1;
  return index < old.starts.length ? Math.min(old.starts[index], end) : end;
}

/** The innermost block whose inside holds the change, -1 for the file; `undefined` where the change touches its borders. */
function blockAround(old: SourceTree, touched: number, { start, end }: Change): number | undefined {
  let block = touched >= 0 && isLeaf(old, touched) ? old.parents[touched] : touched;
  for (; block >= 0; block = old.parents[block]) {
    if (old.starts[block] + old.items[block].length <= start && end < old.ends[block]) return block;
    if (start < old.ends[block]) return undefined;
  }
  return block;
}

/** The item directly in `block` that is item `index` or holds it; -1 where there is none. */
function childOf(old: SourceTree, index: number, block: number): number {
  let at = index;
  while (at >= 0 && old.parents[at] !== block) at = old.parents[at];
  return at;
}

const isLeaf = (tree: SourceTree, i: number): boolean =>
  tree.ends[i] === tree.starts[i] + tree.items[i].length;

/** Reads the part anew and puts it in the place of the old; `undefined` where more than the part may have changed. */
function splice(
  old: SourceTree,
  part: Part,
  change: Change,
  text: string,
  lines: LineIndex,
): Reparsed | undefined {
  const shift = change.newEnd - change.end;
  const end = Math.min(part.end + shift, text.length);
  const { tokens, comments, problems } = scan(text, part.start, end);
  if (problems.some((problem) => isOpen(text, problem)) || !isBalanced(tokens, part.anchored))
    return undefined;
  // What reaches the end of the part may go on behind it: a comment, an open string, a word before another.
  const lastToken = tokens.length - 1;
  const before = !part.anchored && part.to < old.items.length && part.end === old.starts[part.to];
  const touches = tokens.end(lastToken) === end && (before || tokens.type(lastToken) === OpenText);
  if ((touches || comments.at(-1)?.end === end) && end < text.length) return undefined;
  const inside = part.block < 0 ? undefined : (old.items[part.block].kind as SegmentKind);
  const { segments, regular } = finished(outline(text, tokens, lines, inside));
  if (!regular || !segments.every((segment) => isPlain(segment, tokens, inside))) return undefined;
  const last = segments.at(-1);
  if (part.anchored && (last === undefined || tokens.start(last.from) !== old.starts[part.to - 1] + shift))
    return undefined;
  // A lone word takes the word after it for its name, even where that begins a block.
  if (before && last !== undefined && last.to - last.from < 2) return undefined;
  const first = old.items[part.from];
  // What is wrong with a property can lie in the one before it, which is not looked at here.
  if (part.led && first.kind === 'property' && first.problems.length > 0) return undefined;
  const kept = new Map<number, Item>();
  if (part.led && segments[0]?.end === old.ends[part.from]) kept.set(0, first);
  const anchor = part.anchored ? old.items[part.to - 1] : undefined;
  if (anchor && anchor.problems.length + last!.problems.length === 0) kept.set(segments.length - 1, anchor);
  const items = segments.map((segment, i) => kept.get(i) ?? readItem(text, tokens, segment));
  const spans = segments.map(({ from, end }) => ({ start: tokens.start(from), end }));
  return {
    tree: joined(old, part, shift, { items, spans, comments, problems }),
    parsed: items.length - kept.size,
  };
}

interface Replacement {
  readonly items: readonly Item[];
  readonly spans: readonly Span[];
  readonly comments: readonly Span[];
  readonly problems: readonly Problem[];
}

function joined(old: SourceTree, part: Part, shift: number, put: Replacement): SourceTree {
  const { from, to } = part;
  const moved = put.items.length - (to - from);
  const items =
    moved === 0
      ? replaced(old.items, from, put.items)
      : old.items.slice(0, from).concat(put.items, old.items.slice(to));
  noteListChanged(old.items, items, { start: from, end: to + moved, moved });
  const starts = splicedBy(old.starts, from, to, put.items.length, shift);
  const ends = splicedBy(old.ends, from, to, put.items.length, shift);
  put.spans.forEach((span, i) => {
    starts[from + i] = span.start;
    ends[from + i] = span.end;
  });
  for (let block = part.block; block >= 0; block = old.parents[block]) ends[block] += shift;
  const parents = moved === 0 ? old.parents : splicedBy(old.parents, from, to, put.items.length, 0);
  if (moved !== 0) {
    parents.fill(part.block, from, to + moved);
    for (let i = to + moved; i < items.length; i++) if (parents[i] >= to) parents[i] += moved;
  }
  return {
    items,
    starts,
    ends,
    parents,
    comments: spliced(old.comments, part, put.comments, (span) => movedSpan(span, shift)),
    problems: spliced(old.problems, part, put.problems, (problem) => ({
      ...problem,
      span: movedSpan(problem.span, shift),
    })),
    regular: true,
  };
}

/** A copy of a list with other values from an index on. */
function replaced<T>(list: readonly T[], from: number, values: readonly T[]): T[] {
  const result = list.slice();
  for (let i = 0; i < values.length; i++) result[from + i] = values[i];
  return result;
}

/** A copy of a list with room for `count` values in the place of those from `from` to `to`; what is behind grows by `shift`. */
function splicedBy(list: Int32Array, from: number, to: number, count: number, shift: number): Int32Array {
  const result = new Int32Array(list.length - (to - from) + count);
  result.set(list.subarray(0, from));
  for (let i = to, next = from + count; i < list.length; i++, next++) result[next] = list[i] + shift;
  return result;
}

const movedSpan = ({ start, end }: Span, shift: number): Span => ({ start: start + shift, end: end + shift });

/** What lies before the part, what has been put in its place, and what lies behind it, which has moved. */
function spliced<T extends Span | Problem>(
  old: readonly T[],
  part: Part,
  put: readonly T[],
  move: (value: T) => T,
): T[] {
  const startOf = (value: T): number => ('span' in value ? value.span.start : value.start);
  const before = old.filter((value) => startOf(value) < part.start);
  const behind = old.filter((value) => startOf(value) >= part.end);
  return [...before, ...put, ...behind.map(move)];
}

/** Whether the item has no block of its own and is at home where it stands. */
function isPlain({ kind, to }: Segment, tokens: TokenList, inside: SegmentKind | undefined): boolean {
  if (isBlock(kind) && tokens.type(to - 1) === BraceOpen) return false;
  return kind === 'bad' || (inside === undefined ? true : mayNest(inside, kind));
}

/** Whether every brace has its counterpart; brackets too, unless an item known to begin behind them ends them. */
function isBalanced(tokens: TokenList, anchored: boolean): boolean {
  let braces = 0;
  let brackets = 0;
  for (let i = 0; i < tokens.length; i++) {
    const type = tokens.type(i);
    if (type === BraceOpen) braces++;
    else if (type === BracketOpen) brackets++;
    else if (type === BracketClose) brackets--;
    else if (type === BraceClose && --braces < 0) return false;
  }
  return braces === 0 && (anchored || brackets === 0);
}

/** Index of the last start that is at most `offset`, -1 where there is none. */
function lastAtMost(starts: Int32Array, offset: number): number {
  let low = -1;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}
