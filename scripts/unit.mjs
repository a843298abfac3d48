/**
 * Runs the unit tests: every `*.test.ts` under `test`, as `npm run typecheck` compiled it.
 *
 *   node --enable-source-maps scripts/unit.mjs [--kind KIND] [--grep TEXT]
 *
 * With `--kind web` it runs those in VS Code for the web, `*.web.ts`.
 * The files are listed from the sources, so that neither a forgotten compilation nor a stale leftover of a deleted test passes.
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import fc from 'fast-check';
import Mocha from 'mocha';
import { Problem, runProgram } from './lib/progress.mjs';
import { root } from './lib/project.mjs';

const source = path.join(root, 'test');
const compiled = path.join(root, 'out/test');

await runProgram(async () => {
  const { values } = parseArgs({
    options: { grep: { type: 'string' }, kind: { type: 'string', default: 'test' } },
  });
  const files = compiledTests(`.${values.kind}.ts`);
  // The same cases at every run, so that a failure is the change's and not the dice's; the long mode throws them anew.
  if (!process.env['ZONEFLOW_LONG']) fc.configureGlobal({ seed: 20_261_121 });
  const mocha = new Mocha({ timeout: 60_000, ui: 'bdd', reporter: Mocha.reporters.Base, forbidOnly: true });
  if (values.grep) mocha.grep(values.grep);
  for (const file of files) mocha.addFile(file);
  await mocha.loadFilesAsync();
  const { reportRun } = await import(path.join(compiled, 'support/reporter.js'));
  const failed = await new Promise((resolve) => reportRun(mocha.run(resolve)));
  // A handle that a test forgot to close must not keep the whole run from ending.
  process.exit(failed > 0 ? 1 : 0);
});

function compiledTests(ending) {
  const names = readdirSync(source, { recursive: true }).filter((name) => name.endsWith(ending));
  if (names.length === 0) throw new Problem(`No *${ending} was found under test/.`);
  const files = names.sort().map((name) => path.join(compiled, name.replace(/\.ts$/, '.js')));
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0)
    throw new Problem(`Not compiled: ${missing.join(', ')}. Run npm run typecheck first.`);
  return files;
}
