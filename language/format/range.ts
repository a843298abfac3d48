import { lex, spanOf } from '../syntax/lexer.js';
import { Comma } from '../syntax/tokens.js';
import type { SourceTree } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { difference, type Replacement } from './difference.js';
import { formatText } from './format.js';

/** How much may be looked at. */
export interface RangeLimits {
  /** Where the range shares its columns with more items on a side, they are not known, and it is left as it is. */
  readonly neighbours: number;
  /** Where the items that are looked at have more characters than this, they are left as they are. */
  readonly longest: number;
}

const noHurry: RangeLimits = { neighbours: Infinity, longest: Infinity };

/** A piece of a file that can be laid out by itself: whole items of one block. */
interface Window extends Span {
  /** Index of the block's item; -1 at the top. */
  readonly parent: number;
}

/**
 * The canonical layout of a part of a file: replacements of white space (and needless commas) inside `range` alone, that
 * bring it to what formatting all of the file would make of it. Only the items that touch the range are looked at, and
 * their neighbours for the columns that they share. Items with a mistake stay as they are; where braces do not match,
 * everything does.
 */
export function formatRange(text: string, tree: SourceTree, range: Span, limits = noHurry): Replacement[] {
  const window = tree.regular ? windowAround(text, tree, range, limits.neighbours) : undefined;
  if (window === undefined || window.end - window.start > limits.longest) return [];
  // What is put in at the start of a line belongs to that line.
  const isLineStart = /[\r\n]/.test(text[range.end - 1] ?? '');
  const inside = ({ start, end }: Replacement): boolean =>
    range.start <= start && end <= range.end && !(isLineStart && start === range.end);
  return layOut(text, tree, window).filter(inside);
}

/** Lays out a window inside the heads of the blocks around it, so that it is read and set in as in its file. */
function layOut(text: string, tree: SourceTree, { parent, start, end }: Window): Replacement[] {
  const lineBreak = /\r\n|\n/.exec(text)?.[0] ?? '\n';
  const isBreak = (at: number): boolean => /[\r\n]/.test(text[at] ?? '\n');
  // What shares a line with the braces around it goes on doing so.
  let joint = isBreak(start - 1) ? lineBreak : ' ';
  let head = '';
  let tail = isBreak(end) ? lineBreak : '';
  for (let at = parent; at >= 0; at = tree.parents[at]) {
    const from = tree.starts[at];
    head = text.slice(from, from + tree.items[at].length) + joint + head;
    joint = lineBreak;
    tail += '}' + lineBreak;
  }
  const before = head + text.slice(start, end) + tail;
  const shift = start - head.length;
  return gapEdits(before, formatText(before))
    .filter((edit) => edit.start >= head.length && edit.end <= before.length - tail.length)
    .map((edit) => ({ ...edit, start: edit.start + shift, end: edit.end + shift }));
}

/** What differs between the words of two texts that have the same words and comments, commas aside. */
function gapEdits(before: string, after: string): Replacement[] {
  if (before === after) return [];
  const [old, now] = [gapsOf(before), gapsOf(after)];
  if (old.length !== now.length) return [];
  return old.flatMap(({ start, end }, i) => {
    const [was, is] = [before.slice(start, end), after.slice(now[i].start, now[i].end)];
    if (was === is) return [];
    const edit = difference(was, is);
    return [{ start: start + edit.start, end: start + edit.end, newText: edit.newText }];
  });
}

/** What stands before, between and after the words and comments of a text. */
function gapsOf(text: string): Span[] {
  const { tokens, comments } = lex(text);
  const words = [
    ...tokens.filter(({ tokenType }) => tokenType !== Comma).map(spanOf),
    ...comments.map(({ start, end }) => ({ start, end: start + text.slice(start, end).trimEnd().length })),
  ].sort((a, b) => a.start - b.start);
  const starts = [0, ...words.map(({ end }) => end)];
  return starts.map((start, i) => ({ start, end: words[i]?.start ?? text.length }));
}

/** The items that touch a range, in the innermost block that holds it, with neighbours on the lines around them. */
function windowAround(text: string, tree: SourceTree, range: Span, neighbours: number): Window | undefined {
  const parent = blockAround(tree, range);
  const items = childrenOf(tree, parent);
  const meets = (item: number): boolean =>
    tree.starts[item] <= range.end && range.start <= endWithComment(text, tree.ends[item]);
  let first = items.findIndex(meets);
  if (first < 0) return undefined;
  let last = items.findLastIndex(meets);
  const gap = (i: number): string => text.slice(tree.ends[items[i]], tree.starts[items[i + 1]]);
  for (let n = 0; first > 0 && isClose(gap(first - 1)); n++, first--) if (n === neighbours) return undefined;
  for (let n = 0; last < items.length - 1 && isClose(gap(last)); n++, last++)
    if (n === neighbours) return undefined;
  const floor =
    first > 0
      ? tree.ends[items[first - 1]]
      : parent < 0
        ? 0
        : tree.starts[parent] + tree.items[parent].length;
  const ceiling = tree.starts[items[last + 1]] ?? (parent < 0 ? text.length : tree.ends[parent] - 1);
  const start = startOfLines(text, tree, floor, tree.starts[items[first]]);
  const end = Math.min(ceiling, endWithComment(text, tree.ends[items[last]]));
  return { parent, start, end: inComment(tree, end) ? tree.ends[items[last]] : end };
}

/** Where no empty line is in between, columns are shared. */
const isClose = (gap: string): boolean => (gap.match(/\r\n|\n|\r/g)?.length ?? 0) < 2;

/** The innermost item with a body that holds the whole range; -1 for the file. */
function blockAround({ items, starts, ends, parents }: SourceTree, range: Span): number {
  const holds = (item: number): boolean =>
    ends[item] > starts[item] + items[item].length &&
    starts[item] + items[item].length <= range.start &&
    range.end < ends[item];
  let low = -1;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle] <= range.start) low = middle;
    else high = middle - 1;
  }
  while (low >= 0 && !holds(low)) low = parents[low];
  return low;
}

/** Items directly in a block, in order. */
function childrenOf({ parents, ends, starts }: SourceTree, parent: number): number[] {
  const children: number[] = [];
  const end = parent < 0 ? Infinity : ends[parent];
  for (let item = parent + 1; item < parents.length && starts[item] < end; item++)
    if (parents[item] === parent) children.push(item);
  return children;
}

/** The end of the line that an item ends on: the comment there belongs to it. */
function endWithComment(text: string, end: number): number {
  const rest = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*\*\/)?[ \t]*/.exec(text.slice(end, end + 1_000));
  return end + (rest?.[0].length ?? 0);
}

/** The start of the first whole line after `floor`, comments before `first` included; `first` where it shares that line. */
function startOfLines(text: string, tree: SourceTree, floor: number, first: number): number {
  if (floor === 0) return 0;
  const lineBreak = /\r\n|\n|\r/.exec(text.slice(floor, first));
  const start = lineBreak ? floor + lineBreak.index + lineBreak[0].length : first;
  return inComment(tree, start) ? first : start;
}

/** Whether a comment stands on both sides of an offset. */
const inComment = ({ comments }: SourceTree, offset: number): boolean =>
  comments.some(({ start, end }) => start < offset && offset < end);
