import { spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { npmEnvironment } from '../lib/npm.mjs';
import { Problem, step } from '../lib/progress.mjs';
import { endProcess, run } from '../lib/processes.mjs';
import { installServer } from './install-server.mjs';

/**
 * A running VS Code server on a port of this machine alone.
 *
 * @typedef {{ port: number, stop: () => Promise<void>, ended: Promise<void> }} VscodeServer
 */

/** Without this the server looks for extensions on the network as soon as a window opens. */
const noGallery = JSON.stringify({ serviceUrl: '', itemUrl: '', resourceUrlTemplate: '' });

/**
 * Starts the VS Code server, installing it first where it is missing.
 *
 * @param {{ dataFolder: string, port?: number, environment?: Record<string, string> }} options port 0, the
 *   default, takes a free one; `environment` is seen by the extension host
 * @returns {Promise<VscodeServer>}
 */
export async function startVscodeServer({ dataFolder, port = 0, environment = {} }) {
  const args = [
    ...(await serverCall(dataFolder)),
    ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
  ];
  const env = { ...npmEnvironment(), EXTENSIONS_GALLERY: noGallery, ...environment };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  process.once('exit', () => child.kill('SIGKILL'));
  const ended = new Promise((resolve) => child.once('exit', () => resolve()));
  const actualPort = await step('starting the VS Code server', () => portFrom(child));
  return { port: actualPort, stop: () => endProcess(child), ended };
}

/**
 * Installs a packed extension as its users do, for servers that are started on the same data folder later.
 *
 * @param {string} dataFolder
 * @param {string} packed the `.vsix`, absolute
 */
export async function installExtension(dataFolder, packed) {
  const args = [...(await serverCall(dataFolder)), '--install-extension', packed];
  const { code, output } = await run(process.execPath, args, { env: npmEnvironment() });
  if (code !== 0 || !output.includes('was successfully installed'))
    throw new Problem(`VS Code did not install ${path.basename(packed)}. It printed:\n${output.trim()}`);
}

/** What every call of VS Code's server has in common. */
async function serverCall(dataFolder) {
  const extensions = path.join(dataFolder, 'extensions');
  await mkdir(extensions, { recursive: true });
  return [
    path.join(await installServer(), 'out/server-main.js'),
    ...['--accept-server-license-terms', '--telemetry-level', 'off'],
    ...['--server-data-dir', dataFolder, '--extensions-dir', extensions],
  ];
}

/** The server prints the port it listens on; that it exits first, or stays silent for a minute, is a failure. */
function portFrom(child) {
  return new Promise((resolve, reject) => {
    let output = '';
    const fail = (what) => {
      child.kill();
      reject(new Problem(`The VS Code server ${what}. It printed:\n${output.trim() || '(nothing)'}`));
    };
    const tooLate = setTimeout(() => fail('did not start within a minute'), 60_000);
    const listen = (data) => {
      output += data;
      const match = /Extension host agent listening on (\d+)/.exec(output);
      if (!match) return;
      clearTimeout(tooLate);
      resolve(Number(match[1]));
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.once('error', () => fail('could not be started'));
    child.once('exit', (code) => {
      clearTimeout(tooLate);
      fail(`ended with code ${code}`);
    });
  });
}

/**
 * The address that opens a folder in the served editor, with an extension under development.
 *
 * @param {{ port: number, folder: string, extension: string, tests?: string, file?: string }} what absolute paths
 * @returns {string}
 */
export function workbenchAddress({ port, folder, extension, tests, file }) {
  const remote = (target) => `vscode-remote://127.0.0.1:${port}${encodeURI(target)}`;
  const payload = [['extensionDevelopmentPath', remote(extension)]];
  if (tests) payload.push(['extensionTestsPath', remote(tests)]);
  if (file) payload.push(['openFile', remote(file)]);
  payload.push(['skipWelcome', 'true']);
  const query = new URLSearchParams({ folder, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}
