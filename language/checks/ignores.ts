import { defaultSeverity, type Finding, type FindingCode } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import { closest } from '../text/spelling.js';
import type { Place } from '../text/span.js';
import { finding } from './report.js';

/** One code of one `// zoneflow-ignore CODE, CODE: reason` comment. */
interface Ignore {
  readonly code: string;
  readonly place: Place;
  readonly reason: string;
  /** The line, from 0, whose findings it silences. */
  readonly line: number;
}

/** Whether a comment silences findings, rather than telling a reader something. */
export const isIgnore = (comment: string): boolean => /^\/\/\s*zoneflow-ignore\b/.test(comment);

/**
 * Findings without those that comments silence, and with one for each comment that silences nothing or gives no reason; in a
 * list of its own.
 */
export function silence(findings: readonly Finding[], files: readonly SourceFile[]): Finding[] {
  const ignores = files.flatMap(ignoresOf);
  if (ignores.length === 0) return [...findings];
  const byLine = new Map<string, Ignore[]>();
  for (const ignore of ignores) {
    const key = `${ignore.place.file}\n${ignore.line}`;
    byLine.set(key, [...(byLine.get(key) ?? []), ignore]);
  }
  const lines = new Map(files.map(({ path, lines }) => [path, lines]));
  const used = new Set<Ignore>();
  const kept = findings.filter(({ code, place }) => {
    const line = lines.get(place.file)?.lineAt(place.start);
    const match = byLine
      .get(`${place.file}\n${line}`)
      ?.find((ignore) => ignore.code === code && ignore.reason !== '');
    if (match) used.add(match);
    return match === undefined;
  });
  return [...kept, ...ignores.filter((ignore) => !used.has(ignore)).map(unused)];
}

function unused({ code, reason, place }: Ignore): Finding {
  return finding('unused-ignore', place, complaint(code, reason));
}

function complaint(code: string, reason: string): string {
  if (code === '') return 'This comment names no finding. Write `// zoneflow-ignore CODE: why`.';
  if (!Object.hasOwn(defaultSeverity, code)) {
    const meant = closest(code, Object.keys(defaultSeverity));
    return `No finding has the code \`${code}\`. ${meant ? `Did you mean \`${meant}\`?` : 'Delete the comment.'}`;
  }
  if (reason === '')
    return `This comment gives no reason, so it silences nothing. Write \`// zoneflow-ignore ${code}: why\`.`;
  return `There is no \`${code as FindingCode}\` on the line after this comment, so it silences nothing. Delete it.`;
}

const known = new WeakMap<SourceFile, readonly Ignore[]>();

/** Those of a file, which is another object after a change. */
function ignoresOf(file: SourceFile): readonly Ignore[] {
  let ignores = known.get(file);
  if (ignores === undefined) {
    const mayIgnore = file.tree.comments.length > 0 && file.text.includes('zoneflow-ignore');
    ignores = mayIgnore ? ignoresIn(file) : [];
    known.set(file, ignores);
  }
  return ignores;
}

function ignoresIn(file: SourceFile): Ignore[] {
  const result: Ignore[] = [];
  const { lines, text, path } = file;
  let waiting: Omit<Ignore, 'line'>[] = [];
  let expected = -1;
  const settle = (line: number): void => {
    result.push(...waiting.map((ignore) => ({ ...ignore, line })));
    waiting = [];
  };
  for (const comment of file.tree.comments) {
    const match = /^\/\/\s*zoneflow-ignore\b\s*([^:]*)(?::([^]*))?$/.exec(
      text.slice(comment.start, comment.end),
    );
    if (!match) continue;
    const line = lines.lineAt(comment.start);
    // Several comments in a row all speak of the first line after them.
    if (line !== expected) settle(expected);
    for (const code of match[1].split(',').map((part) => part.trim())) {
      waiting.push({
        code,
        reason: (match[2] ?? '').trim(),
        place: { file: path, start: comment.start, end: comment.end },
      });
    }
    expected = line + 1;
  }
  settle(expected);
  return result;
}
