import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { checkJson, call, Folders, inShort, type JsonReport } from './support.js';

const folders = new Folders();

const quiet = 'zone a {}\nzone b {}\nallow a to b on https\n';

/** Every byte may come; the seed makes it the same each time. */
function randomBytes(length: number): Uint8Array {
  let state = 42;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 24;
  });
}

const errorsOf = ({ findings }: JsonReport): string[] =>
  findings.filter(({ severity }) => severity === 'error').map(inShort);

describe('zoneflow check on bad input', () => {
  afterEach(() => folders.removeAll());

  it('takes an empty file for an empty policy', async () => {
    const { code, report } = await checkJson([folders.make({ 'a.zoneflow': '' })]);
    assert.deepEqual([code, report.findings, report.rules, report.files], [0, [], 0, 1]);
  });

  it('says of 5 MB of random bytes that they are no UTF-8, and checks the rest', async () => {
    const here = folders.make({ 'a.zoneflow': quiet, 'noise.zoneflow': randomBytes(5_000_000) });
    const { code, report, err } = await checkJson([here]);
    assert.deepEqual([code, errorsOf(report), report.rules], [2, ['noise.zoneflow:1:1-1:1 syntax-error'], 1]);
    assert.match(report.findings[0].message, /UTF-8/);
    assert.match(err, /could not be read: noise\.zoneflow/);
  });

  it('lists a bounded number of mistakes of 1 MB of random text', async () => {
    const text = String.fromCharCode(...randomBytes(100_000).map((byte) => 32 + (byte % 95))).repeat(10);
    const { code, report } = await checkJson([folders.make({ 'a.zoneflow': text })]);
    assert.equal(code, 1);
    assert.ok(report.findings.length > 0 && report.findings.length < 500);
  });

  it('survives 10,000 nested brackets of each kind', async () => {
    for (const bracket of ['[', '{', '(', 'zone a {\n']) {
      const { code, report } = await checkJson([
        folders.make({ 'a.zoneflow': `group g = ${bracket.repeat(10_000)}` }),
      ]);
      assert.equal(code, 1);
      const mistakes = report.findings.filter((finding) => finding.code === 'syntax-error').length;
      assert.ok(mistakes > 0 && mistakes < 500);
    }
  });

  it('reports cyclic groups and services', async () => {
    const text =
      'zone z {}\ngroup g = [h, z]\ngroup h = g\nservice s = [t]\nservice t = s\nallow g to z on s\n';
    const { code, report } = await checkJson([folders.make({ 'a.zoneflow': text })]);
    assert.equal(code, 1);
    assert.equal(errorsOf(report).filter((finding) => finding.endsWith('cyclic-reference')).length, 2);
  });

  it('reads lone carriage returns, tabs and characters beyond the basic plane', async () => {
    const { report } = await checkJson([
      folders.make({ 'a.zoneflow': 'zone a {}\r\t// \u{1F512}\ralow a to a on ssh' }),
    ]);
    assert.deepEqual(errorsOf(report)[0], 'a.zoneflow:3:1-3:5 syntax-error');
  });

  describe('in zoneflow.json', () => {
    const broken: [string, string | Uint8Array, number][] = [
      ['no JSON', '{ "name": ', 1],
      ['empty', '', 1],
      ['a list', '[]', 1],
      ['10,000 nested brackets', '['.repeat(10_000), 1],
      ['2 MB', `{ "name": "${'x'.repeat(2_000_000)}" }`, 1],
      ['not UTF-8', Uint8Array.of(0x7b, 0xff, 0x7d), 2],
      ['20 MB', Buffer.alloc(20_000_000, ' '), 2],
      ['patterns that nothing matches', `{ "include": ["${'a*'.repeat(3_000)}", "", "[", "*.zoneflow"] }`, 1],
      ['patterns that take for ever to match', `{ "include": ["${'**/*a'.repeat(60)}b", "*.zoneflow"] }`, 1],
    ];
    for (const [name, config, expected] of broken) {
      it(`survives ${name}`, async () => {
        const here = folders.make({
          'zoneflow.json': config,
          'a.zoneflow': quiet,
          [`d/${'a'.repeat(100)}.zoneflow`]: '',
        });
        const { code, report } = await checkJson([here]);
        assert.equal(code, expected);
        assert.ok(report.findings.every(({ file }) => file === 'zoneflow.json'));
        assert.equal(report.findings.length > 0, expected > 0);
      });
    }
  });

  describe('on disk', () => {
    it('reports a file that may not be read', async function () {
      // Who may do everything is refused nothing.
      if (process.getuid?.() === 0) return;
      const here = folders.make({ 'a.zoneflow': quiet, 'secret.zoneflow': quiet });
      chmodSync(path.join(here, 'secret.zoneflow'), 0);
      const { code, report } = await checkJson([here]);
      assert.deepEqual([code, errorsOf(report)], [2, ['secret.zoneflow:1:1-1:1 syntax-error']]);
    });

    it('takes a folder named like a file for a folder', async () => {
      const here = folders.make({
        'a.zoneflow': quiet,
        'dir.zoneflow/b.zoneflow': 'nonsense',
        'zoneflow.json': '{ "include": ["*"] }',
      });
      const { code, report } = await checkJson(['dir.zoneflow'], { here });
      assert.deepEqual([code, report.findings, report.files], [0, [], 1]);
    });

    it('does not follow links that lead in circles, nowhere or out of the root', async () => {
      const outside = folders.make({ 'out.zoneflow': 'nonsense', 'deep/out.zoneflow': 'nonsense' });
      const here = folders.make({
        'zoneflow.json': '{}',
        'a.zoneflow': quiet,
        'sub/b.zoneflow': 'zone c {}\nallow a to c on ssh\n',
      });
      const link = (target: string, name: string): void => symlinkSync(target, path.join(here, name));
      link(here, 'sub/around');
      link('sub', 'again');
      link('loop.zoneflow', 'loop.zoneflow');
      link('nowhere', 'gone.zoneflow');
      link(path.join(outside, 'out.zoneflow'), 'out.zoneflow');
      link(path.join(outside, 'deep'), 'deep');
      link('a.zoneflow', 'twin.zoneflow');
      const { report } = await checkJson([here]);
      assert.deepEqual([report.rules, report.files], [2, 2]);
      assert.ok(!report.findings.some(({ message }) => message.includes('nonsense')));
    });

    it('reads a policy through a link to its folder', async () => {
      const real = folders.make({ 'a.zoneflow': quiet });
      const here = folders.make();
      symlinkSync(real, path.join(here, 'policy'));
      const { code, report } = await checkJson(['policy'], { here });
      assert.deepEqual([code, report.rules], [0, 1]);
    });

    it('finds a link that leads to itself no path', async () => {
      const here = folders.make();
      symlinkSync('me', path.join(here, 'me'));
      const { code, err } = await call(['check', 'me'], { here });
      assert.equal(code, 2);
      assert.match(err, /leads back to itself/);
    });

    it('survives a current folder that is gone', async () => {
      const here = folders.make();
      rmSync(here, { recursive: true });
      const { code, err } = await call(['check'], { here });
      assert.equal(code, 2);
      assert.match(err, /cannot be read/);
    });

    it('searches a tree with links in circles for policies', async () => {
      const here = folders.make({ 'p/a.zoneflow': quiet });
      mkdirSync(path.join(here, 'q'));
      symlinkSync(here, path.join(here, 'q/up'));
      writeFileSync(path.join(here, 'q/notes.txt'), '');
      const { code, report } = await checkJson(['.'], { here });
      assert.deepEqual([code, report.rules], [0, 1]);
    });
  });

  it('shows hostile text without obeying it', async () => {
    const hostile = 'zone a { tags = "\x1b[2J\x1b]0;owned\x07\u202egnp" , x\x1b[31m = 1 }\n';
    const here = folders.make({ 'a\x1b[31m.zoneflow': hostile });
    const { out, err } = await call(['check'], { here });
    assert.match(out, /\\u\{1b\}/);
    assert.doesNotMatch(out + err, /[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/);
  });
});
