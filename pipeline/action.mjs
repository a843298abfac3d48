/**
 * What the GitHub Action does: installs Zoneflow, checks, and where it is asked to compares with an earlier revision. It gets
 * its inputs as ZONEFLOW_… variables (action.yml) and needs nothing but Node, npm and Git.
 */
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const input = (name) => process.env[`ZONEFLOW_${name}`] ?? '';
const onWindows = process.platform === 'win32';

const policy = input('PATH') || '.';
const program = install(input('VERSION'));
process.exitCode = Math.max(check(), compare());

/** Installs the package into a folder of its own, and gives the path of its program. */
function install(version) {
  const folder = path.join(process.env.RUNNER_TEMP ?? tmpdir(), 'zoneflow');
  mkdirSync(folder, { recursive: true });
  writeFileSync(path.join(folder, 'package.json'), '{ "private": true }\n');
  // On Windows npm is started by way of a shell, to which nothing may get that means something there.
  if (!/^[\w.:/\\@~^+-]+$/.test(version))
    fail(`${JSON.stringify(version)} is no version. Write one such as 0.1.0.`);
  const wanted = /^\d/.test(version) ? `zoneflow@${version}` : version;
  const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--', wanted];
  const { status, error } = spawnSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: onWindows,
  });
  if (status === 0) return path.join(folder, 'node_modules/zoneflow/cli/zoneflow.cjs');
  return fail(`${wanted} could not be installed. Check the version. ${error?.message ?? ''}`);
}

/** Ends the step with an annotation. */
function fail(message) {
  console.log(`::error title=zoneflow::${message}`);
  process.exit(2);
}

/** Annotates the pull request, and writes the SARIF file where one is wanted. */
function check() {
  const common = ['check'];
  if (input('BASELINE')) common.push('--baseline', input('BASELINE'));
  const sarif = input('SARIF');
  if (sarif) {
    const { stdout } = zoneflow([...common, '--format', 'sarif', '--', policy], 'pipe');
    if (stdout) save(sarif, stdout);
  }
  if (input('MAX_WARNINGS')) common.push('--max-warnings', input('MAX_WARNINGS'));
  return zoneflow([...common, '--format', 'github', '--', policy], 'inherit').status ?? 2;
}

function save(file, text) {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    fail(`${file} could not be written (${error.code}). Name another file.`);
  }
}

/** Puts what a change opens and closes into the summary of the job. */
function compare() {
  const revision = input('COMPARE_WITH');
  if (!revision) return 0;
  const gate = input('GATE') === 'true' ? ['--gate'] : [];
  const args = ['diff', '--format', 'markdown', ...gate, '--', revision, policy];
  const { status, stdout } = zoneflow(args, 'pipe');
  const summary = process.env.GITHUB_STEP_SUMMARY;
  if (summary) appendFileSync(summary, stdout);
  else console.log(String(stdout));
  return status ?? 2;
}

function zoneflow(args, stdout) {
  const stdio = ['ignore', stdout, 'inherit'];
  return spawnSync(process.execPath, [program, ...args], { stdio, maxBuffer: 1 << 30 });
}
