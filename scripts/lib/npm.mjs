import { existsSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { Problem } from './progress.mjs';
import { run } from './processes.mjs';

/** Settings that say how to reach the registry; every other one belongs to the npm that runs us, not to the one we run. */
const kept =
  /^npm_config_(registry|proxy|https?_proxy|noproxy|cafile|ca|strict_ssl|cache|userconfig|globalconfig)$/i;

/**
 * The environment for an npm started inside an npm script. npm hands its own settings to scripts as variables
 * (`npm_config_local_prefix`, `npm_config_omit`, …), which would install into the wrong folder or leave parts out.
 */
export function npmEnvironment(environment = process.env) {
  const entries = Object.entries(environment).filter(([name]) => !/^npm_/i.test(name) || kept.test(name));
  return Object.fromEntries(entries);
}

/**
 * Runs `npm install` in a folder with its own package.json; no install scripts, since what we fetch works without.
 *
 * @param {string} folder
 * @param {string[]} [packages] as `name@version`; none installs what the folder's package.json asks for
 * @throws {Problem} with the end of npm's output
 */
export async function npmInstall(folder, packages = []) {
  const flags = [
    '--ignore-scripts',
    '--omit=dev',
    '--no-audit',
    '--no-fund',
    '--no-progress',
    '--loglevel=error',
  ];
  const { code, output } = await runNpm(['install', ...flags, ...packages], folder);
  if (code === 0) return;
  throw new Problem(
    `npm could not install ${packages.join(', ') || `what ${folder} needs`}. ` +
      `Check that the npm registry can be reached (npm ping).\n${output.trim().split('\n').slice(-12).join('\n')}`,
  );
}

/**
 * Makes a folder that npm takes for a project of its own, so that an install never climbs up into this one.
 *
 * @param {string} folder
 */
export async function makePackageFolder(folder) {
  await mkdir(folder, { recursive: true });
  await writeFile(path.join(folder, 'package.json'), '{ "private": true }\n');
}

/**
 * Gives a finished install its final name. Where another process was faster, its install stays and ours goes.
 *
 * @param {string} draft
 * @param {string} home
 */
export async function moveIntoPlace(draft, home) {
  await rename(draft, home).catch(async (error) => {
    if (!existsSync(home)) throw error;
    await rm(draft, { recursive: true, force: true });
  });
}

/**
 * Runs npm in a folder.
 *
 * @returns {Promise<{ code: number, output: string }>}
 */
export function runNpm(args, cwd) {
  const options = { cwd, env: npmEnvironment() };
  const script = process.env.npm_execpath;
  if (script && /npm-cli\.c?js$/.test(script)) return run(process.execPath, [script, ...args], options);
  return run('npm', args, { ...options, shell: process.platform === 'win32' });
}
