import { lex, spanOf } from '../syntax/lexer.js';
import { Comma } from '../syntax/tokens.js';
import type { SourceTree } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { difference, type Replacement } from './difference.js';
import { formatText } from './format.js';

/**
 * The canonical layout of a part of a file: replacements of white space (and needless commas) inside `range` alone, just
 * those that formatting all of the file would make there. Items with a mistake stay as they are; where braces do not
 * match, everything does.
 */
export function formatRange(text: string, tree: SourceTree, range: Span): Replacement[] {
  if (!tree.regular) return [];
  // What is put in at the start of a line belongs to that line.
  const isLineStart = /[\r\n]/.test(text[range.end - 1] ?? '');
  const inside = ({ start, end }: Replacement): boolean =>
    range.start <= start && end <= range.end && !(isLineStart && start === range.end);
  return gapEdits(text, formatText(text)).filter(inside);
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
