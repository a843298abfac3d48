/** What goes into each package. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from './progress.mjs';
import { root } from './project.mjs';

/** @typedef {{ from: string, to?: string, built?: boolean, except?: string }} Part a file or a folder; `built` ones are of the build */

const forReaders = ['README.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE'].map((from) => ({ from }));

/** @type {Part[]} */
export const extensionParts = [
  ...forReaders,
  { from: 'client', to: 'dist/client', built: true },
  { from: 'server', to: 'dist/server', built: true },
  ...['icon', 'schemas', 'snippets', 'syntaxes', 'walkthrough', 'language-configuration.json'].map(
    (name) => ({
      from: `client/${name}`,
    }),
  ),
  { from: 'docs' },
];

/** @type {Part[]} */
export const npmParts = [
  ...forReaders,
  { from: 'cli', built: true },
  { from: 'library', built: true },
  { from: 'client/schemas/zoneflow.schema.json', to: 'zoneflow.schema.json' },
  { from: 'docs', except: 'images' },
];

/**
 * The declaration files that the library's entry needs, relative to `out/`. Throws a `Problem` where the compiler has not
 * written them, or where one needs a package: a user of the library would have to install that.
 *
 * @returns {Promise<string[]>}
 */
export async function libraryTypes() {
  const found = new Set(['library/index.d.ts']);
  for (const file of found) {
    const absolute = path.join(root, 'out', file);
    if (!existsSync(absolute)) throw new Problem(`${file} is not compiled. Run npm run typecheck first.`);
    const text = await readFile(absolute, 'utf8');
    for (const [, target] of text.matchAll(/(?:from |import\()'([^']+)'/g)) {
      if (!target.startsWith('.')) throw new Problem(`The library’s types need the package ${target}.`);
      found.add(path.posix.join(path.posix.dirname(file), target.replace(/\.js$/, '.d.ts')));
    }
  }
  return [...found].sort();
}
