import { existsSync } from 'node:fs';
import { mkdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { run } from './processes.mjs';
import { cacheFolder, root } from './project.mjs';

const tool = (name) => path.join(root, 'node_modules', name);

/**
 * @typedef {{ name: string, args: string[], count: 'whole' | 'file' | 'lines', takes?: string[] }} Stage
 *
 * A stage is a command and how its tests are counted: `whole` is one test, passed or failed; `file` reads the counts that the
 * command leaves in ZONEFLOW_RESULTS; `lines` goes by the lines that vscode-tmgrammar-test prints for each of its files.
 */
export const stages = [
  { name: 'build', args: ['scripts/build.mjs'], count: 'whole' },
  { name: 'typecheck', args: [tool('typescript/bin/tsc'), '-b'], count: 'whole' },
  { name: 'lint', args: [tool('eslint/bin/eslint.js'), '.', '--max-warnings', '0'], count: 'whole' },
  {
    name: 'format',
    args: [tool('prettier/bin/prettier.cjs'), '--log-level', 'warn', '--check', '.'],
    count: 'whole',
  },
  { name: 'unit', args: ['--enable-source-maps', 'scripts/unit.mjs'], count: 'file', takes: ['grep'] },
  {
    name: 'grammar',
    args: [tool('vscode-tmgrammar-test/dist/unit.js'), 'test/client/grammar/**/*.zoneflow'],
    count: 'lines',
  },
  { name: 'e2e', args: ['scripts/e2e.mjs'], count: 'file', takes: ['grep', 'electron'] },
  {
    name: 'web',
    args: ['--enable-source-maps', 'scripts/unit.mjs', '--kind', 'web'],
    count: 'file',
    takes: ['grep'],
  },
  { name: 'installed', args: ['scripts/e2e.mjs', '--installed'], count: 'file' },
];

/**
 * Runs one stage and prints what it came to.
 *
 * @param {Stage} stage
 * @param {{ long?: boolean, electron?: boolean, grep?: string }} values the runner's own flags
 * @returns {Promise<{ passed: number, failed: number }>}
 */
export async function runStage(stage, values) {
  const started = Date.now();
  console.log(`\n── ${stage.name}`);
  const results = path.join(cacheFolder, `results-${stage.name}.json`);
  await mkdir(cacheFolder, { recursive: true });
  await rm(results, { force: true });
  const env = { ...process.env, ZONEFLOW_RESULTS: results, ...(values.long ? { ZONEFLOW_LONG: '1' } : {}) };
  const options = stage.count === 'lines' ? { env: { ...env, FORCE_COLOR: '0' } } : { env, stdio: 'inherit' };
  const args = [...stage.args, ...passedOn(stage, values)];
  const ended = await run(process.execPath, args, { cwd: root, ...options });
  if (ended.output) console.log(ended.output.trimEnd());
  const counts = atLeastOne(await countsOf(stage, ended, results), ended.code, values.grep);
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`   ${stage.name}: ${counts.passed} passed, ${counts.failed} failed in ${seconds} s`);
  return counts;
}

function passedOn({ takes = [] }, values) {
  return takes
    .filter((name) => values[name] !== undefined)
    .flatMap((name) => (values[name] === true ? [`--${name}`] : [`--${name}`, values[name]]));
}

async function countsOf({ count }, { code, output }, results) {
  if (count === 'whole') return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
  if (count === 'file') return existsSync(results) ? JSON.parse(await readFile(results, 'utf8')) : nothing;
  const lines = (mark) => output.split('\n').filter((line) => mark.test(line)).length;
  return { passed: lines(grammarPass), failed: lines(grammarFail) };
}

/** What vscode-tmgrammar-test says of a file, in its own spelling. */
const grammarPass = /run successfuly\.$/;
const grammarFail = /^\S+ .* failed$|aborted due to an error$|^ERROR can't parse testcase/;
const nothing = { passed: 0, failed: 0 };

/** A stage that ran no test though all were asked for, or that failed and counted no failure, has failed. */
function atLeastOne(counts, code, grep) {
  const silent = counts.failed === 0 && (code !== 0 || (counts.passed === 0 && grep === undefined));
  return silent ? { ...counts, failed: 1 } : counts;
}
