import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, importsOf, projectRoot } from './support/sources.js';
import type { Import } from './support/sources.js';

/**
 * The invariants of ARCHITECTURE.md that can be read off the sources. Each test lists what breaks one, as
 * `file imports what`, and expects that list to be empty.
 */

/** The engine's folders from the bottom up. A file imports from its own folder and from lower lines, never across or up. */
const layers: string[][] = [
  ['text'],
  ['findings'],
  ['net'],
  ['syntax'],
  ['names'],
  ['policy'],
  ['analysis'],
  ['checks', 'graph', 'format'],
  ['diff'],
  ['workspace'],
  ['fixes'],
  ['ide'],
  ['refactor'],
];

/** Packages that the engine may use, and the one layer that may: the rest must not notice if one is replaced. */
const enginePackages: Record<string, string> = {
  chevrotain: 'syntax',
  'ipaddr.js': 'net',
  'jsonc-parser': 'policy',
};

/** Plain data without behaviour. Its words, such as a rule's action, are one type from the tree to the picture. */
const plainPolicy = 'language/policy/model.ts';

const code = ['language', 'library', 'picture', 'server', 'cli', 'client'].flatMap((folder) =>
  filesBelow(folder, ['.ts']),
);
const imports = code.flatMap(importsOf);

describe('architecture', () => {
  it('finds the sources', () => {
    assert.ok(code.length > 20 && imports.length > 20);
  });

  it('the engine imports no editor, no protocol, no Node and nothing of server, cli or client', () => {
    const allowed = ({ target, inProject }: Import): boolean =>
      inProject ? target.startsWith('language/') : target in enginePackages;
    expectNone(within('language/').filter((one) => !allowed(one)));
  });

  it('each package of the engine is behind one layer', () => {
    const packages = within('language/').filter(({ inProject }) => !inProject);
    expectNone(packages.filter((one) => enginePackages[one.target] !== layerOf(one.file)));
  });

  it('the engine’s layers import downward only', () => {
    const own = within('language/').filter(({ target }) => target.startsWith('language/'));
    const upward = own.filter(({ file, target }) => !mayImport(layerOf(file), layerOf(target)));
    expectNone(upward.filter(({ target, typeOnly }) => !(typeOnly && target === plainPolicy)));
  });

  it('every folder of the engine has its place among the layers', () => {
    const folders = filesBelow('language', ['.ts']).map(layerOf);
    assert.deepEqual(
      [...new Set(folders)].filter((folder) => rankOf(folder) < 0),
      [],
    );
  });

  it('the server alone knows the language server protocol', () => {
    const protocol = imports.filter(({ target }) => /^vscode-languageserver/.test(target));
    expectNone(protocol.filter(({ file }) => !file.startsWith('server/')));
  });

  it('the client alone knows vscode, and its webview does not', () => {
    const editor = imports.filter(({ target }) => /^vscode($|-languageclient)/.test(target));
    expectNone(
      editor.filter(({ file }) => !file.startsWith('client/') || file.startsWith('client/webview/')),
    );
  });

  it('the server imports neither the command line nor the client', () => {
    expectNone(within('server/').filter(({ target }) => /^(cli|client)\//.test(target)));
  });

  it('the library imports the engine alone', () => {
    expectNone(within('library/').filter(({ target }) => !target.startsWith('language/')));
  });

  it('the command line imports nothing of the client', () => {
    expectNone(within('cli/').filter(({ target }) => target.startsWith('client/')));
  });

  it('the client reaches the engine through the server alone: it shares types, no code', () => {
    const others = within('client/').filter(({ target }) => /^(language|server|cli)\//.test(target));
    expectNone(others.filter(({ target, typeOnly }) => !typeOnly && target !== 'server/protocol.ts'));
  });

  it('the picture knows the graph’s plain types and its own files, and nothing of where it is shown', () => {
    const allowed = ({ target, typeOnly }: Import): boolean =>
      target.startsWith('picture/') ||
      (typeOnly && (target === 'language/graph/model.ts' || target.startsWith('elkjs/')));
    expectNone(within('picture/').filter((one) => !allowed(one)));
  });

  it('the webview knows the picture, plain types of the graph and of the server’s answers, its own files, and elkjs in the layout worker', () => {
    const allowed = ({ file, target, typeOnly }: Import): boolean =>
      target.startsWith('client/webview/') ||
      target.startsWith('picture/') ||
      (typeOnly && (target === 'language/graph/model.ts' || target === 'server/protocol.ts')) ||
      (target.startsWith('elkjs/') && (typeOnly || file === 'client/webview/layout-worker.ts'));
    expectNone(within('client/webview/').filter((one) => !allowed(one)));
  });

  it('nothing of Node is in what runs in a browser', () => {
    const entries = ['client/main-browser.ts', 'server/main-browser.ts', 'client/webview/main.ts'];
    const reached = new Set(entries);
    for (const file of reached) {
      for (const one of imports)
        if (one.file === file && !one.typeOnly && one.inProject) reached.add(one.target);
    }
    assert.ok(reached.has('server/session.ts') && reached.has('client/graph/panel.ts'));
    const ofNode = /^(node:|.*\/node$)/;
    expectNone(imports.filter((one) => reached.has(one.file) && !one.typeOnly && ofNode.test(one.target)));
  });

  it('what few sessions need is not loaded with the server', () => {
    const reached = new Set(['server/start-node.ts']);
    for (const file of reached) {
      for (const one of imports)
        if (one.file === file && !one.typeOnly && !one.later && one.inProject) reached.add(one.target);
    }
    assert.ok(reached.has('server/diagnostics/reports.ts') && reached.has('language/checks/list.ts'));
    const rare =
      /^language\/(refactor|fixes|diff)\/(?!model)|^language\/(ide\/index|format\/format)\.ts|^server\/globs/;
    assert.deepEqual(
      [...reached].filter((file) => rare.test(file)),
      [],
    );
  });

  it('no source file is longer than 400 lines', () => {
    const all = [...code, ...filesBelow('test', ['.ts']), ...filesBelow('scripts', ['.mjs'])];
    const lengths = all.map((file) => ({ file, lines: read(file).trimEnd().split('\n').length }));
    assert.deepEqual(
      lengths.filter(({ lines }) => lines > 400),
      [],
    );
  });

  it('no test is switched off, and none switches others off', () => {
    const switches = /\b(describe|it|suite|test|context|specify)\.(only|skip)\(/;
    assert.deepEqual(
      filesBelow('test', ['.ts']).filter((file) => switches.test(read(file))),
      [],
    );
  });

  it('the lock file holds no address of a registry', () => {
    assert.doesNotMatch(read('package-lock.json'), /"resolved":/);
  });

  it('the API that the client is compiled against is that of the oldest supported VS Code', () => {
    const manifest = JSON.parse(read('package.json')) as {
      engines: { vscode: string };
      devDependencies: Record<string, string>;
    };
    const oldest = manifest.engines.vscode.replace(/^\^|\.0$/g, '');
    assert.equal(manifest.devDependencies['@types/vscode'], oldest);
  });
});

function within(folder: string): Import[] {
  return imports.filter(({ file }) => file.startsWith(folder));
}

function read(file: string): string {
  return readFileSync(path.join(projectRoot, file), 'utf8');
}

/** `language/net/ranges.ts` is in `net`, `language/workspace.ts` in `workspace`. */
function layerOf(file: string): string {
  return (file.split('/')[1] ?? '').replace(/\.ts$/, '');
}

function rankOf(layer: string): number {
  return layers.findIndex((line) => line.includes(layer));
}

function mayImport(from: string, to: string): boolean {
  return from === to || rankOf(to) < rankOf(from);
}

function expectNone(offenders: Import[]): void {
  assert.deepEqual(
    offenders.map(({ file, target }) => `${file} imports ${target}`),
    [],
  );
}
