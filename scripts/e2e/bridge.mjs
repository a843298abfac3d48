import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { actions } from './actions.mjs';

/**
 * Answers the suite's requests, one after the other, until stopped. A request is a file `N.request.json` in the
 * folder, its answer `N.response.json` with `value` or `error`.
 *
 * @param {import('playwright-core').Page} page
 * @param {string} folder
 * @param {string} screenshots the folder for pictures
 * @returns {Promise<{ stop: () => void }>} stopping waits for nothing: what a page that is gone was asked never ends
 */
export async function startBridge(page, folder, screenshots) {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const context = { screenshots, consoleLines: collectConsole(page) };
  let running = true;
  const loop = async () => {
    while (running) {
      for (const name of await readdir(folder)) {
        if (name.endsWith('.request.json')) await answer(page, path.join(folder, name), context);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  };
  loop().catch((error) => {
    if (running) console.error(`The bridge to the suite broke: ${error.message}`);
  });
  return { stop: () => (running = false) };
}

async function answer(page, file, context) {
  const request = JSON.parse(await readFile(file, 'utf8'));
  await rm(file);
  const result = await perform(page, request, context);
  const draft = file.replace('.request.json', '.answer');
  await writeFile(draft, JSON.stringify(result));
  await rename(draft, file.replace('.request.json', '.response.json'));
}

async function perform(page, request, context) {
  const action = actions[request.action];
  if (!action) return { error: `the driver knows no action ${request.action}` };
  try {
    return { value: (await action(page, request, context)) ?? null };
  } catch (error) {
    return { error: error.message.split('\n').slice(0, 6).join('\n') };
  }
}

function collectConsole(page) {
  const lines = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) {
      lines.push({ type: message.type(), text: message.text(), url: message.location().url });
    }
  });
  page.on('pageerror', (error) => lines.push({ type: 'error', text: error.message, url: page.url() }));
  return lines;
}
