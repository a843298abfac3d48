import type { SourceFile } from '../../names/declarations.js';
import { lex, spanOf } from '../../syntax/lexer.js';
import type { Item, SourceTree } from '../../syntax/tree.js';
import type { Span } from '../../text/span.js';
import { commentAt, lastItem } from '../at.js';
import { slotsAfter, type Open } from './reader.js';
import type { Home, Slot } from './slots.js';

/** Where the cursor is: the word under it, and what may stand in its place. */
export interface Context {
  /** The word under the cursor, both sides of it; dotted names whole. */
  readonly word: Span;
  readonly slots: readonly Slot[];
}

/** What may stand at `offset`, which is in no comment; `undefined` inside a string or an open comment. */
export function contextAt(file: SourceFile, offset: number): Context | undefined {
  const { text, tree } = file;
  const word = wordAt(text, offset);
  if (commentAt(file, word.start)) return undefined;
  const item = lastItem(tree, word.start - 1);
  const start = item < 0 ? 0 : tree.starts[item];
  const before = text.slice(start, word.start);
  const { tokens, problems } = lex(before);
  const last = tokens.at(-1);
  if (last && last.tokenType.name === 'OpenText' && spanOf(last).end === before.length) return undefined;
  if (problems.some(({ span }) => span.end === before.length && before.startsWith('/*', span.start)))
    return undefined;
  const end = last ? spanOf(last).end : 0;
  const fresh = /[\r\n]/.test(before.slice(end));
  return { word, slots: slotsAfter(item < 0 ? [] : tokens, item, blocksAround(tree, item), fresh) };
}

/** The name, keyword or number that `offset` touches, with the dots and dashes in it. */
export function wordAt(text: string, offset: number): Span {
  let start = offset;
  let end = offset;
  while (start > 0 && isWordCode(text.charCodeAt(start - 1))) start--;
  while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
  return { start, end };
}

/** Letters, digits, `_`, `-`, `.`. */
function isWordCode(code: number): boolean {
  const lower = code | 32;
  return (
    (lower >= 97 && lower <= 122) || (code >= 48 && code <= 57) || code === 45 || code === 46 || code === 95
  );
}

/** The blocks that an item stands in, the file first. */
function blocksAround(tree: SourceTree, item: number): Open[] {
  const blocks: Open[] = [];
  for (let at = containerOf(tree, item); at >= 0; at = tree.parents[at])
    blocks.unshift({ home: homeOf(tree.items[at])!, item: at });
  return [{ home: 'top', item: -1 }, ...blocks];
}

/** An item that has no place where it stands has no parent in the tree; the block is then found by the items before it. */
function containerOf(tree: SourceTree, item: number): number {
  if (item < 0 || tree.parents[item] >= 0) return item < 0 ? -1 : tree.parents[item];
  let before = item - 1;
  if (!isMisplaced(tree.items[item])) return -1;
  while (before > 0 && isMisplaced(tree.items[before])) before--;
  for (let at = before; at >= 0; at = tree.parents[at]) {
    if (homeOf(tree.items[at]) && tree.ends[at] > tree.starts[item]) return at;
  }
  return -1;
}

/** A piece of text that may stand in a block without being known as part of it. */
const isMisplaced = ({ kind, problems }: Item): boolean =>
  kind === 'bad' || problems.some(({ span }) => span.start === 0);

function homeOf({ kind }: Item): Exclude<Home, 'top'> | undefined {
  return kind === 'zone' || kind === 'tier' || kind === 'ruleset' || kind === 'test' ? kind : undefined;
}
