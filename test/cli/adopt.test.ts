import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/sources.js';
import { call, Folders } from './support.js';

const zones = 'zone a {}\nzone b {}\n';
const twice = `${zones}allow a to b on https\nallow a to b on https\n`;

describe('zoneflow check', () => {
  const folders = new Folders();
  afterEach(() => folders.removeAll());
  const textIn = (here: string, file = 'a.zoneflow'): string => readFileSync(path.join(here, file), 'utf8');

  describe('--fix', () => {
    it('mends what may be mended unasked, in as many rounds as it takes, and reports the rest', async () => {
      const here = folders.make({
        // The misspelt name hides that the last rule is the first one again.
        'a.zoneflow': `${zones}zone cc {}\nallow a to b on https\nallow a to bb on https\nallow any to cc on any\n`,
      });
      const { code, out, err } = await call(['check', '--fix'], { here });
      assert.equal(code, 0);
      assert.equal(textIn(here), `${zones}zone cc {}\nallow a to b on https\nallow any to cc on any\n`);
      assert.equal(err, 'a.zoneflow: mended, 2 changes.\n');
      assert.match(out, /\[broad-rule\]/);
      assert.doesNotMatch(out, /unknown-name|redundant-rule/);
    });

    it('leaves files alone in which there is nothing to mend, and keeps marks and line ends', async () => {
      const marked = `\uFEFF${twice.replaceAll('\n', '\r\n')}`;
      const here = folders.make({
        'a.zoneflow': marked,
        'b.zoneflow': 'zone   x   {}\r\nallow x to a on ssh',
      });
      const { err } = await call(['check', '--fix'], { here });
      assert.equal(err, 'a.zoneflow: mended, 1 change.\n');
      assert.equal(textIn(here), `\uFEFF${zones}allow a to b on https\n`.replaceAll('\n', '\r\n'));
      assert.equal(textIn(here, 'b.zoneflow'), 'zone   x   {}\r\nallow x to a on ssh');
    });
  });

  describe('--baseline', () => {
    const update = ['check', '--baseline', 'known.json', '--update-baseline'];

    it('leaves out what is known, wherever it has moved, and reports what is new', async () => {
      const here = folders.make({ 'a.zoneflow': twice });
      const first = await call([...update, '--max-warnings', '0'], { here });
      assert.deepEqual([first.code, first.err], [0, '1 finding in known.json is left out.\n']);
      writeFileSync(path.join(here, 'a.zoneflow'), `// more\n${twice}zone c {}\nallow any to c on any\n`);
      const { code, out } = await call(['check', '--baseline', 'known.json', '--max-warnings', '0'], {
        here,
      });
      assert.equal(code, 1);
      assert.match(out, /\[broad-rule\]/);
      assert.doesNotMatch(out, /redundant-rule/);
      assert.match(out, /^1 warning in 3 rules/m);
    });

    it('is the same file from whatever folder it is called', async () => {
      const here = folders.make({ 'p/a.zoneflow': twice });
      await call([...update, 'p'], { here });
      const written = textIn(here, 'known.json');
      await call(['check', '--baseline', '../known.json', '--update-baseline'], {
        here: path.join(here, 'p'),
      });
      assert.equal(textIn(here, 'known.json'), written);
      assert.match(written, /"file":"p\/a\.zoneflow"/);
    });

    it('says what of it is gone', async () => {
      const here = folders.make({ 'a.zoneflow': twice });
      await call(update, { here });
      writeFileSync(path.join(here, 'a.zoneflow'), `${zones}allow a to b on https\n`);
      const { code, err } = await call(['check', '--baseline', 'known.json'], { here });
      assert.equal(code, 0);
      assert.equal(err, '1 finding in known.json is gone. Take them out with --update-baseline.\n');
    });

    it('never hides what does not parse', async () => {
      const here = folders.make({ 'a.zoneflow': `${zones}allow a to\n` });
      const { code, out } = await call(update, { here });
      assert.equal(code, 1);
      assert.match(out, /syntax-error/);
    });

    it('tells what is wrong with the file or the call', async () => {
      const here = folders.make({ 'a.zoneflow': twice, 'wrong.json': '{"version": 2}' });
      const missing = await call(['check', '--baseline', 'known.json'], { here });
      assert.deepEqual([missing.code, missing.out], [2, '']);
      assert.match(missing.err, /cannot be read: it does not exist\..*--update-baseline/);
      assert.match(
        (await call(['check', '--baseline', here], { here })).err,
        /cannot be read: it is a folder\./,
      );
      const wrong = await call(['check', '--baseline', 'wrong.json'], { here });
      assert.match(wrong.err, /no baseline of version 1/);
      assert.match((await call(['check', '--update-baseline'], { here })).err, /goes with --baseline FILE/);
    });
  });

  describe('--watch', () => {
    it('checks again after each change, also after a broken one, until it is ended', async () => {
      const here = folders.make({ 'zoneflow.json': '{}', 'a.zoneflow': twice });
      const main = path.join(projectRoot, 'out/cli/main.js');
      const child = spawn(process.execPath, [main, 'check', '--watch'], { cwd: here });
      let seen = '';
      const until = async (text: RegExp): Promise<void> => {
        while (!text.test(seen)) await new Promise((resolve) => child.stdout.once('data', resolve));
        seen = '';
      };
      child.stdout.setEncoding('utf8').on('data', (text: string) => (seen += text));
      const write = (text: string): void => writeFileSync(path.join(here, 'a.zoneflow'), text);
      await until(/redundant-rule[^]*1 warning in 2 rules/);
      // Watching begins a moment after the first report; a change before that would be missed.
      const again = setInterval(() => write(`${zones}allow a to\n// ${Math.random()}\n`), 700);
      await until(/syntax-error/);
      clearInterval(again);
      write(`${zones}allow a to b on https\n`);
      await until(/No findings in 1 rule, 1 file/);
      writeFileSync(path.join(here, 'b.zoneflow'), 'zone c {}\nallow c to a on ssh\n');
      await until(/No findings in 2 rules, 2 files/);
      child.kill('SIGINT');
      assert.equal(await new Promise((resolve) => child.once('exit', resolve)), 0);
    });
  });
});

describe('zoneflow explain-finding', () => {
  it('prints the page of a finding, or lists all', async () => {
    const { code, out } = await call(['explain-finding', 'shadowed-rule']);
    assert.equal(code, 0);
    assert.match(out, /^# shadowed-rule\n[^]*```zoneflow bad/);
    const list = (await call(['explain-finding'])).out.trimEnd().split('\n');
    assert.equal(list.length, 28);
    assert.ok(list.includes('conflict             warning'));
  });

  it('helps with a misspelt code', async () => {
    const { code, err } = await call(['explain-finding', 'shadow-rule']);
    assert.deepEqual(
      [code, err],
      [2, 'No finding has the code "shadow-rule". Did you mean shadowed-rule?\n'],
    );
  });
});

describe('zoneflow completion', () => {
  it('completes commands, options and their values in bash', async () => {
    const { out } = await call(['completion', 'bash']);
    const complete = (...words: string[]): Promise<string> => {
      const list = words.map((word) => `'${word}'`).join(' ');
      const probe = `${out}\nCOMP_WORDS=(${list}); COMP_CWORD=${words.length - 1}; _zoneflow 2>/dev/null; echo "\${COMPREPLY[@]}"`;
      return new Promise((resolve) => {
        const bash = spawn('bash', ['--norc', '-c', probe]);
        let text = '';
        bash.stdout.setEncoding('utf8').on('data', (data: string) => (text += data));
        bash.on('close', () => resolve(text.trim()));
      });
    };
    assert.equal(await complete('zoneflow', 'exp'), 'explain explain-finding');
    assert.equal(await complete('zoneflow', 'check', '--fo'), '--format');
    assert.equal(await complete('zoneflow', 'check', '--format', 'j'), 'json junit');
  });

  it('names every command and option in every shell', async () => {
    for (const shell of ['bash', 'zsh', 'fish']) {
      const { out } = await call(['completion', shell]);
      for (const word of [
        'check',
        'explain',
        'format',
        'graph',
        'server',
        'max-warnings',
        'stdin',
        'baseline',
      ])
        assert.ok(out.includes(word), `${shell}: ${word}`);
    }
  });

  it('says which shells it knows', async () => {
    assert.match((await call(['completion', 'tcsh'])).err, /Name one of bash, zsh, fish\./);
    assert.match((await call(['completion', 'fsh'])).err, /Did you mean fish\?/);
  });
});
