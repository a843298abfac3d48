import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { reportRun } from '../support/reporter.js';

/**
 * The entry that VS Code calls in the extension host (`extensionTestsPath`): runs the bundled `*.e2e.cjs` beside this file.
 *
 * @throws when a test has failed, which makes VS Code end with an error
 */
export async function run(): Promise<void> {
  process.setSourceMapsEnabled(true);
  const { default: Mocha } = await import('mocha');
  const mocha = new Mocha({ timeout: 60_000, reporter: Mocha.reporters.Base, ui: 'bdd' });
  const grep = process.env['ZONEFLOW_GREP'];
  if (grep) mocha.grep(grep);
  load(mocha, path.dirname(__filename));
  const failed = await new Promise<number>((resolve) =>
    reportRun(mocha.run(resolve), process.env['ZONEFLOW_PREFIX']),
  );
  if (failed > 0) throw new Error(`${failed} tests failed in the editor`);
}

/**
 * mocha's own loader goes through `import()`, where VS Code does not offer the module `vscode`; `require` sees it.
 */
function load(mocha: Mocha, folder: string): void {
  const files = readdirSync(folder).filter((name) => name.endsWith('.e2e.cjs'));
  if (files.length === 0) throw new Error(`${folder} holds no test. Build first: npm run build`);
  const require = createRequire(__filename);
  for (const name of files.sort()) {
    const file = path.join(folder, name);
    mocha.suite.emit('pre-require', globalThis, file, mocha);
    mocha.suite.emit('require', require(file), file, mocha);
    mocha.suite.emit('post-require', globalThis, file, mocha);
  }
}
