/**
 * What the build bundles: one entry per program that ships or that the tests load.
 *
 * `entry` is the source, `out` the file under `dist/`. Everything on Node is CommonJS, because the extension host of
 * the oldest supported VS Code loads an extension with `require` and because one CommonJS file starts fastest; what
 * runs in a webview is a classic script, because a worker made from a `blob:` cannot import.
 */

const onNode = { platform: 'node', format: 'cjs', target: 'node20' };
const inBrowser = { platform: 'browser', format: 'iife', target: 'es2022' };

/** @type {{ entry: string, out: string, options: import('esbuild').BuildOptions, executable?: boolean }[]} */
export const bundles = [
  { entry: 'client/extension.ts', out: 'client/extension.cjs', options: { ...onNode, external: ['vscode'] } },
  { entry: 'server/main-node.ts', out: 'server/main-node.cjs', options: onNode },
  { entry: 'client/webview/main.ts', out: 'client/webview/main.js', options: inBrowser },
  { entry: 'client/webview/layout-worker.ts', out: 'client/webview/layout-worker.js', options: inBrowser },
  { entry: 'cli/main.ts', out: 'cli/zoneflow.cjs', options: onNode, executable: true },
];

/**
 * The suite that runs inside the extension host. mocha and the `vscode` module stay outside the bundle: mocha loads its parts by name,
 * and a development checkout has it in node_modules anyway.
 *
 * @type {typeof bundles}
 */
export const testBundles = [
  { entry: 'test/e2e/suite.ts', out: 'test/e2e/suite.cjs', options: { ...onNode, external: ['vscode'] } },
];

/** Folders whose files other than TypeScript go into `dist/` as they are. */
export const assetFolders = [
  { from: 'client/webview', to: 'client/webview', endings: ['.css', '.html', '.svg'] },
];
