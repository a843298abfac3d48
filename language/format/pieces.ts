import type { Scanned } from '../syntax/lexer.js';
import type { TokenType } from '../syntax/tokens.js';
import type { SourceTree } from '../syntax/tree.js';
import type { Span } from '../text/span.js';

/** A token, a comment, or the text of an item that did not parse. */
export interface Piece {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  readonly kind: 'token' | 'comment' | 'raw';
  /** Of a token. */
  readonly type: TokenType | undefined;
  /** It begins an item. */
  readonly begins: boolean;
}

/** Pieces made in one step. */
const atOnce = 1_000;

/** What a text consists of, in its order and in steps. */
export function* piecesOf(text: string, tree: SourceTree, { tokens }: Scanned): Generator<void, Piece[]> {
  const pieces: Piece[] = [];
  const raw = rawItems(tree);
  const { starts, comments } = tree;
  let [nextItem, nextRaw, nextComment, rawEnd] = [0, 0, 0, 0];
  /** Takes up the raw items and comments that begin at an offset or before it. */
  const takeUntil = (offset: number): void => {
    for (;;) {
      const item = raw[nextRaw] as Span | undefined;
      const comment = comments[nextComment] as Span | undefined;
      const next = Math.min(item?.start ?? Infinity, comment?.start ?? Infinity);
      if (next > offset || next === Infinity) return;
      if (item?.start === next) {
        pieces.push({
          ...item,
          text: text.slice(next, item.end),
          kind: 'raw',
          type: undefined,
          begins: true,
        });
        rawEnd = Math.max(rawEnd, item.end);
        nextRaw++;
      } else {
        if (next >= rawEnd) pieces.push(commentOf(text, comment!));
        nextComment++;
      }
    }
  };
  for (let i = 0; i < tokens.length; i++) {
    if (i % atOnce === atOnce - 1) yield;
    const start = tokens.start(i);
    takeUntil(start);
    if (start < rawEnd) continue;
    while (nextItem < starts.length && starts[nextItem] < start) nextItem++;
    pieces.push({
      start,
      end: tokens.end(i),
      text: tokens.image(i),
      kind: 'token',
      type: tokens.type(i),
      begins: starts[nextItem] === start,
    });
  }
  takeUntil(Infinity);
  return pieces;
}

/** Where items stand that did not parse. */
function rawItems({ items, starts }: SourceTree): Span[] {
  const found: Span[] = [];
  items.forEach(({ problems, length }, i) => {
    if (problems.length > 0) found.push({ start: starts[i], end: starts[i] + length });
  });
  return found;
}

const commentOf = (text: string, { start, end }: Span): Piece => ({
  start,
  end,
  text: text.slice(start, end).trimEnd(),
  kind: 'comment',
  type: undefined,
  begins: false,
});
