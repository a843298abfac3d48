import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { Problem } from './progress.mjs';
import { root } from './project.mjs';

const run = promisify(execFile);

/**
 * Compiles what has changed since the last time, so that a benchmark never measures code that is no longer there, and loads
 * a module of it. Throws a Problem with the compiler's words where it does not compile.
 *
 * @param {string} module its path under `out/`
 * @returns {Promise<any>} what the module exports
 */
export async function importCompiled(module) {
  const compiler = path.join(root, 'node_modules/typescript/bin/tsc');
  try {
    await run(process.execPath, [compiler, '-b', path.join(root, 'test')], { maxBuffer: 2 ** 24 });
  } catch (error) {
    const told = String(error.stdout || error.message).trim();
    throw new Problem(`The sources do not compile, so there is nothing to measure. Correct them:\n${told}`);
  }
  return import(path.join(root, 'out', module));
}
