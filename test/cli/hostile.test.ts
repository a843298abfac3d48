import assert from 'node:assert/strict';
import { existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { call, checkJson, Folders } from './support.js';

/**
 * Policies that are written to do harm: to hang the reader, to fill its memory, to be taken for something else where they are
 * shown. That a case ends at all is part of what it asserts.
 */
describe('hostile policies', () => {
  const folders = new Folders();
  afterEach(() => folders.removeAll());
  const repeat = (count: number, line: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => line(i)).join('\n');
  const address = (i: number): string => `10.${(i >> 16) & 255}.${(i >> 8) & 255}.${i & 255}`;
  const check = (text: string) => checkJson([folders.make({ 'a.zoneflow': text })]);

  it('globs that take for ever to match are not matched', async () => {
    const include = [
      '**/**/**/**/**/*a*a*a*a*a*a*a*a*a*b.zoneflow',
      `${'{a,aa}'.repeat(20)}.zoneflow`,
      `${'*(a|'.repeat(6)}a${')'.repeat(6)}.zoneflow`,
      `${'a'.repeat(600)}.zoneflow`,
      '',
    ];
    const here = folders.make({
      'zoneflow.json': JSON.stringify({ include: [...include, 'good-*.zoneflow'] }),
      [`${'a'.repeat(200)}.zoneflow`]: 'zone a {}\n',
      'good-1.zoneflow': 'zone b {}\nallow b to b on ssh\n',
    });
    const { code, report } = await checkJson([here]);
    assert.equal(code, 1);
    assert.deepEqual(
      report.findings.map((finding) => [finding.file, finding.code]),
      include.map(() => ['zoneflow.json', 'invalid-value']),
    );
    assert.equal(report.rules, 1);
  });

  it('sets that double with every name stay small', async () => {
    const { report } = await check(
      `zone a\nservice s0 = tcp/1\n${repeat(60, (i) => `service s${i + 1} = [s${i}, s${i}, tcp/${i * 3 + 5}]`)}\n` +
        `group g0 = a\n${repeat(60, (i) => `group g${i + 1} = [g${i}, g${i}]`)}\nallow g60 to a on s60\n`,
    );
    assert.deepEqual(report.counts, { error: 0, warning: 0, info: 0, hint: 0 });
  });

  it('20,000 names that nothing declares are looked up among 10,000 that are like them', async () => {
    const { report } = await check(
      `${repeat(10_000, (i) => `zone segment-${i}-name`)}\n` +
        `${repeat(10_000, (i) => `allow segment-${i}-nam to segmen-${i} on service-${i}`)}\n`,
    );
    const unknown = report.findings.filter(({ code }) => code === 'unknown-name');
    assert.equal(unknown.length, 30_000);
    assert.match(unknown[3].message, /Did you mean `segment-1-name`\?/);
  });

  it('chains of 10,000 groups are followed without a call for each', async () => {
    const { report } = await check(
      `zone a\n${repeat(10_000, (i) => `group g${i} = [${i > 0 ? `g${i - 1}` : 'a'}]`)}\nallow g9999 to a on https\n`,
    );
    assert.equal(report.counts.error, 0);
  });

  it('sets of 20,000 single addresses are decided exactly', async () => {
    const even = repeat(20_000, (i) => `${address(i * 2)},`);
    const { report } = await check(
      `zone b\nallow any except [${even}] to b on https\ndeny [${even}] to b on any\nnever 10.0.0.2 to b\n`,
    );
    assert.deepEqual(
      report.findings.map(({ code }) => code),
      ['broad-rule', 'inert-rule'],
    );
    assert.ok(!report.findings.some(({ code }) => code === 'intent-violated'));
  });

  it('forty conditions, which make a million million combinations, are decided', async () => {
    const { report } = await check(
      `zone a\nzone b\n${repeat(40, (i) => `condition c${i} "c"`)}\nallow a to b on https\n` +
        `${repeat(40, (i) => `deny a to b on https when c${i}`)}\n` +
        'test "t" {\n  expect deny a to b on https when c7\n}\n',
    );
    assert.ok(!report.findings.some(({ code }) => code === 'test-failed' || code === 'undecided-rule'));
  });

  it('names of two million letters are cut where they are shown', async () => {
    const long = 'n'.repeat(2_000_000);
    const { out } = await call(['check', '.'], {
      here: folders.make({ 'a.zoneflow': `zone ${long}\nzone a "${long}"\nallow a to ${long}x on https\n` }),
    });
    assert.ok(out.length < 20_000, `${out.length} characters`);
  });

  it('findings on rules with a thousand ports stay short', async () => {
    const rule = (first: number): string =>
      `allow a to a on [${Array.from({ length: 1_000 }, (_, i) => `tcp/${i * 20 + first}`).join(', ')}]`;
    const { report } = await check(`zone a\n${repeat(30, (i) => rule(i % 3))}\n`);
    assert.ok(report.findings.length > 0);
    const longest = Math.max(
      ...report.findings.flatMap(({ message, related }) =>
        [message, ...related.map((one) => one.message)].map(({ length }) => length),
      ),
    );
    assert.ok(longest < 2_000, `${longest} characters`);
  });

  it('names that mean something to JavaScript are names', async () => {
    const { report } = await check(
      'zone constructor\nzone toString\nservice valueOf = tcp/1\nteam hasOwnProperty {}\nlabels { constructor: a | b }\n' +
        'workload w { labels = { constructor: a } }\nallow { constructor: a } to [constructor, toString] on valueOf { owner = hasOwnProperty, purpose = "p" }\n',
    );
    assert.deepEqual(
      report.findings.map(({ code }) => code),
      [],
    );
  });

  it('settings that mean something to JavaScript are settings', async () => {
    const config =
      '{"__proto__":{"x":1},"rules":{"__proto__":"off","constructor":"error"},"broad":{"maxAddresses":1e999}}';
    const here = folders.make({ 'zoneflow.json': config, 'a.zoneflow': 'zone a\nallow a to a on ssh\n' });
    const { report } = await checkJson([here]);
    assert.deepEqual(new Set(report.findings.map(({ file }) => file)), new Set(['zoneflow.json']));
    assert.equal(({} as { x?: number }).x, undefined);
  });

  it('file names and texts reach no terminal as commands, and no report as its structure', async () => {
    const evil = '\u001b]0;owned\u0007\u202Ezone';
    const here = folders.make({
      'zoneflow.json': '{}',
      [`x\u001b[2J\n::error::owned<script>.zoneflow`]: `zone a "${evil}<script>]]>"\nallow a to bb on https\n`,
    });
    for (const format of ['text', 'github', 'junit', 'sarif', 'json']) {
      const { out } = await call(['check', '--format', format], { here });
      assert.doesNotMatch(out.replaceAll('\n', ''), /[\0-\x08\x0b-\x1f\x7f-\x9f\u202e]/, format);
      assert.doesNotMatch(out, /^::error::owned/m, format);
      if (format === 'junit') assert.doesNotMatch(out, /<script>|\]\]>/);
    }
  });

  it('nothing outside the root is read, whatever leads there', async () => {
    const outside = folders.make({ 'secret.zoneflow': 'zone secret\nallow secret to secret on ssh\n' });
    const here = folders.make({
      'zoneflow.json': '{ "include": ["../**/*.zoneflow", "**/*.zoneflow", "/etc/*"] }',
      'a.zoneflow': 'zone a\nallow a to a on ssh\n',
    });
    symlinkSync(outside, path.join(here, 'folder'));
    symlinkSync(path.join(outside, 'secret.zoneflow'), path.join(here, 'link.zoneflow'));
    const { out } = await call(['check', '--format', 'json'], { here });
    assert.doesNotMatch(out, /secret (to|on)|zone secret/);
    assert.match(out, /"rules": 1,/);
  });

  it('nor are settings that a link leads to', async () => {
    const outside = folders.make({ 'settings.json': '{ "rules": { "unused-declaration": "error" } }' });
    const here = folders.make({ 'a.zoneflow': 'zone a\n' });
    symlinkSync(path.join(outside, 'settings.json'), path.join(here, 'zoneflow.json'));
    const { out } = await call(['check'], { here });
    assert.match(out, /^zoneflow\.json:1:1: error: zoneflow\.json is a link to a file outside/m);
    assert.match(out, /hint: Nothing refers to zone `a`/);
  });

  it('a fix goes where the file is, and through no link out of the root', async () => {
    const outside = folders.make({ 'b.zoneflow': 'zone b\nallow b to b on ssh\nallow b to b on ssh\n' });
    const here = folders.make({ 'zoneflow.json': '{}', 'a.zoneflow': 'zone a\nallow a to a on ssh\n' });
    symlinkSync(path.join(outside, 'b.zoneflow'), path.join(here, 'b.zoneflow'));
    await call(['check', '--fix'], { here });
    const { out } = await call(['check', '--format', 'json'], { here: outside });
    assert.match(out, /redundant-rule/);
  });

  it('policies in folders that are hidden or installed are not taken for the user’s own', async () => {
    const here = folders.make({ 'p/a.zoneflow': 'zone a\nallow a to a on ssh\n' });
    for (const folder of ['node_modules/x', '.git/y']) {
      mkdirSync(path.join(here, folder), { recursive: true });
      writeFileSync(path.join(here, folder, 'zoneflow.json'), '{}');
      writeFileSync(path.join(here, folder, 'b.zoneflow'), 'zon b');
    }
    assert.ok(existsSync(path.join(here, '.git/y/b.zoneflow')));
    assert.equal((await call(['check', '.'], { here })).code, 0);
  });
});
