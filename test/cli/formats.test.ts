import assert from 'node:assert/strict';
import { excerpt } from '../../cli/formats/excerpt.js';
import { LineIndex } from '../../language/text/lines.js';
import { call, Folders } from './support.js';

const folders = new Folders();

const policy = 'zone a {}\nzone b {}\nallow a to b on https\ndeny a to b on any\nallow a to bb on ssh\n';

async function check(files: Record<string, string>, format: string, colour = false): Promise<string> {
  const { out } = await call(['check', 'p', '--format', format], { here: folders.make(files), colour });
  return out;
}

describe('formats of zoneflow check', () => {
  afterEach(() => folders.removeAll());

  it('text: place, severity, fact, remedy and code on a line, the text below it, then the blamed', async () => {
    const lines = (await check({ 'p/a.zoneflow': policy }, 'text')).split('\n');
    assert.match(lines[0], /^p\/a\.zoneflow:3:1: warning: .* \[shadowed-rule\]$/);
    assert.deepEqual(lines.slice(1, 3), ['    3 | allow a to b on https', '      | ^^^^^^^^^^^^^^^^^^^^^']);
    assert.match(lines[3], /^ {4}p\/a\.zoneflow:4:1: /);
    assert.deepEqual(lines.slice(-6), [
      'p/a.zoneflow:5:12: error: No zone, workload or group is named `bb`. Did you mean `b`? [unknown-name]',
      '    5 | allow a to bb on ssh',
      '      |            ^^',
      '',
      '1 error, 1 warning in 3 rules, 1 file, as of 2026-11-21.',
      '',
    ]);
  });

  it('text: colours change nothing but the colours', async () => {
    const files = { 'p/a.zoneflow': policy };
    const painted = await check(files, 'text', true);
    assert.ok(painted.includes('\x1b[31merror\x1b[39m'));
    assert.equal(painted.replace(/\x1b\[\d+m/g, ''), await check(files, 'text'));
  });

  it('github: a command for each finding, with nothing in it that ends it early', async () => {
    const out = await check({ 'p/50%,a:b.zoneflow': policy }, 'github');
    const lines = out.trimEnd().split('\n');
    assert.match(
      lines[0],
      /^::warning file=p\/50%25%2Ca%3Ab\.zoneflow,line=3,endLine=3,col=1,endColumn=22,title=zoneflow shadowed-rule::/,
    );
    assert.ok(lines.every((line) => /^::(error|warning|notice) file=[^,]+,line=\d/.test(line)));
  });

  it('junit: a suite for the policy, a case for each file, failures where there are some', async () => {
    const out = await check(
      { 'p/a.zoneflow': policy, 'p/<&">.zoneflow': 'zone c {}\nallow a to c on tcp/1\n' },
      'junit',
    );
    assert.match(
      out,
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<testsuites name="zoneflow">\n {2}<testsuite name="p" tests="2" failures="1">/,
    );
    assert.match(out, /<testcase classname="zoneflow" name="p\/&lt;&amp;&quot;&gt;\.zoneflow"\/>/);
    assert.match(out, /<failure type="shadowed-rule" message="[^"<>]*\(and 1 more\)">/);
  });

  describe('sarif', () => {
    interface Result {
      readonly ruleId: string;
      readonly ruleIndex: number;
      readonly level: string;
      readonly locations: readonly {
        readonly physicalLocation: { readonly artifactLocation: object; readonly region: object };
      }[];
      readonly relatedLocations: readonly object[];
      readonly partialFingerprints: Readonly<Record<string, string>>;
    }
    interface Log {
      readonly version: string;
      readonly runs: readonly {
        readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
        readonly results: readonly Result[];
      }[];
    }
    const logOf = async (files: Record<string, string>): Promise<Log> =>
      JSON.parse(await check(files, 'sarif')) as Log;

    it('has a result for each finding, at its place', async () => {
      const { version, runs } = await logOf({ 'p/a b.zoneflow': policy });
      const [{ tool, results }] = runs;
      assert.deepEqual([version, runs.length, results.length], ['2.1.0', 1, 2]);
      const [{ ruleId, ruleIndex, level, locations, relatedLocations }] = results;
      assert.deepEqual([ruleId, level, relatedLocations.length], ['shadowed-rule', 'warning', 1]);
      assert.equal(tool.driver.rules[ruleIndex].id, ruleId);
      assert.deepEqual(locations[0].physicalLocation, {
        artifactLocation: { uri: 'p/a%20b.zoneflow', uriBaseId: '%SRCROOT%' },
        region: { startLine: 3, startColumn: 1, endLine: 3, endColumn: 22 },
      });
    });

    it('knows a finding again after its lines have moved', async () => {
      const prints = async (text: string): Promise<string[]> => {
        const { runs } = await logOf({ 'p/a.zoneflow': text });
        return runs[0].results.map(({ partialFingerprints }) => partialFingerprints['zoneflow/v1']);
      };
      const before = await prints(`${policy}allow b to bb on ssh\nallow b to bb on ssh\n`);
      assert.deepEqual(
        await prints(`// A new line.\n\n${policy}\nallow b to bb on ssh\n\nallow b to bb on ssh\n`),
        before,
      );
      assert.equal(new Set(before).size, before.length);
    });
  });

  describe('excerpts', () => {
    const plain = (text: string): string => text;
    const show = (text: string, line: number, from: number, to: number, endLine = line): string[] =>
      excerpt(
        { text, lines: new LineIndex(text) },
        { start: { line, column: from }, end: { line: endLine, column: to } },
        plain,
        plain,
      );

    it('mark a range with carets below it', () => {
      assert.deepEqual(show('zone a {}\r\nzone b {}', 2, 6, 7), ['    2 | zone b {}', '      |      ^']);
    });
    it('mark an empty range and one past the end of its line', () => {
      assert.deepEqual(show('ab', 1, 3, 3), ['    1 | ab', '      |   ^']);
      assert.deepEqual(show('', 1, 1, 1), ['    1 |', '      | ^']);
    });
    it('mark the first line of a longer range', () => {
      assert.deepEqual(show('a {\n}', 1, 1, 2, 2), ['    1 | a {', '      | ^^^']);
    });
    it('stand below tabs, wide, combining and control characters', () => {
      assert.deepEqual(show('\t\u6f22e\u0301\u{1F512}\x1b x', 1, 9, 10), [
        '    1 |   \u6f22e\u0301\u{1F512}\\u{1b} x',
        `      | ${' '.repeat(14)}^`,
      ]);
    });
    it('cut long lines around the mark, characters whole', () => {
      const text = `${'\u{1F512}'.repeat(200)}HERE${'y'.repeat(5_000)}`;
      const [line, mark] = show(text, 1, 401, 405);
      assert.ok(line.length < 130 && line.includes('HERE') && !/\p{Cs}/u.test(line));
      assert.match(mark, /^ {6}\| +\^{4}$/);
    });
    it('are left out where the text is not known', () => {
      assert.deepEqual(
        excerpt(undefined, { start: { line: 1, column: 1 }, end: { line: 1, column: 1 } }, plain, plain),
        [],
      );
    });
  });
});
