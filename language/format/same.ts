import type { Scanned } from '../syntax/lexer.js';
import { Comma } from '../syntax/tokens.js';

/** Tokens compared in one step. */
const atOnce = 2_000;

/** Whether two texts have the same words and comments, commas aside: what formatting must never change. In steps. */
export function* saysTheSame(
  a: string,
  { tokens: own, comments }: Scanned,
  b: string,
  { tokens: others, comments: otherComments }: Scanned,
): Generator<void, boolean> {
  let other = 0;
  for (let i = 0; i < own.length; i++) {
    if (i % atOnce === atOnce - 1) yield;
    if (own.type(i) === Comma) continue;
    while (others.type(other) === Comma) other++;
    if (own.type(i) !== others.type(other) || own.image(i) !== others.image(other)) return false;
    other++;
  }
  while (others.type(other) === Comma) other++;
  if (other < others.length || comments.length !== otherComments.length) return false;
  return comments.every(({ start, end }, i) => {
    const { start: from, end: to } = otherComments[i];
    return a.slice(start, end).trimEnd() === b.slice(from, to).trimEnd();
  });
}
