import { existsSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { findOnPath } from '../lib/processes.mjs';
import { Problem } from '../lib/progress.mjs';
import { installBrowser } from './install-browser.mjs';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge'];
const usualPlaces = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
];

/** Without these the browser looks for its vendor's hosts at every start, which takes long where they cannot be reached. */
const quietFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/**
 * Finds a browser and starts it without a window.
 *
 * The variable ZONEFLOW_BROWSER names one, or says `npm` for the one from the npm registry; otherwise the machine's own
 * comes first.
 *
 * @returns {Promise<import('playwright-core').Browser>}
 */
export async function launchBrowser() {
  const { program, environment } = await findBrowser();
  try {
    const env = { ...process.env, ...environment };
    return await chromium.launch({ executablePath: program, env, args: quietFlags });
  } catch (error) {
    throw new Problem(
      `The browser ${program} could not be started. Another one can be named in ZONEFLOW_BROWSER.\n${error.message}`,
    );
  }
}

async function findBrowser() {
  const asked = process.env.ZONEFLOW_BROWSER;
  if (asked === 'npm') return installBrowser();
  if (asked && !existsSync(asked))
    throw new Problem(`ZONEFLOW_BROWSER names ${asked}, which does not exist.`);
  const program = asked ?? findOnPath(names) ?? usualPlaces.find((place) => existsSync(place));
  return program ? { program, environment: {} } : installBrowser();
}
