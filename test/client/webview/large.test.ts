import assert from 'node:assert/strict';
import type { Changes } from '../../../server/protocol.js';
import { exportBytes } from '../../../client/graph/export-data.js';
import { openPolicy } from '../../support/policies.js';
import { generated, shop } from './fixtures.js';
import {
  answerFrom,
  draw,
  graphMessage,
  open,
  page,
  sent,
  tell,
  until,
  useBrowser,
} from './harness/session.js';

const small = { width: 1000, height: 700 };
const boxes = async (): Promise<number> => page.locator('.picture .boxes > *').count();

/** How many pixels of the canvas behind the picture are painted. */
const painted = (): Promise<number> =>
  page.evaluate<number>(`(() => {
    const canvas = document.querySelector('.far-canvas');
    const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, index) => index % 4 === 3 && value > 0).length;
  })()`);

describe('a picture of thousands of boxes', function () {
  this.timeout(90_000);
  useBrowser();

  it('shows boxes in rows while the first layout takes its time, and then the picture with its arrows', async () => {
    await open('dark', { width: 1400, height: 900 });
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    await page.route('**/layout-worker.js', async (route) => {
      await held;
      await route.continue();
    });
    await page.reload();
    await tell(graphMessage(generated(40, 5)));
    await page.waitForSelector('.stage[aria-busy] [data-node="zone0"]', { state: 'attached' });
    assert.match((await page.locator('.notices').textContent()) ?? '', /being laid out/);
    assert.equal(await page.locator('.picture .edge').count(), 0);
    release();
    await page.waitForSelector('.stage:not([aria-busy]) .edge', { state: 'attached' });
    assert.doesNotMatch((await page.locator('.notices').textContent()) ?? '', /being laid out/);
    const [view, all] = [await page.getAttribute('.camera', 'style'), page.locator('.camera')];
    await page.keyboard.press('0');
    assert.equal(await all.getAttribute('style'), view, 'all of it is in sight');
  });

  it('has elements for what is on screen alone, and plain shapes where nothing can be read', async () => {
    await open('dark', small);
    await draw(generated(5000, 0), 'segment0');
    assert.ok((await boxes()) < 20);
    assert.equal(await page.locator('.far-canvas').isVisible(), true);
    assert.ok((await painted()) > 20_000);
    for (let i = 0; i < 14; i++) await page.keyboard.press('+');
    assert.ok((await boxes()) > 1 && (await boxes()) < 400);
    assert.equal(await page.locator('.far-canvas').isVisible(), false);
  });

  it('can be walked by keyboard, and each box that has the keyboard is drawn', async () => {
    await open('dark', small);
    await draw(generated(1000, 0), 'segment0');
    await page.focus('.stage [tabindex="0"]');
    await page.keyboard.press('End');
    await page.waitForSelector('[data-node=segment999]:focus', { state: 'attached' });
    await page.keyboard.press('Enter');
    assert.deepEqual((await sent()).at(-1), { type: 'reveal', id: 'segment999' });
  });

  it('tells which box is under the pointer though it has no element', async () => {
    await open('dark', small);
    await draw(generated(1000, 0), 'segment0');
    const { x, y } = (await page.locator('.boxes [data-node=segment0]').boundingBox())!;
    await page.mouse.move(x + 60, y + 8);
    await page.waitForSelector('.tooltip:not([hidden])');
    await page.mouse.click(x + 60, y + 8);
    await page.waitForSelector('.node.chosen:not([data-node=segment0])', { state: 'attached' });
  });

  it('has a small picture of itself, and pressing there moves it', async () => {
    await open('dark', small);
    await draw(generated(1000, 0), 'segment0');
    assert.equal(await page.locator('.minimap').isVisible(), false);
    for (let i = 0; i < 12; i++) await page.keyboard.press('+');
    await page.waitForSelector('.minimap');
    const before = await page.getAttribute('.camera', 'style');
    await page.locator('.minimap').click({ position: { x: 20, y: 20 } });
    assert.notEqual(await page.getAttribute('.camera', 'style'), before);
  });
});

describe('the picture as PNG', function () {
  this.timeout(90_000);
  useBrowser();

  it('is an image of twice the size', async () => {
    await open('light');
    await draw(shop(), 'shop.web');
    await page.keyboard.press('p');
    await until(async () => (await sent()).some(({ type }) => type === 'export'));
    const data = (await sent()).flatMap((message) => (message.type === 'export' ? [message] : []))[0]!;
    assert.equal(data.format, 'png');
    const bytes = Buffer.from(exportBytes('png', data.data)!);
    assert.ok(bytes.readUInt32BE(16) > 1000 && bytes.readUInt32BE(20) > 500, 'its width and height');
  });
});

describe('what changed, in the picture', function () {
  this.timeout(90_000);
  useBrowser();

  const policy = openPolicy({ 'a.zoneflow': 'zone a\nzone b\nallow a to b on https' });
  const example = {
    source: 'a',
    destination: 'b',
    protocol: 'tcp',
    port: 443,
    identity: null,
    conditions: [],
  };
  const rule = { name: 'allow-a-b', text: 'allow a to b on https', location: null };
  const changed = { exact: true, example, allowedBy: [rule], deniedBy: [], byDefault: true };
  const gone = { ...policy.graph.nodes[0]!, id: 'gone' };
  const changes: Changes = {
    ...{ policy: 'p', root: 'file:///p', against: 'HEAD', commit: '0123456789abcdef', asOf: '2026-11-21' },
    ...{ proven: true, notes: [], page: '', nodes: [...policy.graph.nodes, gone] },
    allowed: [{ ...changed, from: 'a', to: 'b', on: 'https' }],
    denied: [{ ...changed, from: 'b', to: 'gone', on: 'ssh' }],
    pairs: [
      { kind: 'allowed', source: 'a', target: 'b', services: ['https'], rules: ['r'], example, changes: [0] },
      { kind: 'denied', source: 'b', target: 'gone', services: ['ssh'], rules: ['s'], example, changes: [0] },
    ],
  };

  it('is drawn with a sign and listed, a zone that is gone with it; and gone when it is closed', async () => {
    await open();
    await draw(policy.graph, 'a');
    await page.keyboard.press('c');
    await until(async () => (await sent()).some(({ type }) => type === 'ask'));
    await tell({ type: 'answer', id: 1, answer: { kind: 'changes', result: changes } });
    await page.waitForSelector('.extra.removed');
    assert.equal(await page.locator('.extra.added').count(), 1);
    assert.equal((await page.locator('[data-node=gone]').count()) > 0, true);
    assert.match(await page.innerText('.summary'), /1 newly allowed, 1 newly denied/);
    await page.click('#tab-matrix');
    assert.match(
      (await page.getAttribute('[aria-label*="b to gone:"]', 'aria-label')) ?? '',
      /newly denied on ssh/,
    );
    await page.click('.panel .shut');
    await until(async () => (await page.locator('.extra').count()) === 0);
  });

  it('says in words why there is nothing to compare with', async () => {
    await open();
    await answerFrom(policy);
    await draw(policy.graph, 'a');
    await page.keyboard.press('c');
    await page.waitForSelector('.panel-body :text("no Git repository")');
  });
});
