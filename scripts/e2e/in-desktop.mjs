import { cp, mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { cacheFolder, root } from '../lib/project.mjs';
import { Problem } from '../lib/progress.mjs';
import { startBridge } from './bridge.mjs';

const version = '1.100.3';
const debugPort = 9333;

/**
 * Runs the suite in a desktop VS Code, which `@vscode/test-electron` downloads from Microsoft: it needs that download and a
 * display. The bridge reaches the window over the debugging port.
 *
 * @param {{ tests: string, screenshots: string, environment?: Record<string, string> }} options
 * @returns {Promise<number>} the code that VS Code ended with
 */
export async function runInDesktop({ tests, screenshots, environment = {} }) {
  const { downloadAndUnzipVSCode, runTests } = await import('@vscode/test-electron');
  const program = await downloadAndUnzipVSCode({ version, cachePath: cacheFolder }).catch((error) => {
    throw new Problem(
      `VS Code ${version} could not be downloaded (${error.message}). Without --electron, npm suffices.`,
    );
  });
  const home = path.join(cacheFolder, 'e2e');
  const bridge = path.join(home, 'bridge');
  const folder = path.join(home, 'samples');
  await rm(home, { recursive: true, force: true });
  await mkdir(bridge, { recursive: true });
  await cp(path.join(root, 'samples'), folder, { recursive: true });
  const attached = attachBridge(bridge, screenshots);
  try {
    return await runTests({
      vscodeExecutablePath: program,
      extensionDevelopmentPath: root,
      extensionTestsPath: tests,
      extensionTestsEnv: { ...environment, ZONEFLOW_BRIDGE: bridge },
      launchArgs: [folder, '--disable-workspace-trust', `--remote-debugging-port=${debugPort}`],
    });
  } finally {
    (await attached)?.stop();
  }
}

/** The window opens a moment after VS Code starts. If it never does, the tests' own end says why. */
async function attachBridge(bridge, screenshots) {
  for (let attempt = 0; attempt < 100; attempt++) {
    await pause(300);
    const browser = await chromium.connectOverCDP(`http://127.0.0.1:${debugPort}`).catch(() => undefined);
    const page = browser?.contexts()[0]?.pages()[0];
    if (page) return startBridge(page, bridge, screenshots);
    await browser?.close();
  }
  return undefined;
}
