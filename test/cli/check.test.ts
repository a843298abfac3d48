import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { openSample, reported, samplePolicies } from '../support/policies.js';
import { projectRoot } from '../support/sources.js';
import { call, checkJson, Folders, inShort } from './support.js';

const folders = new Folders();

const quiet = 'zone a {}\nzone b {}\nallow a to b on https\n';
const unused = 'zone a {}\nzone b {}\n';
const wrong = 'zone a {}\nallow a to bb on https\n';

describe('zoneflow check', () => {
  afterEach(() => folders.removeAll());

  describe('ends with', () => {
    it('0 where nothing is found', async () => {
      const { code, out, err } = await call(['check'], { here: folders.make({ 'a.zoneflow': quiet }) });
      assert.deepEqual(
        { code, out, err },
        { code: 0, out: 'No findings in 1 rule, 1 file, as of 2026-11-21.\n', err: '' },
      );
    });

    it('0 where there are hints only', async () => {
      const { code, report } = await checkJson([folders.make({ 'a.zoneflow': unused })]);
      assert.deepEqual([code, report.counts], [0, { error: 0, warning: 0, info: 0, hint: 2 }]);
    });

    it('1 where there is an error', async () => {
      assert.equal((await call(['check', folders.make({ 'a.zoneflow': wrong })])).code, 1);
    });

    it('1 where there are more warnings than allowed', async () => {
      const policy = folders.make({ 'a.zoneflow': `${quiet}allow any to b on any\n` });
      const { report } = await checkJson([policy]);
      const { warning, error } = report.counts;
      assert.ok(warning > 0 && error === 0);
      assert.equal((await call(['check', policy])).code, 0);
      assert.equal((await call(['check', policy, '--max-warnings', String(warning)])).code, 0);
      const { code, err } = await call(['check', policy, '--max-warnings', String(warning - 1)]);
      assert.equal(code, 1);
      assert.match(err, /--max-warnings/);
    });

    it('2 where a path does not exist', async () => {
      const { code, out, err } = await call(['check', 'no/such/place']);
      assert.deepEqual([code, out], [2, '']);
      assert.equal(err, 'no/such/place cannot be read: it does not exist. Correct the path.\n');
    });

    it('2 where a folder holds no policy', async () => {
      const { code, err } = await call(['check'], { here: folders.make({ 'README.md': '' }) });
      assert.equal(code, 2);
      assert.match(err, /holds no policy/);
    });

    it('2 where a file is no policy file', async () => {
      const { code, err } = await call(['check', 'notes.txt'], { here: folders.make({ 'notes.txt': '' }) });
      assert.equal(code, 2);
      assert.match(err, /notes\.txt is no policy file/);
    });

    it('2 where `include` takes in no file', async () => {
      const policy = folders.make({ 'zoneflow.json': '{ "include": ["policies/**"] }', 'a.zoneflow': quiet });
      const { code, err } = await call(['check', policy]);
      assert.equal(code, 2);
      assert.match(err, /nothing was read/);
    });
  });

  describe('reads', () => {
    const tree = {
      'loose/a.zoneflow': quiet,
      'loose/inner/b.zoneflow': quiet,
      'rooted/zoneflow.json': '{}',
      'rooted/a.zoneflow': quiet,
      'rooted/deep/er/b.zoneflow': 'zone c {}\nallow a to c on ssh\n',
      'rooted/deep/other/zoneflow.json': '{}',
      'rooted/deep/other/c.zoneflow': quiet,
      'empty/notes.txt': '',
      'node_modules/pack/x.zoneflow': wrong,
      '.hidden/x.zoneflow': wrong,
    };
    const policiesOf = async (here: string, ...paths: string[]): Promise<unknown> => {
      const { report } = await checkJson([...paths, '--as-of', '2026-01-01'], { here });
      return { rules: report.rules, files: report.files };
    };

    it('a folder without zoneflow.json alone', async () => {
      assert.deepEqual(await policiesOf(folders.make(tree), 'loose'), { rules: 1, files: 1 });
    });

    it('a root with all below it up to the next root', async () => {
      assert.deepEqual(await policiesOf(folders.make(tree), 'rooted'), { rules: 2, files: 2 });
    });

    it('the root above a file or a folder', async () => {
      const here = folders.make(tree);
      assert.deepEqual(await policiesOf(here, 'rooted/deep/er'), { rules: 2, files: 2 });
      assert.deepEqual(await policiesOf(here, 'rooted/deep/er/b.zoneflow'), { rules: 2, files: 2 });
      assert.deepEqual(await policiesOf(path.join(here, 'rooted/deep'), '.'), { rules: 2, files: 2 });
    });

    it('the folder of a file without a root', async () => {
      assert.deepEqual(await policiesOf(folders.make(tree), 'loose/inner/b.zoneflow'), {
        rules: 1,
        files: 1,
      });
    });

    it('every policy below a folder that holds none, hidden ones and packages left out', async () => {
      // loose, loose/inner, rooted with two files, rooted/deep/other
      assert.deepEqual(await policiesOf(folders.make(tree), '.'), { rules: 5, files: 5 });
    });

    it('every policy below a zoneflow.json that has no policy file of its own', async () => {
      const umbrella = { 'all/zoneflow.json': '{}', 'all/sub/notes.txt': '' };
      const inner = { 'all/sub/a/zoneflow.json': '{}', 'all/sub/a/a.zoneflow': quiet };
      const here = folders.make({
        ...umbrella,
        ...inner,
        'all/b/zoneflow.json': '{}',
        'all/b/b.zoneflow': quiet,
      });
      for (const given of ['all', '.']) {
        const { code, report } = await checkJson([given], { here });
        assert.deepEqual([code, report.files, report.rules], [0, 2, 2], given);
      }
      assert.deepEqual(await policiesOf(here, 'all/sub'), { rules: 1, files: 1 });
      assert.match(
        (await call(['graph', 'all'], { here })).err,
        /holds 2 policies: all\/b, all\/sub\/a\. Name one/,
      );
    });

    it('a zoneflow.json without policy files, where it has a mistake or the call names it', async () => {
      const inner = { 'a/zoneflow.json': '{}', 'a/a.zoneflow': quiet };
      const wrongAbove = folders.make({ 'zoneflow.json': '{ "nme": "x" }', ...inner });
      assert.match((await call(['check'], { here: wrongAbove })).out, /unknown-property/);
      const above = folders.make({ 'zoneflow.json': '{}', ...inner });
      assert.match((await call(['check', 'zoneflow.json'], { here: above })).err, /nothing was read/);
    });

    it('a policy once, however often it is named', async () => {
      assert.deepEqual(await policiesOf(folders.make(tree), 'rooted', 'rooted/a.zoneflow', 'loose'), {
        rules: 3,
        files: 3,
      });
    });

    it('nothing that `include` takes out again, and not the settings', async () => {
      const files = { 'zoneflow.json': '{ "include": ["**/*", "!drafts/**"] }', 'a.zoneflow': quiet };
      const here = folders.make({ ...files, 'drafts/b.zoneflow': 'zone' });
      const { code, report } = await checkJson([here]);
      assert.deepEqual([code, report.findings, report.files], [0, [], 1]);
    });

    it('what `include` takes in', async () => {
      const config = '{ "include": ["in/**/*.zoneflow", "*.policy"] }';
      const here = folders.make({
        'zoneflow.json': config,
        'in/a/a.zoneflow': quiet,
        'b.policy': 'zone c {}',
        'out.zoneflow': wrong,
      });
      assert.deepEqual(await policiesOf(here, '.'), { rules: 1, files: 2 });
      const { err } = await call(['check', 'out.zoneflow'], { here });
      assert.match(err, /out\.zoneflow is no file of the policy/);
    });
  });

  it('names the date of each policy where they differ', async () => {
    const here = folders.make({
      'a/zoneflow.json': '{ "asOf": "2026-01-01" }',
      'a/p.zoneflow': 'zone a',
      'b/zoneflow.json': '{ "asOf": "2026-02-01" }',
      'b/p.zoneflow': 'zone b\nallow b to b on ssh',
    });
    const { out } = await call(['check', 'a', 'b'], { here });
    assert.match(out, / in 1 rule, 2 files of 2 policies, as of 2026-01-01 \(a\), 2026-02-01 \(b\)\.\n$/);
    const same = await call(['check', 'a', 'b', '--as-of', '2026-03-01'], { here });
    assert.match(same.out, / of 2 policies, as of 2026-03-01\.\n$/);
  });

  describe('as JSON', () => {
    it('is the object of the contract', async () => {
      const text = 'zone a {}\nzone b {}\nallow a to b on https\n  deny a to b on any\n';
      const here = folders.make({ 'p/a.zoneflow': text });
      const { code, out } = await call(['check', '--format=json', 'p', '--as-of', '2026-02-03'], { here });
      const { findings, ...rest } = JSON.parse(out) as { findings: Record<string, unknown>[] };
      assert.equal(code, 0);
      assert.deepEqual(rest, {
        version: 1,
        counts: { error: 0, warning: 1, info: 0, hint: 0 },
        rules: 2,
        files: 1,
        asOf: '2026-02-03',
      });
      const [shadowed] = findings;
      const { message, related, ...finding } = shadowed;
      assert.equal(typeof message, 'string');
      assert.deepEqual(finding, {
        code: 'shadowed-rule',
        severity: 'warning',
        policy: 'p',
        file: 'a.zoneflow',
        range: { start: { line: 3, column: 1 }, end: { line: 3, column: 22 } },
        rule: 'allow a to b on https',
        witness: {
          source: 'a',
          destination: 'b',
          protocol: 'tcp',
          port: 443,
          identity: null,
          conditions: [],
        },
      });
      const [blamed] = related as Record<string, unknown>[];
      assert.deepEqual([blamed.file, blamed.rule], ['a.zoneflow', 'deny a to b on any']);
      assert.deepEqual(blamed.range, { start: { line: 4, column: 3 }, end: { line: 4, column: 21 } });
    });

    it('names the policy from where the call is made', async () => {
      const here = folders.make({ 'p/a.zoneflow': wrong, 'q/none.txt': '' });
      const policyFrom = async (folder: string, target: string): Promise<string> =>
        (await checkJson([target], { here: path.join(here, folder) })).report.findings[0].policy;
      assert.equal(await policyFrom('.', 'p'), 'p');
      assert.equal(await policyFrom('p', '.'), '.');
      assert.equal(await policyFrom('q', '../p'), '../p');
    });

    it('has the chain of a `reaches`', async () => {
      const text =
        'zone a {}\nzone b {}\nzone c {}\nallow a to b on ssh\nallow b to c on https\nnever a reaches c\n';
      const { code, report } = await checkJson([folders.make({ 'a.zoneflow': text })]);
      const found = report.findings.find((finding) => finding.code === 'intent-violated');
      assert.equal(code, 1);
      assert.deepEqual(found?.path, [
        { source: 'a', destination: 'b', protocol: 'tcp', port: 22, identity: null, conditions: [] },
        { source: 'b', destination: 'c', protocol: 'tcp', port: 443, identity: null, conditions: [] },
      ]);
      assert.deepEqual(found.witness, found.path[0]);
    });

    it('counts columns in UTF-16 units, lines by every kind of line break, and no byte order mark', async () => {
      const line = '\uFEFFzone a { tags = ["\u{1F512}\u{1F512}"], ownr = x }';
      const column = line.indexOf('ownr'); // The mark is no column, and columns begin at 1.
      const here = folders.make({ 'a.zoneflow': `${line}\r\nzone b {}\r\nallow a to bc on https\r\n` });
      const { report } = await checkJson([here]);
      const errors = report.findings.filter(({ severity }) => severity === 'error').map(inShort);
      assert.deepEqual(errors, [
        `a.zoneflow:1:${column}-1:${column + 4} unknown-property`,
        'a.zoneflow:3:12-3:14 unknown-name',
      ]);
    });

    it('puts what is wrong in zoneflow.json into that file', async () => {
      const { code, report } = await checkJson([
        folders.make({ 'zoneflow.json': '{\n  "nam": "x"\n}', 'a.zoneflow': quiet }),
      ]);
      assert.deepEqual([code, report.findings.map(inShort)], [1, ['zoneflow.json:2:3-2:8 unknown-property']]);
    });
  });

  describe('on the samples', () => {
    const { sound, faulty } = samplePolicies();
    for (const name of [...sound, ...faulty]) {
      it(`${name}: says what the engine says`, async () => {
        const snapshot = openSample(name);
        const { report } = await checkJson([path.join('samples', name), '--as-of', snapshot.asOf]);
        assert.deepEqual(
          report.findings.map(({ code, severity, file, range }) => ({ code, severity, file, range })),
          reported(snapshot).map(({ code, severity, file, range }) => ({ code, severity, file, range })),
        );
        assert.deepEqual([report.rules, report.files], [snapshot.resolved.ruleCount, snapshot.files.length]);
      });
    }

    it('all at once: the same in one object', async () => {
      const here = path.join(projectRoot, 'samples');
      const names = readdirSync(here).filter((name) => sound.includes(name));
      const together = await checkJson(names, { here });
      const apart = await Promise.all(names.sort().map((name) => checkJson([name], { here })));
      assert.deepEqual(
        together.report.findings,
        apart.flatMap(({ report }) => report.findings),
      );
      assert.deepEqual([...new Set(together.report.findings.map(({ policy }) => policy))].sort(), [
        ...new Set(apart.flatMap(({ report }) => report.findings.map(({ policy }) => policy))),
      ]);
    });

    it('identically twice', async () => {
      const once = (): Promise<unknown> => call(['check', 'samples', '--format', 'json']);
      assert.deepEqual(await once(), await once());
    });
  });
});
