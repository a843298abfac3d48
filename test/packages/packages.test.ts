import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import JSZip from 'jszip';
import { projectRoot } from '../support/sources.js';

/** What is installed, made once and looked at from outside: unpacked, installed in an empty folder, run, compiled against. */
describe('the packages', function () {
  this.timeout(180_000);
  let work = '';
  let extension: string[] = [];
  let npm: string[] = [];
  const at = (...parts: string[]): string => path.join(work, ...parts);
  const node = (args: string[], cwd: string): string =>
    execFileSync(process.execPath, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const npmCall = (args: string[], cwd: string): string =>
    execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  const read = (...parts: string[]): string => readFileSync(at(...parts), 'utf8');

  before(async () => {
    work = mkdtempSync(path.join(tmpdir(), 'zoneflow-packages-'));
    node([path.join(projectRoot, 'scripts/package.mjs'), '--out', work], projectRoot);
    const version = (
      JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8')) as { version: string }
    ).version;
    await unzip(at(`zoneflow-${version}.vsix`), at('vsix'));
    extension = filesIn(at('vsix/extension'));
    writeFileSync(at('package.json'), '{ "private": true, "type": "module" }\n');
    npmCall(['install', '--offline', '--no-audit', '--no-fund', at(`zoneflow-${version}.tgz`)], work);
    npm = filesIn(at('node_modules/zoneflow'));
  });
  after(() => rmSync(work, { recursive: true, force: true }));

  it('hold what belongs there and nothing else', () => {
    const ours =
      /^(package\.json|readme\.md|changelog\.md|LICENSE(\.txt)?|NOTICE|THIRD-PARTY-NOTICES\.txt)$/i;
    const parts = {
      extension:
        /^(client\/(icon|schemas|snippets|syntaxes|walkthrough)\/|client\/language-configuration\.json$|dist\/(client|server)\/|docs\/)/,
      npm: /^(cli\/|library\/|types\/|docs\/|zoneflow\.schema\.json$)/,
    };
    const strangers = (files: string[], known: RegExp): string[] =>
      files.filter((file) => !ours.test(file) && !known.test(file));
    assert.deepEqual(strangers(extension, parts.extension), []);
    assert.deepEqual(strangers(npm, parts.npm), []);
    const never = /\.map$|(?<!\.d)\.ts$|(^|\/)(node_modules|tests?|\.\w+)\//;
    assert.deepEqual(
      [...extension, ...npm].filter((file) => never.test(file)),
      [],
    );
  });

  it('hold every file that their manifests name', () => {
    const manifest = JSON.parse(read('vsix/extension/package.json')) as Record<string, unknown>;
    const named = [...JSON.stringify(manifest).matchAll(/"\.?\/?((?:client|dist)\/[\w./-]+\.\w+)"/g)].map(
      ([, file]) => file,
    );
    assert.ok(named.length > 5);
    assert.deepEqual(
      named.filter((file) => !extension.includes(file)),
      [],
    );
    assert.deepEqual(
      ['devDependencies', 'scripts', 'dependencies'].filter((key) => key in manifest),
      [],
    );
  });

  it('carry the licence, and the notices of everything that is bundled', () => {
    for (const notices of [
      read('vsix/extension/THIRD-PARTY-NOTICES.txt'),
      read('node_modules/zoneflow/THIRD-PARTY-NOTICES.txt'),
    ]) {
      for (const name of ['chevrotain', 'elkjs', 'vscode-languageserver', 'ipaddr.js', 'picomatch'])
        assert.match(notices, new RegExp(`^${name} \\d+\\.\\d+\\.\\d+\\nLicence: `, 'm'));
    }
    assert.match(read('node_modules/zoneflow/LICENSE'), /Apache License\s+Version 2\.0/);
  });

  it('name no place of the machine that built them', () => {
    const texts = [
      ...extension.map((file) => `vsix/extension/${file}`),
      ...npm.map((file) => `node_modules/zoneflow/${file}`),
    ].filter((file) => /\.(c?js|json|md|d\.ts|txt)$/.test(file));
    assert.ok(texts.length > 40);
    assert.deepEqual(
      texts.filter((file) => read(file).includes(projectRoot) || read(file).includes(tmpdir())),
      [],
    );
  });

  it('are small', () => {
    const [vsix] = readdirSync(work).filter((name) => name.endsWith('.vsix'));
    assert.ok(readFileSync(at(vsix)).length < 3_000_000);
  });

  it('the command line runs where it is installed', () => {
    writeFileSync(at('a.zoneflow'), 'zone a {}\nzone b {}\nflow web: allow a to b on https\n');
    assert.match(
      npmCall(['exec', '--offline', '--', 'zoneflow', 'check'], work),
      /^No findings in 1 rule, 1 file/,
    );
    const graph = JSON.parse(
      npmCall(['exec', '--offline', '--', 'zoneflow', 'graph', '--format', 'json'], work),
    ) as {
      edges: unknown;
    };
    assert.deepEqual(graph.edges, [{ source: 'a', target: 'b', services: ['https'], rules: ['web'] }]);
    // The picture is laid out by a thread with a file of its own, which the package has to bring along.
    const picture = npmCall(['exec', '--offline', '--', 'zoneflow', 'graph', '--format', 'svg'], work);
    assert.match(picture, /^<svg [^]*>https<[^]*<\/svg>\n$/);
  });

  it('the library answers, and its types compile without any other package', () => {
    const program = [
      "import { compare, openPolicy, format, type PolicyFinding } from 'zoneflow';",
      "const policy = openPolicy({ files: { 'a.zoneflow': 'zone a {}\\nzone b {}\\nallow a to b on https\\nallow a to b on https\\n' }, asOf: '2026-01-01' });",
      'const findings: PolicyFinding[] = policy.findings();',
      'console.log(JSON.stringify(findings.map(({ code, range }) => `${code} ${range.start.line}`)));',
      "const { verdict, parts } = policy.explain({ from: 'a', to: 'b', on: '[https, ssh]' });",
      "console.log(verdict, parts.map(({ by }) => by).join(' | '));",
      "policy.setFile('a.zoneflow', 'zone a {}\\nzone b {}\\n');",
      'console.log(policy.findings().length, policy.graph().edges.length);',
      "console.log(format('zone   a{}'));",
    ];
    program.push(
      "const next = openPolicy({ files: { 'a.zoneflow': 'zone a {}\\nzone b {}\\nallow b to a on ssh\\n' } });",
      'const { allowed, denied, isProven } = compare(policy, next);',
      'console.log(isProven, denied.length, ...allowed.map(({ from, to, on }) => `${from} to ${to} on ${on}`));',
    );
    writeFileSync(at('use.ts'), `${program.join('\n')}\n`);
    const compiler = path.join(projectRoot, 'node_modules/typescript/bin/tsc');
    const options = ['--module', 'nodenext', '--target', 'es2022', '--lib', 'es2022,dom', '--strict'];
    node([compiler, 'use.ts', ...options], work);
    assert.deepEqual(
      node([at('use.js')], work)
        .trimEnd()
        .split('\n'),
      [
        '["redundant-rule 4"]',
        'partly allow a to b on https | default',
        '2 0',
        'zone a {}',
        '',
        'true 0 b to a on ssh',
      ],
    );
  });
});

/** An extension package is a zip. */
async function unzip(file: string, folder: string): Promise<void> {
  const { files } = await JSZip.loadAsync(readFileSync(file));
  for (const entry of Object.values(files).filter(({ dir }) => !dir)) {
    const target = path.join(folder, entry.name);
    mkdirSync(path.dirname(target), { recursive: true });
    writeFileSync(target, await entry.async('nodebuffer'));
  }
}

/** All files below a folder, by path, with `/`. */
function filesIn(folder: string): string[] {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join('/'))
    .sort();
}
