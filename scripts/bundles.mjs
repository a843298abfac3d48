/**
 * What the build bundles: one entry per program that ships or that the tests load.
 *
 * `entry` is the source, `out` the file under `dist/`. What is on Node is CommonJS, because the extension host of the
 * oldest supported VS Code loads an extension with `require`; the server alone is modules, in parts of which the rare ones
 * are loaded when they are asked for. What runs in a webview is a classic script, because a worker made from a `blob:`
 * cannot import.
 */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { root } from './lib/project.mjs';
import { leaveOut, shareHelpers } from './lib/stand-ins.mjs';

/** `module` first: what packages offer as `main` may load its parts in ways that no bundler can follow. */
const onNode = {
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
};
/** What holds the engine or the server. */
const engineOnNode = { ...onNode, plugins: [leaveOut, shareHelpers] };
/** Modules that look for files beside themselves ask for `import.meta.url`, which CommonJS does not have. */
const besideFiles = {
  ...engineOnNode,
  define: { 'import.meta.url': 'moduleUrl' },
  banner: { js: "'use strict';\nconst moduleUrl = require('node:url').pathToFileURL(__filename).href;" },
};
/** The packages that are CommonJS ask for Node's modules with `require`, which modules do not have. */
const inParts = {
  ...engineOnNode,
  format: 'esm',
  splitting: true,
  banner: {
    js: "import { createRequire as requireFor } from 'node:module';\nconst require = requireFor(import.meta.url);",
  },
};
const inExtensionHost = { ...onNode, plugins: [shareHelpers], external: ['vscode'] };
const inBrowser = { platform: 'browser', format: 'iife', target: 'es2022' };
const inWebExtensionHost = { ...inBrowser, format: 'cjs', plugins: [shareHelpers], external: ['vscode'] };

/**
 * What most calls of the command line do without, by the end of the path it is imported by, and the bundle of its own that is
 * loaded when it is asked for: reading a program takes as long as running it.
 */
const apart = new Map([
  ['server/start-node.js', './server.cjs'],
  ['check/watch.js', './watch.cjs'],
  ['formats/svg.js', './svg.cjs'],
]);

/** Leaves a dynamic `import()` of what stands apart to the moment when it runs. */
const loadApart = {
  name: 'load apart',
  setup({ onResolve }) {
    onResolve({ filter: /^\.\.?\// }, ({ path: target, kind }) => {
      const found = [...apart].find(([ending]) => kind === 'dynamic-import' && target.endsWith(ending));
      return found && { path: found[1], external: true };
    });
  },
};

/** @type {{ entry: string, out: string, options: import('esbuild').BuildOptions, executable?: boolean }[]} */
export const bundles = [
  { entry: 'client/main-node.ts', out: 'client/extension.cjs', options: inExtensionHost },
  { entry: 'client/main-browser.ts', out: 'client/extension-browser.js', options: inWebExtensionHost },
  { entry: 'server/main-node.ts', out: 'server/main-node.mjs', options: inParts },
  {
    entry: 'server/main-browser.ts',
    out: 'server/main-browser.js',
    options: { ...inBrowser, plugins: [leaveOut, shareHelpers] },
  },
  { entry: 'client/webview/main.ts', out: 'client/webview/main.js', options: inBrowser },
  { entry: 'client/webview/layout-worker.ts', out: 'client/webview/layout-worker.js', options: inBrowser },
  {
    entry: 'library/index.ts',
    out: 'library/zoneflow.js',
    options: {
      platform: 'neutral',
      format: 'esm',
      target: 'es2022',
      mainFields: ['module', 'main'],
      plugins: [leaveOut],
    },
  },
  {
    entry: 'cli/main.ts',
    out: 'cli/zoneflow.cjs',
    options: { ...besideFiles, plugins: [leaveOut, loadApart] },
    executable: true,
  },
  { entry: 'server/start-node.ts', out: 'cli/server.cjs', options: besideFiles },
  { entry: 'cli/check/watch.ts', out: 'cli/watch.cjs', options: onNode },
  { entry: 'cli/formats/svg.ts', out: 'cli/svg.cjs', options: besideFiles },
  { entry: 'cli/layout-worker.ts', out: 'cli/layout-worker.cjs', options: onNode },
];

/**
 * What runs inside the extension host of a test: the two entries that VS Code is given, and the tests, which the
 * first of them loads. mocha is not bundled: it loads parts of itself by name. In the web it is the files of the test.
 *
 * @returns {typeof bundles}
 */
export function testBundles() {
  const names = readdirSync(path.join(root, 'test/e2e'), { recursive: true });
  const tests = names.filter((name) => name.endsWith('.e2e.ts'));
  const options = { ...inExtensionHost, external: ['vscode', 'mocha'] };
  const files = { entry: 'test/e2e/virtual-files.ts', out: 'test/e2e/virtual-files.js' };
  return [
    { ...files, options: inWebExtensionHost },
    ...['suite.ts', 'scenes-suite.ts', 'installed/suite.ts', ...tests].map((name) => ({
      entry: `test/e2e/${name}`,
      out: `test/e2e/${name.replace(/\.ts$/, '.cjs')}`,
      options,
    })),
  ];
}

/** Folders whose files other than TypeScript go into `dist/` as they are. */
export const assetFolders = [
  { from: 'client/webview', to: 'client/webview', endings: ['.css', '.html', '.svg'] },
];
