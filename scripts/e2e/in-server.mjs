import { appendFileSync } from 'node:fs';
import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { format } from 'node:util';
import { launchBrowser } from '../host/browser.mjs';
import { writeProfile } from '../host/profile.mjs';
import { startVscodeServer, workbenchAddress } from '../host/vscode-server.mjs';
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
 *   deadline: number }} options `tests` is the bundle's absolute path, `deadline` in milliseconds
 * @returns {Promise<number>} the code that the extension host ended with, 0 if all is well
 */
export async function runInServer({ tests, screenshots, environment = {}, settings = {}, deadline }) {
  const home = path.join(cacheFolder, 'e2e');
  const bridge = path.join(home, 'bridge');
  const log = path.join(home, 'window.log');
  const { folder, dataFolder } = await prepare(home, settings);
  const server = await startVscodeServer({
    dataFolder,
    environment: { ...environment, ZONEFLOW_BRIDGE: bridge, ZONEFLOW_PREFIX: prefix },
  });
  try {
    const browser = await step('starting a browser', launchBrowser);
    try {
      const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
      const answering = await startBridge(page, bridge, screenshots);
      const address = workbenchAddress({ port: server.port, folder, extension: root, tests });
      const code = await openAndWait(page, address, { deadline, screenshots, log });
      await answering.stop();
      if (code !== 0) console.log(`  what VS Code printed besides is in ${path.relative(root, log)}`);
      return code;
    } finally {
      await browser.close();
    }
  } finally {
    await server.stop();
  }
}

async function prepare(home, settings) {
  const folder = path.join(home, 'samples');
  const dataFolder = path.join(home, 'data');
  await rm(home, { recursive: true, force: true });
  await mkdir(home, { recursive: true });
  await cp(path.join(root, 'samples'), folder, { recursive: true });
  await writeProfile(dataFolder, settings);
  return { folder, dataFolder };
}

/** The workbench calls two functions of its page: one for what the extension host prints, one when the suite has ended. */
async function openAndWait(page, address, { deadline, screenshots, log }) {
  let end;
  const ended = new Promise((resolve) => (end = resolve));
  await page.exposeFunction('codeAutomationLog', (_type, args) => sort(format(...args), log));
  await page.exposeFunction('codeAutomationExit', (code) => end(code));
  page.on('crash', () => end(1));
  await page.goto(address);
  let timer;
  const late = new Promise((_, reject) => {
    const seconds = Math.round(deadline / 1000);
    timer = setTimeout(
      () => reject(new Problem(`The suite in the editor did not end within ${seconds} s.`)),
      deadline,
    );
  });
  try {
    return await Promise.race([ended, late]);
  } catch (error) {
    await page.screenshot({ path: path.join(screenshots, 'out-of-time.png') }).catch(() => {});
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The suite's own lines are shown, all others kept in a file for whoever looks into a failure. */
function sort(text, log) {
  for (const line of text.split('\n')) {
    if (line.startsWith(prefix)) console.log(line.slice(prefix.length));
    else appendFileSync(log, `${line}\n`);
  }
}
