import { appendFileSync, rmSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import { launchBrowser } from '../host/browser.mjs';
import { writeProfile } from '../host/profile.mjs';
import { installExtension, startVscodeServer, workbenchAddress } from '../host/vscode-server.mjs';
import { cacheFolder, root } from '../lib/project.mjs';
import { Problem, step } from '../lib/progress.mjs';
import { startBridge } from './bridge.mjs';

/** Starts each line that the suite prints, to tell it from the much that VS Code itself prints. */
const prefix = '@zoneflow@';

/**
 * Runs a bundle's `run()` in the extension host of a VS Code server, with a browser as its window.
 *
 * The suite works on a copy of the samples, and on a profile that did not exist before.
 *
 * @param {{ tests: string, screenshots: string, environment?: Record<string, string>, settings?: Record<string, unknown>,
 *   deadline: number, extension?: string, installed?: string }} options `tests` is the bundle's absolute path, `deadline`
 *   in milliseconds; `extension` the folder of the extension under development, Zoneflow's own unless told; `installed` a
 *   packed extension that is installed before
 * @returns {Promise<number>} the code that the extension host ended with, 0 if all is well
 */
export async function runInServer(options) {
  const { tests, screenshots, environment = {}, settings = {}, deadline, extension = root } = options;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, () => process.exit(130));
  // Runs side by side in one checkout must not take each other's folders away.
  const home = path.join(cacheFolder, `run-${process.pid}`);
  process.once('exit', () => rmSync(home, { recursive: true, force: true }));
  const bridge = path.join(home, 'bridge');
  const log = path.join(cacheFolder, 'window.log');
  const { folder, dataFolder } = await prepare(home, log, settings);
  if (options.installed) await installExtension(dataFolder, options.installed);
  const server = await startVscodeServer({
    dataFolder,
    environment: { ...environment, ZONEFLOW_BRIDGE: bridge, ZONEFLOW_PREFIX: prefix },
  });
  try {
    const open = (page) => {
      const address = workbenchAddress({ port: server.port, folder, extension, tests });
      return openAndWait(page, address, { deadline, screenshots, log, server });
    };
    const code = await withPage((page) => withBridge(page, bridge, screenshots, () => open(page)));
    if (code !== 0) console.log(`  what VS Code printed besides is in ${path.relative(root, log)}`);
    return code;
  } finally {
    await server.stop();
  }
}

/** Whatever fails because the browser has gone fails with that reason, and at once. */
async function withPage(use) {
  const browser = await step('starting a browser', launchBrowser);
  const gone = new Promise((_, reject) => browser.once('disconnected', reject));
  try {
    const page = browser.newPage({ viewport: { width: 1280, height: 800 } });
    return await Promise.race([page.then(use), gone]);
  } catch (error) {
    throw browser.isConnected()
      ? error
      : new Problem('The browser ended before the suite in the editor did.');
  } finally {
    if (browser.isConnected()) await browser.close();
  }
}

async function withBridge(page, folder, screenshots, use) {
  const bridge = await startBridge(page, folder, screenshots);
  try {
    return await use();
  } finally {
    bridge.stop();
  }
}

async function prepare(home, log, settings) {
  const folder = path.join(home, 'samples');
  const dataFolder = path.join(home, 'data');
  await rm(home, { recursive: true, force: true });
  await rm(log, { force: true });
  await mkdir(home, { recursive: true });
  await cp(path.join(root, 'samples'), folder, { recursive: true });
  await writeProfile(dataFolder, settings);
  return { folder, dataFolder };
}

/** The workbench calls two functions of its page: one for what the extension host prints, one when the suite has ended. */
async function openAndWait(page, address, { deadline, screenshots, log, server }) {
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  await page.exposeFunction('codeAutomationLog', (_type, args) => sort(format(...args), log));
  await page.exposeFunction('codeAutomationExit', (code) => end(code));
  const watch = watchFor(page, server, deadline);
  try {
    await Promise.race([page.goto(address), watch.failure]);
    return await Promise.race([ended, watch.failure]);
  } catch (error) {
    await page.screenshot({ path: path.join(screenshots, 'unfinished.png') }).catch(() => {});
    throw error;
  } finally {
    watch.stop();
  }
}

/** A suite that nobody will end any more must not be waited for. */
function watchFor(page, server, deadline) {
  let timer;
  const failure = new Promise((_, reject) => {
    const fail = (what) => reject(new Problem(`The suite in the editor did not end: ${what}.`));
    timer = setTimeout(() => fail(`${Math.round(deadline / 1000)} s have passed`), deadline);
    page.on('crash', () => fail('the page has crashed'));
    void server.ended.then(() => fail('the VS Code server is gone'));
  });
  // Whoever races first sees the rejection; after that race nobody may be left to see it.
  failure.catch(() => {});
  return { failure, stop: () => clearTimeout(timer) };
}

/** The suite's own lines are shown, all others kept in a file for whoever looks into a failure. */
function sort(text, log) {
  for (const line of text.split('\n')) {
    if (line.startsWith(prefix)) console.log(line.slice(prefix.length));
    else appendFileSync(log, `${line}\n`);
  }
}
