import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build, type Plugin } from 'esbuild';
import { parse } from '../../language/syntax/parse.js';
import type { SourceTree } from '../../language/syntax/tree.js';
import { TestFolder } from '../support/folder.js';
import { mutate, mutation, randomNumbers, samplePolicies } from '../support/mutate.js';
import { projectRoot } from '../support/sources.js';
import { plainTree } from '../support/trees.js';

const load = async (file: string): Promise<unknown> => import(pathToFileURL(file).href);

/** What any place of the grammar may meet: what begins a declaration, marks, and all else. */
const heads =
  'zone workload group service team tier ruleset test never expect labels identity condition flow allow'.split(
    ' ',
  );
const marks = 'a = : , / - | [ ] { }'.split(' ');
const words =
  'zone workload group service team tier ruleset test never expect labels identity condition flow allow deny pass to on as when within reaches except any a b.c "x" 10.0.0.0/8 443 2027-01-01 = : , / - | [ ] { } \n tcp owner'.split(
    / +/,
  );

describe('what the bundles leave out of packages', () => {
  it('is nothing that parsing takes: the samples, and what is left of them when they are spoilt', async () => {
    const { leaveOut } = (await load(path.join(projectRoot, 'scripts/lib/stand-ins.mjs'))) as {
      leaveOut: Plugin;
    };
    const folder = new TestFolder();
    try {
      const outfile = path.join(folder.path, 'parse.mjs');
      const entry = path.join(projectRoot, 'language/syntax/parse.ts');
      const options = { bundle: true, format: 'esm' as const, mainFields: ['module', 'main'] };
      await build({ ...options, entryPoints: [entry], outfile, plugins: [leaveOut], logLevel: 'silent' });
      const bundled = (await load(outfile)) as { parse: (text: string) => SourceTree };
      const random = randomNumbers(20_261_122);
      const any = (list: readonly string[]): string => list[Math.floor(random() * list.length)];
      const made = Array.from({ length: 4_000 }, (_, i) =>
        [any(heads), ...Array.from({ length: 1 + (i % 12) }, () => any(i % 2 === 0 ? words : marks))].join(
          ' ',
        ),
      );
      for (const text of ['zone shop [{ owner = x }]', 'test [ { to', ...made])
        assert.deepEqual(plainTree(bundled.parse(text)), plainTree(parse(text)), text);
      for (const { files } of samplePolicies()) {
        for (let text of files.values()) {
          for (let i = 0; i < 30; i++) {
            assert.deepEqual(plainTree(bundled.parse(text)), plainTree(parse(text)));
            text = mutate(text, mutation(random, text));
          }
        }
      }
    } finally {
      folder.dispose();
    }
  });
});
