import type { Scanned } from '../syntax/lexer.js';
import { Comma } from '../syntax/tokens.js';
import type { SourceTree } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { finished } from '../text/steps.js';
import { difference, type Replacement } from './difference.js';
import { layOut, type Layout } from './format.js';

/**
 * The canonical layout of a part of a file: replacements of white space (and needless commas) inside `range` alone, just
 * those that formatting all of the file would make there. Items with a mistake stay as they are; where braces do not
 * match, everything does.
 */
export function formatRange(text: string, tree: SourceTree, range: Span): Replacement[] {
  return finished(formatRangeInSteps(text, tree, range));
}

/** The same in steps. */
export function* formatRangeInSteps(
  text: string,
  tree: SourceTree,
  range: Span,
): Generator<void, Replacement[]> {
  const layout = tree.regular ? yield* layOut(text, tree) : undefined;
  if (layout === undefined) return [];
  // What is put in at the start of a line belongs to that line.
  const isLineStart = /[\r\n]/.test(text[range.end - 1] ?? '');
  const inside = ({ start, end }: Span): boolean =>
    range.start <= start && end <= range.end && !(isLineStart && start === range.end);
  return yield* gapEdits(text, layout, range, inside);
}

/** Gaps looked at in one step. */
const atOnce = 1_000;

/** What differs between the words of two texts that have the same words and comments, commas aside. */
function* gapEdits(
  text: string,
  { formatted, before, after }: Layout,
  range: Span,
  inside: (edit: Replacement) => boolean,
): Generator<void, Replacement[]> {
  const old = yield* gapsOf(text, before);
  const now = yield* gapsOf(formatted, after);
  if (old.length !== now.length) return [];
  const edits: Replacement[] = [];
  for (let i = 0; i < old.length; i++) {
    if (i % atOnce === atOnce - 1) yield;
    const { start, end } = old[i];
    if (end < range.start || start > range.end) continue;
    const [was, is] = [text.slice(start, end), formatted.slice(now[i].start, now[i].end)];
    if (was === is) continue;
    const edit = difference(was, is);
    const moved = { start: start + edit.start, end: start + edit.end, newText: edit.newText };
    if (inside(moved)) edits.push(moved);
  }
  return edits;
}

/** What stands before, between and after the words and comments of a text. */
function* gapsOf(text: string, { tokens, comments }: Scanned): Generator<void, Span[]> {
  const gaps: Span[] = [];
  let end = 0;
  let comment = 0;
  const take = (from: number, to: number): void => {
    gaps.push({ start: end, end: from });
    end = to;
  };
  const takeComments = (until: number): void => {
    for (; comment < comments.length && comments[comment].start < until; comment++) {
      const { start, end: to } = comments[comment];
      take(start, start + text.slice(start, to).trimEnd().length);
    }
  };
  for (let i = 0; i < tokens.length; i++) {
    if (i % atOnce === atOnce - 1) yield;
    if (tokens.type(i) === Comma) continue;
    takeComments(tokens.start(i));
    take(tokens.start(i), tokens.end(i));
  }
  takeComments(Infinity);
  gaps.push({ start: end, end: text.length });
  return gaps;
}
