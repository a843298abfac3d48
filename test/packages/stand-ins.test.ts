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
