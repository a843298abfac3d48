import assert from 'node:assert/strict';
import type { TextEdit } from '../../language/findings.js';
import { complete, hover, withoutPlaceholders, type Completion } from '../../language/ide/index.js';
import { onlyFile, readFixture } from './markers.js';

/** What is offered at the cursor of a fixture. */
export function completionsAt(text: string): readonly Completion[] {
  const { snapshot, path, offset } = readFixture(text);
  return complete(snapshot, path, offset).items;
}

/** The text of the cursor's file once the completion with this label is taken, without placeholders. */
export function takeCompletion(text: string, label: string): string {
  const { snapshot, path, offset, files } = readFixture(text);
  const found = complete(snapshot, path, offset).items.find((item) => item.label === label);
  assert.ok(found, `\`${label}\` is not offered.`);
  const { insert, format, replace } = found;
  const inserted = format === 'snippet' ? withoutPlaceholders(insert) : insert;
  return files[path].slice(0, replace.start) + inserted + files[path].slice(replace.end);
}

/** The hover at the cursor of a fixture: what it is about, and its Markdown. */
export function hoverAt(text: string): { readonly about: string; readonly markdown: string } | undefined {
  const { snapshot, path, offset, files } = readFixture(text);
  const found = hover(snapshot, path, offset);
  return found && { about: files[path].slice(found.span.start, found.span.end), markdown: found.markdown };
}

/** The files of a policy after edits, which must not overlap. */
export function applyEdits(
  files: Readonly<Record<string, string>>,
  edits: readonly TextEdit[],
): Record<string, string> {
  const result: Record<string, string> = { ...files };
  for (const { place, newText } of [...edits].sort((a, b) => b.place.start - a.place.start)) {
    const text = result[place.file];
    result[place.file] = text.slice(0, place.start) + newText + text.slice(place.end);
  }
  return result;
}

/** Files as one text: the only file as it is, of several each behind a line with its path. */
export function showFiles(files: Readonly<Record<string, string>>): string {
  const paths = Object.keys(files);
  if (paths.length === 1 && paths[0] === onlyFile) return files[onlyFile].trimEnd();
  return paths.map((file) => `//- ${file}\n${files[file].trimEnd()}`).join('\n');
}
