import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import type { FromWebview, ToWebview } from '../../../../client/webview/protocol.js';
import type { Question } from '../../../../client/webview/question.js';
import type { Graph } from '../../../../language/graph/model.js';
import type { Snapshot } from '../../../../language/workspace.js';
import { startBrowser } from '../../../support/browser.js';
import { answerOf } from './message.js';
import { serveHarness, type Harness } from './serve.js';

export const themes = ['dark', 'light', 'hc-dark', 'hc-light'] as const;
export type Theme = (typeof themes)[number];

/** So large that all zones of the samples can be shown open and read. */
const wall = { width: 3200, height: 2200 };

let harness: Harness;
let browser: Browser;
/** The page of the test that runs. */
export let page: Page;
let faults: string[];
let version = 0;

/** To be called in a `describe`: starts a browser for its tests, and checks at the end of each that nothing went wrong. */
export function useBrowser(): void {
  before(async function () {
    this.timeout(120_000);
    [harness, browser] = await Promise.all([serveHarness(), startBrowser()]);
  });

  after(async () => {
    await browser?.close();
    harness?.close();
  });

  afterEach(async () => {
    if (page === undefined || page.isClosed()) return;
    const violations = await page.evaluate<string[]>('window.violations');
    const errors = (await sent()).filter(({ type }) => type === 'error');
    await page.close();
    assert.deepEqual({ faults, violations, errors }, { faults: [], violations: [], errors: [] });
  });
}

/** Opens the page of the picture as the editor would. */
export async function open(theme: Theme = 'dark', viewport = wall): Promise<void> {
  page = await browser.newPage({ viewport });
  faults = [];
  page.on('console', (message) => faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${harness.url}?theme=${theme}`);
}

/** Has the questions of the picture answered by a policy. */
export async function answerFrom(snapshot: Snapshot): Promise<void> {
  await answerOn(page, snapshot);
}

/** The same for any page of the picture. */
export async function answerOn(asking: Page, snapshot: Snapshot): Promise<void> {
  await asking.exposeFunction('answerQuestion', async (id: number, question: Question) => {
    const answer: ToWebview = { type: 'answer', id, answer: answerOf(snapshot, question) };
    await asking.evaluate(`window.postMessage(${JSON.stringify(answer)})`);
  });
}

/** A page beside it, for what the picture has exported. */
export const otherPage = (): Promise<Page> => browser.newPage();

export function graphMessage(
  graph: Graph,
  more: Partial<Extract<ToWebview, { type: 'graph' }>> = {},
): ToWebview {
  return { type: 'graph', version: ++version, policy: 'A policy', graph, marks: {}, problems: 0, ...more };
}

export async function tell(message: ToWebview): Promise<void> {
  await page.evaluate(`window.postMessage(${JSON.stringify(message)})`);
}

/** What the page has told the editor until now. */
export async function sent(): Promise<FromWebview[]> {
  return page.evaluate<FromWebview[]>('window.sent');
}

/** Shows a graph and waits until a box of it is drawn, in a picture that has been laid out and stands still. */
export async function draw(graph: Graph, box: string, more = {}): Promise<void> {
  await tell(graphMessage(graph, more));
  const selector = `.stage:not([aria-busy]) .picture [data-node="${box}"]`;
  await page.waitForSelector(selector, { state: 'attached', timeout: 30_000 });
  // A click aimed at a box that slides from the draft to its place would miss it.
  await until(() =>
    page.evaluate<boolean>(`document.getAnimations().every((one) => one.playState !== 'running')`),
  );
}

/** Where the boxes are, in pixels of the picture. */
export async function places(): Promise<Map<string, { x: number; y: number }>> {
  const read = `[...document.querySelectorAll('.picture [data-node]')].map((box) => {
    const { e, f } = box.transform.baseVal.consolidate().matrix;
    return [box.dataset.node, { x: e, y: f }];
  })`;
  return new Map(await page.evaluate<[string, { x: number; y: number }][]>(read));
}

/** Waits until a condition holds. The security policy of the page forbids waitForFunction, which evaluates text there. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 20_000;
  while (!(await holds())) {
    if (Date.now() > end) throw new Error('What was waited for did not come.');
    await page.waitForTimeout(40);
  }
}

/** What axe finds, as short lines. The policy forbids scripts in the page, so it runs from outside of it. */
export async function axe(): Promise<string[]> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
  await page.evaluate(source);
  const run = `axe.run().then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 160))))`;
  return page.evaluate<string[]>(run);
}
