import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FindingCode } from '../../language/findings.js';

/** Folders between this program and the one that `docs` is in, at most: in a package one, in a checkout three. */
const levels = 4;

/** The page about a finding on disk, absolute; `undefined` where the program came without pages. */
export function findingPage(code: FindingCode): string | undefined {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  for (let level = 0; level < levels; level++) {
    folder = path.dirname(folder);
    const page = path.join(folder, 'docs/findings', `${code}.md`);
    if (existsSync(page)) return page;
  }
  return undefined;
}
