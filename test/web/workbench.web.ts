import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { projectFolder, startBrowser } from '../support/browser.js';

/** What `scripts/host/web-workbench.mjs` gives. */
interface Workbench {
  address(file?: string): string;
  stop(): Promise<void>;
}

const files = {
  'zoneflow.json': '{ "name": "web shop" }\n',
  'zones.zoneflow': [
    'zone web  { addresses = 10.0.0.0/24 }',
    'zone app  { addresses = 10.0.1.0/24 }',
    'zone data { addresses = 10.0.2.0/24 }',
    '',
  ].join('\n'),
  'rules/flows.zoneflow': [
    'flow shopping: allow web to app on https',
    'flow storage: allow app to dat on postgres',
    'test "the web tier keeps off the data" {',
    '  expect deny web to data on postgres',
    '}',
    '',
  ].join('\n'),
  'rules/closed.zoneflow': 'deny web to nowhere on ssh\n',
  'plant/zoneflow.json': '{ "name": "plant" }\n',
  'plant/plant.zoneflow': 'zone floor\nzone office\nnever office to floor\n',
};

const pictures = fileURLToPath(new URL('.vscode-test/screenshots/', projectFolder));

describe('in VS Code for the web', () => {
  let workbench: Workbench;
  let browser: Browser;
  let page: Page;
  const faults: string[] = [];

  before(async function () {
    this.timeout(240_000);
    const { href } = new URL('scripts/host/web-workbench.mjs', projectFolder);
    const host = (await import(href)) as {
      serveWebWorkbench(options: { files: object; settings: object }): Promise<Workbench>;
    };
    const settings = { 'workbench.startupEditor': 'none', 'workbench.tips.enabled': false };
    [workbench, browser] = await Promise.all([host.serveWebWorkbench({ files, settings }), startBrowser()]);
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    page.setDefaultTimeout(20_000);
    page.on('console', (message) => {
      if (message.type() === 'error') faults.push(`${message.text()} (${message.location().url})`);
    });
    page.on('pageerror', (error) => faults.push(error.message));
    await page.goto(workbench.address('rules/flows.zoneflow'));
  });

  after(async () => {
    await browser?.close();
    await workbench?.stop();
  });

  afterEach(async function () {
    await mkdir(pictures, { recursive: true });
    const name = (this.currentTest?.title ?? 'unknown').replaceAll(/\W+/g, '-');
    await page.screenshot({ path: `${pictures}web-${name}.png` });
  });

  const shows = (selector: string, text: string | RegExp): Promise<void> =>
    page.locator(selector).filter({ hasText: text }).first().waitFor();

  async function command(title: string): Promise<void> {
    await page.keyboard.press('F1');
    await page.locator('.quick-input-widget input').fill(`>${title}`);
    await page.locator('.quick-input-list .monaco-list-row').filter({ hasText: title }).first().waitFor();
    await page.keyboard.press('Enter');
  }

  async function goTo(line: number, column: number): Promise<void> {
    await page.keyboard.press('Control+g');
    await page.locator('.quick-input-widget input').fill(`:${line}:${column}`);
    await page.keyboard.press('Enter');
    await shows('.statusbar-item', `Ln ${line}, Col ${column}`);
  }

  async function openFlows(): Promise<void> {
    await page.locator('.explorer-viewlet .monaco-list-row').filter({ hasText: 'flows.zoneflow' }).click();
    await page.locator('.tab.active[data-resource-name="flows.zoneflow"]').waitFor();
    await page.keyboard.press('Control+1');
  }

  it('a policy is read whole through the virtual file system, and its findings are in Problems', async function () {
    this.timeout(60_000);
    await shows('.statusbar-item', 'web shop');
    await page.keyboard.press('Control+Shift+M');
    await shows('.markers-panel .monaco-list-row', /dat is not declared|dat\b.*did you mean/i);
    await shows('.markers-panel .monaco-list-row', 'closed.zoneflow');
    await shows('.markers-panel .monaco-list-row', 'nowhere');
  });

  it('hover tells what a name of another file stands for', async () => {
    await page.keyboard.press('Control+1');
    await goTo(1, 29);
    await page.keyboard.press('Control+k');
    await page.keyboard.press('Control+i');
    await shows('.monaco-hover', '10.0.1.0/24');
    await page.keyboard.press('Escape');
  });

  it('definition leads into another file', async () => {
    await page.keyboard.press('F12');
    await page.locator('.tab.active[data-resource-name="zones.zoneflow"]').waitFor();
    await shows('.statusbar-item', 'Ln 2, Col 6');
  });

  it('completion offers the zones of the other file, and the finding goes when the name is right', async () => {
    await openFlows();
    await goTo(2, 31);
    await page.keyboard.press('Control+Space');
    await shows('.suggest-widget .monaco-list-row', 'data');
    await page.keyboard.press('Enter');
    await shows('.view-line', 'flow storage: allow app to data on postgres'.replaceAll(' ', '\u00a0'));
    await page.locator('.markers-panel .monaco-list-row').filter({ hasText: 'flows.zoneflow' }).waitFor({
      state: 'detached',
    });
    await shows('.markers-panel .monaco-list-row', 'nowhere');
  });

  it('the graph shows the zones of all files', async () => {
    await page.keyboard.press('Control+k');
    await page.keyboard.press('v');
    const boxes = await inWebview('.boxes [data-node]', 3);
    assert.equal(boxes, 3);
  });

  it('tests of all policies are listed and run, of those too of which no file is open', async () => {
    await command('Test: Refresh Tests');
    // The refresh goes on when its command has ended, and what it has not found by then is not run.
    const found = page
      .locator('.test-output-peek-tree .monaco-list-row')
      .filter({ hasText: 'never office to floor' });
    do await command('Test: Run All Tests');
    while (
      !(await found.waitFor({ timeout: 3_000 }).then(
        () => true,
        () => false,
      ))
    );
    await shows('.test-output-peek-tree .monaco-list-row', 'deny web to data on postgres');
    await page.locator('.test-output-peek-tree .codicon-testing-passed-icon').nth(1).waitFor();
  });

  it('a connection is explained', async () => {
    await openFlows();
    await command('Zoneflow: Explain a Connection…');
    for (const [step, answer] of ['web', 'data', 'ssh'].entries()) {
      await shows('.quick-input-title', `(${step + 1}/3)`);
      await page.keyboard.type(answer);
      await page.keyboard.press('Enter');
    }
    await shows('.editor-instance .view-line', 'Denied');
  });

  it('the page about a finding opens', async () => {
    await command('Problems: Focus on Problems View');
    await page.locator('.markers-panel a').filter({ hasText: 'unknown-name' }).first().click();
    await page.locator('.tab.active[data-resource-name="unknown-name.md"]').waitFor();
    await shows('.editor-instance .view-line', 'unknown-name');
  });

  it('a new policy begins without a mistake', async () => {
    await command('Zoneflow: New Policy');
    await page.locator('.tab.active[data-resource-name^="Untitled"]').waitFor();
    await shows('.statusbar-item', /Untitled-\d+\s*$/);
  });

  it('the server starts again on request', async () => {
    await openFlows();
    await command('Zoneflow: Restart Language Server');
    await command('Problems: Focus on Problems View');
    await page.locator('.markers-panel .monaco-list-row').first().waitFor({ state: 'detached' });
    await shows('.markers-panel .monaco-list-row', 'nowhere');
    await shows('.statusbar-item', 'web shop');
  });

  it('a file that is deleted takes its findings along', async () => {
    await page.locator('.explorer-viewlet .monaco-list-row').filter({ hasText: 'closed.zoneflow' }).click();
    await page.keyboard.press('Delete');
    await page
      .locator('.monaco-dialog-box .monaco-button')
      .filter({ hasText: /delete/i })
      .click();
    await page
      .locator('.markers-panel .monaco-list-row')
      .filter({ hasText: 'nowhere' })
      .waitFor({ state: 'detached' });
  });

  it('and nothing has gone wrong in the browser', () => assert.deepEqual(faults, []));

  /** Waits until a webview shows so many things; gives how many there are in the end. */
  async function inWebview(selector: string, wanted: number): Promise<number> {
    for (const until = Date.now() + 20_000; ; await page.waitForTimeout(50)) {
      const counts = await Promise.all(
        page.frames().map((frame) =>
          frame
            .locator(selector)
            .count()
            .catch(() => 0),
        ),
      );
      const most = Math.max(0, ...counts);
      if (most >= wanted || Date.now() > until) return most;
    }
  }
});
