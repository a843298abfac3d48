import {
  addItemTokens,
  meansTheSame,
  tokenEdits,
  type SemanticToken,
  type TokenEdit,
  type Words,
} from '../language/ide/index.js';
import type { Declarations, SourceFile } from '../language/names/declarations.js';
import { differenceOf } from '../language/syntax/reparse.js';
import type { Snapshot } from '../language/workspace.js';
import { encode, type Position } from './convert/tokens.js';

/** The tokens of one text, encoded for the client. */
export interface Encoded {
  /** What the names in them stood for: the snapshot as a whole is not kept, as it would keep all that was worked out of it. */
  readonly declarations: Declarations;
  readonly file: SourceFile;
  readonly data: Uint32Array;
  /** Where in `data` the tokens of each item begin; at last its length. */
  readonly offsets: Uint32Array;
}

/** The same, with what turns the data of the text before into this. */
export interface Reencoded extends Encoded {
  readonly edits: readonly TokenEdit[];
}

/** After so many items others may be let in. */
const itemsPerStep = 300;

/**
 * Encodes the tokens of a file. What has not changed since `before` is taken from there; `edits` turn its data into the
 * new. Where names have come to mean something else, everything is encoded anew.
 */
export function* encodeTokens(
  snapshot: Snapshot,
  file: SourceFile,
  words: Words,
  before: Encoded = nothing(snapshot, file),
): Generator<void, Reencoded> {
  const { declarations } = snapshot.resolved;
  const same = meansTheSame(before.declarations, declarations);
  const { head, tail } = same ? keptItems(before.file, file) : { head: 0, tail: 0 };
  const { items } = file.tree;
  const oldItems = before.offsets.length - 1;
  const start = before.offsets[head];
  const added: number[] = [];
  const counts: number[] = [];
  let last = lastToken(snapshot, before, file, words, head);
  let item = head;
  const firstKept = items.length - tail;
  // The first token behind what is new counts from the last before it, so its item is encoded again, too.
  for (let isJoined = false; item < firstKept || (!isJoined && item < items.length); item++) {
    const found: SemanticToken[] = [];
    addItemTokens(snapshot, file, item, words, found);
    counts.push(start + added.length);
    last = encode(file.lines, found, last, added);
    isJoined = item >= firstKept && found.length > 0;
    if (item % itemsPerStep === 0) yield;
  }
  const kept = items.length - item;
  const end = before.offsets[oldItems - kept];
  const shift = start + added.length - end;
  const offsets = new Uint32Array(items.length + 1);
  offsets.set(before.offsets.subarray(0, head));
  offsets.set(counts, head);
  for (let i = 0; i <= kept; i++) offsets[items.length - i] = before.offsets[oldItems - i] + shift;
  const data = new Uint32Array(before.data.length + shift);
  data.set(before.data.subarray(0, start));
  data.set(added, start);
  data.set(before.data.subarray(end), start + added.length);
  const edits = tokenEdits(Array.from(before.data.subarray(start, end)), added);
  return {
    declarations,
    file,
    data,
    offsets,
    edits: edits.map((edit) => ({ ...edit, start: start + edit.start })),
  };
}

const nothing = (snapshot: Snapshot, file: SourceFile): Encoded => ({
  declarations: snapshot.resolved.declarations,
  file: { ...file, text: '', tree: { ...file.tree, items: [], starts: [] } },
  data: new Uint32Array(0),
  offsets: new Uint32Array(1),
});

/** How many items at the head and at the tail of a file are as they were: the same, in text that has not changed. */
function keptItems(old: SourceFile, now: SourceFile): { readonly head: number; readonly tail: number } {
  const change = differenceOf(old.text, now.text);
  const [before, after] = [old.tree, now.tree];
  const most = Math.min(before.items.length, after.items.length);
  let head = 0;
  while (head < most && before.items[head] === after.items[head]) {
    if (after.starts[head] + after.items[head].length >= change.start) break;
    head++;
  }
  let tail = 0;
  while (tail < most - head && before.items.at(-1 - tail) === after.items.at(-1 - tail)) {
    if (after.starts[after.starts.length - 1 - tail] <= change.newEnd) break;
    tail++;
  }
  return { head, tail };
}

/** Where the last token of the items before `head` begins, which are as they were. */
function lastToken(
  snapshot: Snapshot,
  { offsets }: Encoded,
  file: SourceFile,
  words: Words,
  head: number,
): Position {
  let item = head - 1;
  while (item >= 0 && offsets[item] === offsets[item + 1]) item--;
  if (item < 0) return { line: 0, column: 0 };
  const found: SemanticToken[] = [];
  addItemTokens(snapshot, file, item, words, found);
  return file.lines.positionAt(found[found.length - 1].span.start);
}

/** What of each open document's tokens a client has got last, so that the next answer can say what has changed since. */
export class TokenMemory {
  private readonly sent = new Map<string, { readonly resultId: string; readonly tokens: Encoded }>();
  private lastId = 0;

  /** Keeps what is sent for a document, by its normal URI, in place of what was before; returns the id to send with it. */
  keep(uri: string, { declarations, file, data, offsets }: Encoded): string {
    const resultId = String(++this.lastId);
    this.sent.set(uri, { resultId, tokens: { declarations, file, data, offsets } });
    return resultId;
  }

  /** The newest that was sent for a document, and whether it went under this id. */
  find(uri: string, resultId?: string): { readonly tokens: Encoded; readonly isKnown: boolean } | undefined {
    const last = this.sent.get(uri);
    return last && { tokens: last.tokens, isKnown: last.resultId === resultId };
  }

  drop(uri: string): void {
    this.sent.delete(uri);
  }
}
