import { spawn } from 'node:child_process';
import { npmEnvironment } from '../lib/npm.mjs';
import { findOnPath, run } from '../lib/processes.mjs';

const oldest = { major: 1, minor: 100 };

/** Whether a window or a browser could be shown at all: not over ssh, not in a pipeline. */
export function hasDesktop(environment = process.env) {
  if (environment.CI) return false;
  return process.platform !== 'linux' || Boolean(environment.DISPLAY || environment.WAYLAND_DISPLAY);
}

/**
 * Finds a desktop VS Code that is new enough to run the extension.
 *
 * The `code` of a terminal inside a remote window talks to that window and opens no development host, so it does not count.
 *
 * @returns {Promise<string | undefined>} the path of its command
 */
export async function findDesktopVscode() {
  if (!hasDesktop() || process.env.VSCODE_IPC_HOOK_CLI) return undefined;
  const program = findOnPath(['code', 'code-insiders', 'codium']);
  if (!program) return undefined;
  const { code, output } = await run(program, ['--version'], { shell: process.platform === 'win32' });
  const version = /^(\d+)\.(\d+)\./m.exec(output);
  if (code !== 0 || !version) return undefined;
  const [major, minor] = [Number(version[1]), Number(version[2])];
  if (major > oldest.major || (major === oldest.major && minor >= oldest.minor)) return program;
  console.log(
    `${program} is VS Code ${major}.${minor}; the extension needs ${oldest.major}.${oldest.minor} or newer.`,
  );
  return undefined;
}

/**
 * Opens folders or files in a desktop VS Code with the extension under development.
 *
 * @param {string} program from `findDesktopVscode`
 * @param {string} extension absolute path of the checkout
 * @param {string[]} paths
 */
export async function openDesktopVscode(program, extension, paths) {
  const args = ['--new-window', `--extensionDevelopmentPath=${extension}`, ...paths];
  return run(program, args, { env: npmEnvironment(), shell: process.platform === 'win32' });
}

/**
 * Shows an address in the user's browser, if this machine has a way to do so; says whether it tried.
 *
 * @param {string} address
 */
export function openInBrowser(address) {
  if (!hasDesktop()) return false;
  const openers = { darwin: ['open'], win32: ['explorer'] }[process.platform] ?? ['xdg-open', 'gio'];
  const program = findOnPath(openers);
  if (!program) return false;
  const args = program.endsWith('gio') ? ['open', address] : [address];
  const child = spawn(program, args, { stdio: 'ignore', detached: true });
  child.on('error', () => {});
  child.unref();
  return true;
}
