import type { Span } from './span.js';

/** A change of a text: what `start` to `end` of the old one was is `newEnd - start` characters of the new one. */
export interface Change extends Span {
  readonly newEnd: number;
}

/** Where two texts differ: what is before and after is the same. */
export function differenceOf(before: string, after: string): Change {
  const least = Math.min(before.length, after.length);
  const start = common(least, (from, to) => before.slice(from, to) === after.slice(from, to));
  const [a, b] = [before.length, after.length];
  const same = common(
    least - start,
    (from, to) => before.slice(a - to, a - from) === after.slice(b - to, b - from),
  );
  return { start, end: a - same, newEnd: b - same };
}

/** How far from 0 on, at most to `most`, two texts are the same, of which `isSame` compares a piece. */
function common(most: number, isSame: (from: number, to: number) => boolean): number {
  let done = 0;
  for (let step = 65_536; step >= 1; step = Math.floor(step / 16)) {
    while (done + step <= most && isSame(done, done + step)) done += step;
  }
  return done;
}

/** The least part of a change in which the two texts differ. */
export function narrowed(before: string, after: string, { start, end, newEnd }: Change): Change {
  const inside = differenceOf(before.slice(start, end), after.slice(start, newEnd));
  return { start: start + inside.start, end: start + inside.end, newEnd: start + inside.newEnd };
}

/** Two changes, one after the other, as one that holds both. */
export function joinChanges(first: Change, second: Change): Change {
  // Of the text between the two, what is from here on neither has touched.
  const rest = Math.max(first.newEnd, second.end);
  return {
    start: Math.min(first.start, second.start),
    end: rest + first.end - first.newEnd,
    newEnd: rest + second.newEnd - second.end,
  };
}
