import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectRoot } from '../support/sources.js';

describe('docs: the library', () => {
  it('the example prints what the page says', () => {
    const page = readFileSync(path.join(projectRoot, 'docs/library.md'), 'utf8');
    const [program, printed] = ['js', 'text'].map(
      (language) => new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\`$`, 'm').exec(page)![1],
    );
    const library = pathToFileURL(path.join(projectRoot, 'out/library/index.js')).href;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], {
      input: program.replace("'zoneflow'", JSON.stringify(library)),
      encoding: 'utf8',
    });
    assert.deepEqual([stdout.trimEnd(), stderr], [printed.trimEnd(), '']);
  });
});
