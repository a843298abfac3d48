import assert from 'node:assert/strict';
import type { Snapshot } from '../../language/workspace.js';
import { openPolicy } from './policies.js';

/** A piece of a fixture that its text marks. */
export interface Mark {
  readonly path: string;
  readonly start: number;
  readonly end: number;
  readonly label: string;
}

/** A policy written as a test: its files, the cursor, and what is expected where. */
export interface Fixture {
  readonly snapshot: Snapshot;
  readonly files: Readonly<Record<string, string>>;
  /** Of the file with `$0`; of the first file, at its start, where there is none. */
  readonly path: string;
  readonly offset: number;
  readonly marks: readonly Mark[];
}

/** The file of a fixture that names none. */
export const onlyFile = 'policy.zoneflow';

/**
 * Reads a fixture:
 *
 * - `//- path` begins a file; without such a line all is one file;
 * - `$0` is the cursor;
 * - a line `//   ^^^ label  ^^ other` marks what stands above its carets in the line before it, `//<5 label` the first
 *   five columns of that line, where no caret can stand; columns count as if `$0` were not there. Such lines are no part
 *   of the file.
 */
export function readFixture(text: string): Fixture {
  const files: Record<string, string> = {};
  const marks: Mark[] = [];
  let cursor: { path: string; offset: number } | undefined;
  for (const { path, lines } of splitFiles(text)) {
    const kept: string[] = [];
    let lineStart = 0;
    for (const line of lines) {
      const found = marksOf(line);
      if (found) {
        const base = lineStart - (kept.at(-1)!.length + 1);
        marks.push(
          ...found.map(({ start, end, label }) => ({ path, start: base + start, end: base + end, label })),
        );
        continue;
      }
      const at = line.indexOf('$0');
      if (at >= 0) {
        assert.equal(cursor, undefined, 'A fixture has one cursor.');
        cursor = { path, offset: lineStart + at };
      }
      kept.push(line.replace('$0', ''));
      lineStart += kept.at(-1)!.length + 1;
    }
    files[path] = kept.join('\n');
  }
  return {
    snapshot: openPolicy(files),
    files,
    ...(cursor ?? { path: Object.keys(files)[0], offset: 0 }),
    marks,
  };
}

function splitFiles(text: string): { path: string; lines: string[] }[] {
  const files: { path: string; lines: string[] }[] = [];
  for (const line of text.split('\n')) {
    const path = /^\/\/- (\S+)$/.exec(line)?.[1];
    if (path !== undefined) files.push({ path, lines: [] });
    else if (files.length > 0) files.at(-1)!.lines.push(line);
    else if (line.trim() !== '') files.push({ path: onlyFile, lines: [line] });
  }
  return files;
}

function marksOf(line: string): { start: number; end: number; label: string }[] | undefined {
  const first = /^\/\/<(\d+)\s*(.*)$/.exec(line);
  if (first) return [{ start: 0, end: Number(first[1]), label: first[2].trim() }];
  if (!/^\/\/\s*\^/.test(line)) return undefined;
  return [...line.matchAll(/(\^+)([^^]*)/g)].map(({ index, 1: carets, 2: label }) => ({
    start: index,
    end: index + carets.length,
    label: label.trim(),
  }));
}

/** A mark as one line that a person can compare: `policy.zoneflow «shop» label`. */
export function showMark({ files }: Fixture, { path, start, end, label }: Mark): string {
  const line = files[path].slice(0, start).split('\n').length;
  return `${path}:${line} «${files[path].slice(start, end)}» ${label}`.trim();
}

/** Asserts that `found` is what the fixture marks, in any order. */
export function assertMarks(fixture: Fixture, found: readonly Mark[]): void {
  const show = (marks: readonly Mark[]): string[] => marks.map((mark) => showMark(fixture, mark)).sort();
  assert.deepEqual(show(found), show(fixture.marks));
}
