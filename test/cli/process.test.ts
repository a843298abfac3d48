import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { version } from '../../cli/version.js';
import { projectRoot } from '../support/sources.js';
import { call, Folders, spawnCli } from './support.js';

const folders = new Folders();

const policy = 'zone a {}\nzone b {}\nallow a to b on https\n';

describe('the zoneflow process', () => {
  afterEach(() => folders.removeAll());

  it('writes results to the one stream and what is wrong with the call to the other', async () => {
    const here = folders.make({ 'a.zoneflow': policy });
    assert.deepEqual(await spawnCli(['check', '--as-of', '2026-01-01'], { here }), {
      code: 0,
      out: 'No findings in 1 rule, 1 file, as of 2026-01-01.\n',
      err: '',
    });
    const wrong = await spawnCli(['check', 'nowhere'], { here });
    assert.deepEqual(wrong, {
      code: 2,
      out: '',
      err: 'zoneflow: nowhere cannot be read: it does not exist. Correct the path.\n',
    });
  });

  it('ends with 1 where there are errors', async () => {
    assert.equal((await spawnCli(['check'], { here: folders.make({ 'a.zoneflow': 'zon a {}' }) })).code, 1);
  });

  it('colours on demand and never in a pipe', async () => {
    const here = folders.make({ 'a.zoneflow': policy });
    const outOf = async (env: NodeJS.ProcessEnv): Promise<string> =>
      (await spawnCli(['check'], { here, env: { NO_COLOR: '', FORCE_COLOR: undefined, ...env } })).out;
    assert.ok(!(await outOf({})).includes('\x1b'));
    assert.ok((await outOf({ FORCE_COLOR: '1' })).includes('\x1b[32m'));
    assert.ok(!(await outOf({ FORCE_COLOR: '1', NO_COLOR: '1' })).includes('\x1b'));
  });

  it('ends quietly where nobody reads on', async () => {
    const lines = Array.from({ length: 3_000 }, (_, i) => `zone z${i} {}`);
    const here = folders.make({ 'a.zoneflow': lines.join('\n') });
    const child = spawn(process.execPath, [path.join(projectRoot, 'out/cli/main.js'), 'check'], {
      cwd: here,
    });
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdout.once('data', () => child.stdout.destroy());
    await new Promise((resolve) => child.on('close', resolve));
    assert.equal(err, '');
  });

  it('says where results cannot be written', () => {
    // Linux has a device that is always full; elsewhere there is nothing to try it on.
    if (!existsSync('/dev/full')) return;
    const here = folders.make({ 'a.zoneflow': policy });
    const full = openSync('/dev/full', 'w');
    const main = path.join(projectRoot, 'out/cli/main.js');
    const { status, stderr } = spawnSync(process.execPath, [main, 'check'], {
      cwd: here,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    closeSync(full);
    const message = 'zoneflow: The results could not be written: no space is left. Write them elsewhere.\n';
    assert.deepEqual([status, stderr], [2, message]);
  });

  it('answers each question before the next is asked', async () => {
    const here = folders.make({ 'a.zoneflow': policy });
    const child = spawn(process.execPath, [path.join(projectRoot, 'out/cli/main.js'), 'explain', '--stdin'], {
      cwd: here,
    });
    const question = {
      source: 'a',
      destination: 'b',
      protocol: 'tcp',
      port: 443,
      identity: null,
      conditions: [],
    };
    const answers: string[] = [];
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      answers.push(text);
      if (answers.length < 3) child.stdin.write(`${JSON.stringify(question)}\n`);
      else child.stdin.end();
    });
    child.stdin.write(`${JSON.stringify(question)}\n`);
    const code = await new Promise((resolve) => child.on('close', resolve));
    const answer =
      '{"verdict":"allow","by":"allow a to b on https","tier":"application","file":"a.zoneflow","line":3}\n';
    assert.deepEqual([code, answers], [0, [answer, answer, answer]]);
  });

  it('answers many questions', async () => {
    const here = folders.make({ 'a.zoneflow': policy });
    const question = (port: number): string =>
      JSON.stringify({
        source: 'a',
        destination: 'b',
        protocol: 'tcp',
        port,
        identity: null,
        conditions: [],
      });
    const input = Array.from({ length: 60_000 }, (_, i) => `${question(i)}\n`).join('');
    const { code, out, err } = await spawnCli(['explain', '--stdin'], { here, input });
    const answers = out.trimEnd().split('\n');
    assert.deepEqual([code, err, answers.length], [0, '', 60_000]);
    assert.deepEqual(
      answers.flatMap((answer, port) => (answer.includes('allow') ? [port] : [])),
      [443],
    );
  });
});

describe('the zoneflow command line', () => {
  it('has the version of the package', async () => {
    const { version: published } = JSON.parse(
      readFileSync(path.join(projectRoot, 'package.json'), 'utf8'),
    ) as { version: string };
    assert.equal(version, published);
    for (const word of ['--version', '-V'])
      assert.deepEqual(await call([word]), { code: 0, out: `${published}\n`, err: '' });
  });

  it('has help for everything', async () => {
    const { code, out } = await call(['--help']);
    assert.equal(code, 0);
    const names = [...out.matchAll(/^ {2}([a-z-]+) {2,}[A-Z]/gm)].map(([, name]) => name);
    assert.ok(['check', 'explain', 'format', 'graph', 'server'].every((name) => names.includes(name)));
    for (const name of names) {
      const help = await call([name, '--help']);
      assert.equal(help.code, 0);
      assert.match(help.out, new RegExp(`Usage:\n  zoneflow ${name}`));
      assert.match(help.out, /Examples:\n {2}# /);
      assert.deepEqual(await call(['help', name]), help);
    }
  });

  const mistakes: [string[], RegExp][] = [
    [[], /^No command is given\.[^]*Usage: zoneflow/],
    [['chekc'], /no command "chekc"\. Did you mean `check`\?/],
    [['--chek'], /no option "--chek"/],
    [['help', 'explane'], /Did you mean `explain`/],
    [['check', '--fromat', 'json'], /no option --fromat\. Did you mean --format\?/],
    [['check', '-x'], /no option -x/],
    [['check', '--format', 'jsn'], /--format cannot be "jsn"\. Did you mean json\?/],
    [['check', '--format'], /--format needs a value/],
    [['check', '--format', '--as-of', '2026-01-01'], /--format needs a value/],
    [['check', '--format', 'json', '--format', 'text'], /--format is given twice/],
    [['check', '--as-of', '2026-02-30'], /"2026-02-30" is no day/],
    [['check', '--as-of', 'tomorrow'], /"tomorrow" is no day/],
    [['check', '--max-warnings', '-1'], /"-1" is no number/],
    [['check', '--max-warnings', 'many'], /"many" is no number/],
    [['check', '--help=yes'], /--help takes no value/],
    [['explain', 'a', 'b', '--from', 'a', '--to', 'b', '--on', 'any'], /takes one PATH, not 2/],
    [['server'], /--stdio is missing/],
    [['server', 'x', '--stdio'], /takes no PATH/],
    [['graph', '--depth', '0', 'samples/shop'], /--depth "0" is no number from 1 up/],
  ];
  for (const [words, expected] of mistakes) {
    it(`refuses: zoneflow ${words.join(' ')}`, async () => {
      const { code, out, err } = await call(words);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, expected);
      assert.doesNotMatch(err, /\n {4}at /);
    });
  }

  it('takes what follows -- for paths', async () => {
    const { code, err } = await call(['check', '--', '--format']);
    assert.equal(code, 2);
    assert.match(err, /--format cannot be read/);
  });
});
