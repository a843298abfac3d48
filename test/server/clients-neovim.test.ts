import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { chmodSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { TestFolder } from '../support/folder.js';
import { projectRoot } from '../support/sources.js';

/** What `test/support/neovim.lua` has seen. */
interface Report {
  readonly problem?: string;
  readonly filetype: string;
  /** `text` is what is underlined; 1 is an error. */
  readonly findings: readonly { message: string; severity: number; text: string }[];
  readonly hover: string;
  readonly completion: readonly string[];
  readonly definition: { readonly file: string; readonly line: number; readonly word: string };
  readonly text: readonly string[];
  readonly line_ends: string;
}

const files = {
  'zoneflow.json': '{}\n',
  'zones.zoneflow':
    'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\nzone data { addresses = 10.0.2.0/24 }\n',
  'größe & more/flows.zoneflow':
    '/* 😀 */ allow   web to app on https\r\n/* 🧱 */ allow app to dat on postgres\r\n',
};

const version = await neovim(['--version']).catch(() => undefined);

// It is Neovim that is tried here, and nothing else can stand in for it: without it there is no test, and the run says so.
if (version === undefined)
  console.log('  – server: Neovim as a client is left out, as there is no nvim on the PATH');
else {
  describe(`server: ${version.split('\n')[0]} as a client`, () => {
    let folder: TestFolder;
    let report: Report;

    before(async function () {
      this.timeout(90_000);
      folder = new TestFolder(files);
      report = await workInNeovim(folder);
      assert.equal(report.problem, undefined);
    });

    after(() => folder.dispose());

    it('knows the files by the configuration of the documentation', () =>
      assert.equal(report.filetype, 'zoneflow'));

    it('shows the findings, at the right words behind letters outside of the basic plane', () => {
      const errors = report.findings.filter(({ severity }) => severity === 1);
      assert.deepEqual(
        errors.map(({ text }) => text),
        ['dat'],
      );
      assert.match(errors[0].message, /`dat`.*`data`/);
    });

    it('shows what a name stands for, and goes where it is declared', () => {
      assert.match(report.hover, /10\.0\.1\.0\/24/);
      assert.deepEqual(report.definition, { file: 'zones.zoneflow', line: 2, word: 'app' });
    });

    it('completes names', () => assert.ok(report.completion.includes('data')));

    it('renames in all files, applies a fix and formats; lines end as they did', () => {
      assert.deepEqual(report.text, [
        '/* 😀 */',
        'allow web to backend on https',
        '/* 🧱 */',
        'allow backend to data on postgres',
      ]);
      assert.equal(report.line_ends, 'dos');
      const zones = readFileSync(path.join(folder.path, 'zones.zoneflow'), 'utf8');
      assert.match(zones, /^zone backend/m);
    });

    it('both configurations of the documentation are sound Lua', async () => {
      const folder = new TestFolder({
        'old.lua': snippet('0.7 to 0.10'),
        'new.lua': snippet('0.11 or newer'),
      });
      const load = ['old', 'new'].map((name) => `assert(loadfile([[${path.join(folder.path, name)}.lua]]))`);
      const output = await neovim(['--headless', '--clean', `+lua ${load.join(' ')}`, '+qall!']);
      folder.dispose();
      assert.equal(output, '');
    });
  });
}

async function workInNeovim(folder: TestFolder): Promise<Report> {
  const isNew = /v0\.(?:1[1-9]|[2-9]\d)|v[1-9]/.test(version ?? '');
  folder.write('.test/setup.lua', snippet(isNew ? '0.11 or newer' : '0.7 to 0.10'));
  folder.write(
    '.test/bin/zoneflow',
    `#!/bin/sh\nexec '${process.execPath}' '${projectRoot}/out/cli/main.js' "$@"\n`,
  );
  const at = (name: string): string => path.join(folder.path, name);
  chmodSync(at('.test/bin/zoneflow'), 0o755);
  const script = path.join(projectRoot, 'test/support/neovim.lua');
  const own = ['CONFIG', 'DATA', 'STATE', 'CACHE'].map((name) => [`XDG_${name}_HOME`, at('.test')]);
  const env = {
    ...process.env,
    ...Object.fromEntries(own),
    PATH: `${at('.test/bin')}${path.delimiter}${process.env['PATH']}`,
    ZONEFLOW_FILE: at('größe & more/flows.zoneflow'),
    ZONEFLOW_REPORT: at('.test/report.json'),
  };
  await neovim(['--headless', '--clean', '-u', at('.test/setup.lua'), '-S', script], env);
  return JSON.parse(readFileSync(env.ZONEFLOW_REPORT, 'utf8')) as Report;
}

/** The configuration that the documentation gives for some versions of Neovim. */
function snippet(versions: string): string {
  const page = readFileSync(path.join(projectRoot, 'docs/editors.md'), 'utf8');
  const found = page.slice(page.indexOf(versions)).match(/```lua\n(.*?)```/s);
  assert.ok(found, `docs/editors.md has no configuration for ${versions}`);
  return found[1];
}

/** What Neovim prints. Rejects where it cannot be started, or does not end within a minute. */
async function neovim(args: string[], env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)('nvim', args, { env, timeout: 60_000 });
  return stdout + stderr;
}
