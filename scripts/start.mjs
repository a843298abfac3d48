/**
 * Builds Zoneflow and opens an editor with the extension on the samples.
 *
 *   npm start -- [--server | --web] [--no-open] [--port N] [FOLDER]
 *
 * A desktop VS Code is used where there is one; otherwise, or with `--server`, the VS Code server from npm is
 * started on this machine alone and its address printed. With `--web` it is VS Code for the web, on a copy of the folder that
 * exists in the browser's memory alone. `--no-open` opens no browser.
 */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from './build.mjs';
import { findDesktopVscode, openDesktopVscode, openInBrowser } from './host/desktop.mjs';
import { writeProfile } from './host/profile.mjs';
import { startVscodeServer, workbenchAddress } from './host/vscode-server.mjs';
import { serveWebWorkbench } from './host/web-workbench.mjs';
import { Problem, runProgram, step } from './lib/progress.mjs';
import { cacheFolder, root } from './lib/project.mjs';

/** A fixed port keeps the layout that the browser remembers from one start to the next. */
const usualPort = 8736;

const endSignals = ['SIGINT', 'SIGTERM', 'SIGHUP'];

await runProgram(async () => {
  const { values, positionals } = readCommandLine();
  const folder = path.resolve(positionals[0] ?? path.join(root, 'samples'));
  if (!existsSync(folder)) throw new Problem(`${folder} does not exist. Name a folder with .zoneflow files.`);
  await step('building', () => build());
  if (values.web) return startWeb(folder, values);
  const desktop = values.server || values['no-open'] ? undefined : await findDesktopVscode();
  if (desktop) return startDesktop(desktop, folder);
  return startServer(folder, values);
});

function readCommandLine() {
  try {
    return parseArgs({
      allowPositionals: true,
      options: {
        server: { type: 'boolean' },
        web: { type: 'boolean' },
        'no-open': { type: 'boolean' },
        port: { type: 'string' },
      },
    });
  } catch (error) {
    throw new Problem(
      `${error.message}\nUsage: npm start -- [--server | --web] [--no-open] [--port N] [FOLDER]`,
    );
  }
}

async function startDesktop(program, folder) {
  console.log(`Opening ${folder} in ${program}. For the editor in a browser instead: npm start -- --server`);
  const { code, output } = await openDesktopVscode(program, root, [folder, ...firstFile(folder)]);
  if (code !== 0)
    throw new Problem(`${program} ended with code ${code}. Try npm start -- --server.\n${output}`);
}

async function startServer(folder, values) {
  const dataFolder = path.join(cacheFolder, 'start');
  await writeProfile(dataFolder);
  const server = await startOnPort(dataFolder, values.port);
  const address = workbenchAddress({
    port: server.port,
    folder,
    extension: root,
    file: firstFile(folder)[0],
  });
  announce(address, values);
  for (const signal of endSignals) process.once(signal, () => void server.stop());
  await server.ended;
  console.log('The editor has ended.');
}

async function startWeb(folder, values) {
  const files = await textsBelow(folder);
  const settings = { 'workbench.startupEditor': 'none' };
  const workbench = await serveWebWorkbench({ files, settings, port: portIn(values.port ?? '0') });
  const [first] = firstFile(folder).map((file) => path.relative(folder, file).replaceAll(path.sep, '/'));
  announce(workbench.address(first), values);
  for (const signal of endSignals) process.once(signal, () => void workbench.stop());
}

function announce(address, values) {
  const opened = !values['no-open'] && openInBrowser(address);
  console.log(
    `\nZoneflow runs in an editor on this machine${opened ? ', and your browser opens it' : ''}. Its address:\n`,
  );
  console.log(`  ${address}\n\nCtrl+C ends it.`);
}

/** Policies, their settings and what is written about them, by paths relative to the folder. */
async function textsBelow(folder) {
  const names = await readdir(folder, { recursive: true });
  const wanted = names.filter((name) => /(\.zoneflow|\.md|zoneflow\.json)$/.test(name));
  const entries = wanted.map(async (name) => [
    name.replaceAll(path.sep, '/'),
    await readFile(path.join(folder, name), 'utf8'),
  ]);
  return Object.fromEntries(await Promise.all(entries));
}

async function startOnPort(dataFolder, asked) {
  const port = asked === undefined ? usualPort : portIn(asked);
  const takeIt = asked !== undefined || (await isFree(port));
  return startVscodeServer({ dataFolder, port: takeIt ? port : 0 });
}

function portIn(text) {
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65535) throw new Problem(`${text} is not a port.`);
  return port;
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });
}

/** The file worth seeing first, where the folder is that of the samples. */
function firstFile(folder) {
  return [path.join(folder, 'shop/flows.zoneflow')].filter((file) => existsSync(file));
}
