import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { startBrowser } from '../../../support/browser.js';
import { openSample } from '../../../support/policies.js';
import { graphMessage } from './message.js';
import { serveHarness } from './serve.js';

/** The key that turns to each view. */
const keys: Readonly<Record<string, string>> = { graph: '1', matrix: '2', list: '3' };

/** Takes pictures of samples in themes and views into a folder; gives how many. */
export async function takePictures(
  folder: string,
  samples: readonly string[],
  themes: readonly string[],
  views: readonly string[],
  viewport: { width: number; height: number },
): Promise<number> {
  await mkdir(folder, { recursive: true });
  const [harness, browser] = await Promise.all([serveHarness(), startBrowser()]);
  let count = 0;
  try {
    for (const sample of samples) {
      const message = graphMessage(sample, openSample(sample));
      for (const theme of themes) {
        const page = await browser.newPage({ viewport });
        await page.goto(`${harness.url}?theme=${theme}`);
        await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
        await settled(page);
        for (const view of views) {
          await page.keyboard.press(keys[view] ?? '1');
          await page.screenshot({ path: path.join(folder, `${sample}-${view}-${theme}.png`) });
          count++;
        }
        await page.close();
      }
    }
  } finally {
    await browser.close();
    harness.close();
  }
  return count;
}

/** Until boxes are drawn and have come to rest. */
async function settled(page: Page): Promise<void> {
  const drawn = '.stage:not([aria-busy]) .picture [data-node], .empty:not([hidden])';
  await page.waitForSelector(drawn, { state: 'attached' });
  await page.waitForTimeout(400);
}
