import type { ReportPlace, ReportSource } from '../report.js';
import { printable, type Paint } from '../terminal.js';

/** Columns of text that are shown of a line, and how many of them stand before the mark at most. */
const width = 100;
const before = 40;

/** The line that a range begins on, and under it carets below the range. Nothing where the text is not known. */
export function excerpt(
  source: ReportSource | undefined,
  { start, end }: ReportPlace['range'],
  mark: Paint,
  quiet: Paint,
): string[] {
  if (source === undefined) return [];
  const lineStart = source.lines.lineStart(start.line - 1);
  const line = source.text.slice(lineStart, source.lines.lineEnd(start.line - 1));
  const from = start.column - 1;
  const to = Math.max(from, end.line === start.line ? end.column - 1 : line.length);
  const first =
    line.length <= width
      ? 0
      : wholeCharacter(line, Math.max(0, Math.min(from - before, line.length - width)));
  const last = wholeCharacter(line, Math.min(line.length, first + width));
  const lead = first > 0 ? '…' : '';
  const text = `${lead}${shown(line.slice(first, last))}${last < line.length ? '…' : ''}`;
  const indent = blanks(`${lead}${shown(line.slice(first, from))}`);
  const carets = '^'.repeat(Math.max(1, columns(shown(line.slice(from, Math.min(to, last))))));
  const number = String(start.line).padStart(5);
  const bar = quiet('|');
  return [
    `${quiet(number)} ${bar} ${text}`.trimEnd(),
    `${' '.repeat(number.length)} ${bar} ${indent}${mark(carets)}`,
  ];
}

/** Tabs have no width of their own: two blanks stand for one. */
const shown = (text: string): string => printable(text.replaceAll('\t', '  '));

const blanks = (text: string): string => ' '.repeat(columns(text));

/** Not between the halves of a surrogate pair. */
const wholeCharacter = (line: string, at: number): number =>
  /[\udc00-\udfff]/.test(line[at] ?? '') ? at + 1 : at;

/** How many columns of a terminal a text takes: East Asian and pictorial characters two, combining ones none. */
function columns(text: string): number {
  let count = 0;
  for (const char of text) {
    if (/\p{M}|\u200d/u.test(char)) continue;
    count +=
      /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uff01-\uff60]/u.test(
        char,
      )
        ? 2
        : 1;
  }
  return count;
}
