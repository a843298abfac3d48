import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { load } from 'js-yaml';
import { projectRoot } from '../support/sources.js';

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string }>>;
  readonly runs: {
    readonly steps: readonly { readonly env: Readonly<Record<string, string>>; readonly run: string }[];
  };
}
interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly files: string;
}

const read = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');

/** A copy of the checkout to build in: other tests use what is built in this one. */
function copyOfSources(folder: string): string {
  const left = ['node_modules', 'out', 'dist', '.git', '.vscode-test'].map((name) =>
    path.join(projectRoot, name),
  );
  cpSync(projectRoot, folder, { recursive: true, filter: (file) => !left.includes(file) });
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(folder, 'node_modules'), 'junction');
  return folder;
}

/** What pipelines use, run as they run it, but for the service around it. */
describe('in a pipeline', function () {
  this.timeout(180_000);
  let work = '';
  let packed = '';
  const zones = 'zone out { trust = untrusted }\nzone vault { trust = restricted }\n';
  const write = (file: string, text: string): void => writeFileSync(path.join(work, file), text);
  const git = (...args: string[]): string =>
    execFileSync('git', ['-c', 'user.name=T', '-c', 'user.email=t@example.invalid', ...args], {
      cwd: work,
      encoding: 'utf8',
    });

  before(() => {
    work = mkdtempSync(path.join(tmpdir(), 'zoneflow-pipeline-'));
    execFileSync(process.execPath, [
      path.join(projectRoot, 'scripts/package.mjs'),
      '--out',
      path.join(work, 'out'),
    ]);
    const { version } = JSON.parse(read('package.json')) as { version: string };
    packed = path.join(work, 'out', `zoneflow-${version}.tgz`);
    write('zoneflow.json', '{}');
    write('a.zoneflow', zones);
    git('init', '-q');
    git('add', '*.zoneflow', 'zoneflow.json');
    git('commit', '-qm', 'zones');
  });
  after(() => {
    for (const folder of [work, `${work}-checkout`]) rmSync(folder, { recursive: true, force: true });
  });

  describe('the GitHub Action', () => {
    const action = load(read('action.yml')) as Action;
    const [{ env, run }] = action.runs.steps;

    /** Runs the step as a runner does: the inputs filled in, the defaults where there are none. */
    function act(inputs: Readonly<Record<string, string>>): { code: number | null; out: string } {
      const valueOf = (name: string): string => inputs[name] ?? action.inputs[name].default ?? '';
      const variables = Object.entries(env).map(([name, text]) => [
        name,
        text.replace(/\$\{\{ inputs\.([\w-]+) \}\}/, (_, input: string) => valueOf(input)),
      ]);
      const { status, stdout } = spawnSync('bash', ['-c', run], {
        cwd: work,
        encoding: 'utf8',
        env: {
          ...process.env,
          ...(Object.fromEntries(variables) as NodeJS.ProcessEnv),
          GITHUB_ACTION_PATH: projectRoot,
          GITHUB_STEP_SUMMARY: path.join(work, 'summary.md'),
          RUNNER_TEMP: work,
        },
      });
      return { code: status, out: stdout };
    }

    it('hands over every input as a variable, and puts none into the script', () => {
      const handed = Object.values(env).map((text) => /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(text)?.[1]);
      assert.deepEqual(handed, Object.keys(action.inputs));
      assert.doesNotMatch(run, /\$\{\{/);
      const { version } = JSON.parse(read('package.json')) as { version: string };
      assert.equal(action.inputs['version'].default, version);
    });

    it('annotates, writes SARIF, and fails on errors', () => {
      write('a.zoneflow', `${zones}allow out to valt on https\n`);
      const { code, out } = act({ version: packed, sarif: 'findings.sarif' });
      assert.equal(code, 1);
      assert.match(out, /^::error file=a\.zoneflow,line=3,/m);
      const log = JSON.parse(readFileSync(path.join(work, 'findings.sarif'), 'utf8')) as {
        runs: { results: { ruleId: string }[] }[];
      };
      assert.ok(log.runs[0].results.some(({ ruleId }) => ruleId === 'unknown-name'));
    });

    it('tells in the summary what a change opens, and the gate holds it up', () => {
      write('a.zoneflow', `${zones}flow breach: allow out to vault on https\n`);
      const { code } = act({ version: packed, 'compare-with': 'HEAD' });
      assert.equal(code, 0);
      assert.match(
        readFileSync(path.join(work, 'summary.md'), 'utf8'),
        /1 newly allowed.*[^]*\| `out` \| `vault` \| `https` \|/,
      );
      assert.equal(act({ version: packed, 'compare-with': 'HEAD', gate: 'true' }).code, 1);
      write('a.zoneflow', `${zones}flow breach: allow out to vault on https { ticket = "CHG-1" }\n`);
      assert.equal(act({ version: packed, 'compare-with': 'HEAD', gate: 'true' }).code, 0);
    });

    it('takes no version that a shell could run', () => {
      const { code, out } = act({ version: '0.1.0; touch owned' });
      assert.deepEqual([code, existsSync(path.join(work, 'owned'))], [2, false]);
      assert.match(out, /^::error title=zoneflow::"0\.1\.0; touch owned" is no version/m);
    });
  });

  describe('the pre-commit hooks', () => {
    const hooks = load(read('.pre-commit-hooks.yaml')) as readonly Hook[];
    const hook = (id: string): Hook => hooks.find((one) => one.id === id)!;

    /** Runs a hook's entry with files, by the program that it is installed as. */
    function commit(id: string, ...files: string[]): number | null {
      const [, ...words] = hook(id).entry.split(' ');
      const program = path.join(work, 'node_modules/.bin/zoneflow');
      return spawnSync(program, [...words, ...files], { cwd: work }).status;
    }

    before(() => {
      write('package.json', '{ "private": true }');
      // pre-commit packs the checkout itself: what npm prints there must be the file's name and nothing else.
      const name = execFileSync('npm', ['pack', '--pack-destination', work], {
        cwd: copyOfSources(`${work}-checkout`),
        encoding: 'utf8',
      });
      assert.match(name, /^zoneflow-[\d.]+\.tgz\n$/);
      execFileSync('npm', ['install', '--offline', '--no-audit', '--no-fund', path.join(work, name.trim())], {
        cwd: work,
      });
    });

    it('look at policy files and zoneflow.json alone', () => {
      const matches = (id: string, file: string): boolean => new RegExp(hook(id).files).test(file);
      assert.ok(matches('zoneflow', 'net/a.zoneflow') && matches('zoneflow', 'net/zoneflow.json'));
      assert.ok(!matches('zoneflow', 'azoneflow.json') && !matches('zoneflow', 'a.zoneflow.md'));
      assert.ok(!matches('zoneflow-format', 'zoneflow.json'));
    });

    it('hold up a commit with errors, and let a good one through', () => {
      write('a.zoneflow', `${zones}allow out to valt on https\n`);
      assert.equal(commit('zoneflow', 'a.zoneflow'), 1);
      write('a.zoneflow', `${zones}allow out to vault on https\n`);
      assert.equal(commit('zoneflow', 'a.zoneflow', 'zoneflow.json'), 0);
    });

    it('format', () => {
      write('a.zoneflow', 'zone   out{}\n');
      assert.equal(commit('zoneflow-format', 'a.zoneflow'), 0);
      assert.equal(readFileSync(path.join(work, 'a.zoneflow'), 'utf8'), 'zone out {}\n');
    });
  });
});
