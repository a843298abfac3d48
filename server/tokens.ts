import {
  addItemTokens,
  lastItem,
  meaningsOf,
  meanTheSame,
  tokenEdits,
  type Meanings,
  type SemanticToken,
  type TokenEdit,
  type Words,
} from '../language/ide/index.js';
import { listChanged } from '../language/text/lists.js';
import { knownChange, type SourceFile } from '../language/names/declarations.js';
import type { Item } from '../language/syntax/tree.js';
import type { LineIndex } from '../language/text/lines.js';
import type { Snapshot } from '../language/workspace.js';
import { encode, type Position } from './convert/tokens.js';
import { lastWithTokens, replaceItems, type TokenPages } from './token-pages.js';

/** The tokens of one text, encoded for the client. Keeps of the text and its policy what the next one is compared with. */
export interface Encoded {
  /** What the names in them stood for. */
  readonly meanings: Meanings;
  /** The file, for as long as somebody else keeps it. */
  readonly file: WeakRef<SourceFile>;
  readonly items: readonly Item[];
  /** Where each item begins. */
  readonly starts: Int32Array;
  readonly lines: LineIndex;
  readonly pages: TokenPages;
}

/** The same, with what turns the data of the text before into this. */
export interface Reencoded extends Encoded {
  readonly edits: readonly TokenEdit[];
  /** How many items were encoded for it. */
  readonly encoded: number;
}

/** After so many items others may be let in. */
const itemsPerStep = 300;

/**
 * Encodes the tokens of a file. As they count from the token before, those of an item are the same wherever it stands, but
 * for where the first of them begins; items that are the same objects as `before` are not looked at, and `edits` turn the
 * data of `before` into the new. Where names have come to mean something else, everything is encoded anew.
 */
export function* encodeTokens(
  snapshot: Snapshot,
  file: SourceFile,
  words: Words,
  before?: Encoded,
): Generator<void, Reencoded> {
  const { items, starts } = file.tree;
  const meanings = meaningsOf(snapshot.resolved.declarations);
  const { head, tail } =
    before && meanTheSame(before.meanings, meanings) ? keptItems(before, file) : { head: 0, tail: 0 };
  const old = before ?? { items: [], pages: [] };
  const put = { counts: [] as number[], data: [] as number[] };
  let last = lastToken(snapshot, old.pages, file, words, head);
  let item = head;
  const firstKept = items.length - tail;
  // The first token behind what is new counts from the last before it, so its item is encoded again, too.
  for (let isJoined = false; item < firstKept || (!isJoined && item < items.length); item++) {
    const found: SemanticToken[] = [];
    addItemTokens(snapshot, file, item, words, found);
    const { length } = put.data;
    last = encode(file.lines, found, last, put.data);
    put.counts.push(put.data.length - length);
    isJoined = item >= firstKept && found.length > 0;
    if (item % itemsPerStep === 0) yield;
  }
  const { pages, start, gone } = replaceItems(old.pages, head, old.items.length - (items.length - item), put);
  const edits = tokenEdits(gone, put.data).map((edit) => ({ ...edit, start: start + edit.start }));
  const own = { file: new WeakRef(file), items, starts, lines: file.lines };
  return { meanings, ...own, pages, edits, encoded: item - head };
}

interface Kept {
  readonly head: number;
  readonly tail: number;
}

/** How many items at the head and at the tail of a file are as they were, on lines as they were. */
function keptItems(before: Encoded, file: SourceFile): Kept {
  const { tree, lines } = file;
  const old = before.file.deref();
  const change = old && knownChange(old, file);
  if (change === undefined) return comparedItems(before, file);
  const { start, end, moved } = listChanged(before.items, tree.items);
  // Where all items are the same, what follows the edit is so, too.
  const firstSame = start === tree.items.length && moved === 0 ? 0 : end;
  // One character more: a line break of two characters may have come together.
  const nextLine = lines.lineStart(lines.lineAt(change.newEnd + 1) + 1);
  const last = lastItem(tree, change.start);
  const isBefore = last < 0 || tree.starts[last] + tree.items[last].length <= change.start;
  const head = Math.min(start, isBefore ? last + 1 : last);
  return { head, tail: tree.items.length - Math.max(head, firstSame, lastItem(tree, nextLine - 1) + 1) };
}

/** The same where there have been several edits since. */
function comparedItems(
  { items: old, starts: oldStarts, lines: oldLines }: Encoded,
  { tree: { items, starts }, lines }: SourceFile,
): Kept {
  const same = lines.compare(oldLines);
  const most = Math.min(old.length, items.length);
  let head = 0;
  while (head < most && old[head] === items[head] && oldStarts[head] === starts[head]) {
    if (starts[head] + items[head].length > same.upTo) break;
    head++;
  }
  const moved = items.length - old.length;
  let tail = 0;
  for (let i = items.length - 1; tail < most - head && old[i - moved] === items[i]; i--, tail++) {
    if (starts[i] < same.from || starts[i] - oldStarts[i - moved] !== same.shift) break;
  }
  return { head, tail };
}

/** Where the last token of the items before `head` begins, which are as they were. */
function lastToken(
  snapshot: Snapshot,
  pages: TokenPages,
  file: SourceFile,
  words: Words,
  head: number,
): Position {
  const item = lastWithTokens(pages, head);
  if (item < 0) return { line: 0, column: 0 };
  const found: SemanticToken[] = [];
  addItemTokens(snapshot, file, item, words, found);
  return file.lines.positionAt(found[found.length - 1].span.start);
}
