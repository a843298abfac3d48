import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { call, Folders } from '../cli/support.js';
import { projectRoot } from '../support/sources.js';

const folders = new Folders();
const page = readFileSync(path.join(projectRoot, 'docs/diff.md'), 'utf8');
const blocks = (language: string): string[] =>
  [...page.matchAll(/^```(\w+)\n([^]*?)^```/gm)]
    .filter((match) => match[1] === language)
    .map((match) => match[2]);

describe('docs/diff.md', () => {
  afterEach(() => folders.removeAll());

  it('shows what its example really prints', async () => {
    const [before, after] = blocks('zoneflow');
    const here = folders.make({ 'before/policy.zoneflow': before, 'after/policy.zoneflow': after });
    const { out, code } = await call(['diff', 'before', 'after', '--gate'], { here });
    assert.equal(code, 1);
    assert.equal(out, blocks('text')[0]);
  });
});
