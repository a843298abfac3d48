import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runInThisContext } from 'node:vm';

const usualTimeout = 15_000;

/**
 * What the suite in the extension host can ask for, by the name in its request. Each gets the page and the request, and its
 * result goes back as JSON. test/e2e/driver.ts is the other side.
 *
 * @type {Record<string, (page: import('playwright-core').Page, request: any, context: ActionContext) => Promise<unknown>>}
 */
export const actions = {
  screenshot: async (page, { name }, { screenshots }) => {
    if (!/^[\w-]+$/.test(name)) throw new Error(`${name} is no name for a picture`);
    await mkdir(screenshots, { recursive: true });
    await page.screenshot({ path: path.join(screenshots, `${name}.png`), animations: 'disabled' });
  },
  'wait-for': async (page, request) => {
    await (request.state === 'hidden' ? untilHidden(page, request) : locate(page, request));
  },
  click: async (page, request) => {
    const { count = 1, ...options } = request.options;
    const found = await locate(page, request);
    await found.click({ ...options, clickCount: count, timeout: timeoutOf(request) });
  },
  hover: async (page, request) => (await locate(page, request)).hover({ timeout: timeoutOf(request) }),
  press: (page, { key }) => page.keyboard.press(key),
  type: (page, { text }) => page.keyboard.type(text, { delay: 15 }),
  wheel: async (page, request) => {
    await moveToMiddle(page, request);
    for (const key of request.modifiers) await page.keyboard.down(key);
    await page.mouse.wheel(request.x, request.y);
    for (const key of request.modifiers) await page.keyboard.up(key);
  },
  drag: async (page, request) => {
    const from = await moveToMiddle(page, request);
    await page.mouse.down();
    await page.mouse.move(from.x + request.x, from.y + request.y, { steps: 8 });
    await page.mouse.up();
  },
  texts: async (page, request) => {
    const lists = await Promise.all(
      frames(page, request).map((frame) => frame.locator(request.selector).allTextContents()),
    );
    return lists.flat();
  },
  box: async (page, request) => (await locate(page, request)).boundingBox(),
  evaluate: async (page, request) => (await locate(page, request)).evaluate(asFunction(request.expression)),
  resize: (page, { width, height }) => page.setViewportSize({ width, height }),
  console: async (_page, _request, { consoleLines }) => consoleLines,
};

/** @typedef {{ screenshots: string, consoleLines: { type: string, text: string, url: string }[] }} ActionContext */

/** A webview's content is in a frame inside a frame; VS Code calls the inner document fake.html. */
function frames(page, request) {
  if (request.in === 'page') return [page.mainFrame()];
  return page.frames().filter((frame) => frame.url().includes('fake.html') && !frame.isDetached());
}

/** The first match that is visible. Which webview holds it is not known before, and webviews come and go. */
async function findVisible(page, request) {
  for (const frame of frames(page, request)) {
    const found = frame.locator(request.selector).filter({ visible: true }).first();
    if ((await found.count().catch(() => 0)) > 0) return found;
  }
  return undefined;
}

async function locate(page, request) {
  const deadline = Date.now() + timeoutOf(request);
  for (;;) {
    const found = await findVisible(page, request);
    if (found) return found;
    if (Date.now() > deadline) throw new Error(`no ${request.selector} is visible in the ${request.in}`);
    await page.waitForTimeout(40);
  }
}

/** playwright sends the text of a function to the page and calls it there; a mere string it would not call. */
function asFunction(expression) {
  return runInThisContext(`(element) => (${expression})`);
}

async function untilHidden(page, request) {
  const deadline = Date.now() + timeoutOf(request);
  while (await findVisible(page, request)) {
    if (Date.now() > deadline) throw new Error(`${request.selector} is still visible in the ${request.in}`);
    await page.waitForTimeout(40);
  }
}

async function moveToMiddle(page, request) {
  const box = await (await locate(page, request)).boundingBox();
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  await page.mouse.move(middle.x, middle.y);
  return middle;
}

function timeoutOf(request) {
  return request.timeout ?? usualTimeout;
}
