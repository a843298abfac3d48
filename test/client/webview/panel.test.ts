import assert from 'node:assert/strict';
import { hopBadges } from '../../../client/webview/hops.js';
import { show } from '../../../picture/state.js';
import { parseSubject } from '../../../client/webview/subject.js';
import { treeOf } from '../../../picture/tree.js';
import { reachFrom } from '../../../language/graph/reach.js';
import type { Snapshot } from '../../../language/workspace.js';
import fc from 'fast-check';
import { openPolicy, openSample } from '../../support/policies.js';
import { answerFrom, axe, draw, open, page, sent, themes, until, useBrowser } from './harness/session.js';

const shop = openSample('shop');
const small = { width: 1280, height: 800 };

async function openShop(
  theme: (typeof themes)[number] = 'dark',
  viewport = { width: 3200, height: 2200 },
): Promise<void> {
  await openWith(shop, 'internet', theme, viewport);
}

async function openWith(
  snapshot: Snapshot,
  box: string,
  theme: (typeof themes)[number] = 'dark',
  viewport = { width: 3200, height: 2200 },
): Promise<void> {
  await open(theme, viewport);
  await answerFrom(snapshot);
  await draw(snapshot.graph, box);
}

const numbers = async (): Promise<string[]> => page.locator('.hop text').allTextContents();

describe('the side panel', function () {
  this.timeout(90_000);
  useBrowser();

  for (const theme of themes) {
    it(`passes axe in the theme ${theme}, with a blast radius, a pair and overlays`, async () => {
      await openShop(theme, small);
      await page.click('[data-node=internet]');
      await page.keyboard.press('b');
      await page.waitForSelector('.stepper');
      await page.keyboard.press('?');
      assert.deepEqual(await axe(), []);
      await page.keyboard.press('?');
      await page.click('[data-node=shop]', { modifiers: ['Control'] });
      await page.waitForSelector('.decided');
      assert.deepEqual(await axe(), []);
    });
  }

  it('steps through the blast radius as the engine finds it, by keyboard alone', async () => {
    await openShop();
    const reach = reachFrom(shop.analysis, 'internet', { direction: 'outward' })!;
    const shown = show(shop.graph, treeOf(shop.graph), new Set());
    await page.focus('[data-node=internet]');
    await page.keyboard.press('b');
    await page.waitForSelector('.stepper');
    for (let hops = 1; hops <= reach.steps.length; hops++) {
      const badges = [...hopBadges(shown, ['internet'], reach, hops).values()].filter((hop) => hop > 0);
      assert.deepEqual((await numbers()).map(Number).sort(), badges.sort());
      const reached = reach.steps
        .slice(0, hops)
        .flatMap(({ nodes }) => nodes.filter(({ inStart }) => !inStart));
      assert.match(await page.innerText('.summary'), new RegExp(`reaches ${reached.length} segment`));
      await page.focus('.stepper input');
      await page.keyboard.press('ArrowRight');
    }
    await page.focus('.choice button:last-child');
    await page.keyboard.press('Enter');
    await until(async () => /is reached from/.test(await page.innerText('.summary')));
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.panel').isVisible(), false);
    assert.deepEqual(await numbers(), []);
  });

  it('leads from each hop to the rules that permit it', async () => {
    await openShop();
    await page.click('[data-node=internet]');
    await page.keyboard.press('b');
    await page.click('.reached .facts button');
    const asked = (await sent()).filter(({ type }) => type === 'revealRule');
    assert.deepEqual(asked, [{ type: 'revealRule', rule: 'storefront' }]);
  });

  it('says who decides between two boxes that are chosen together, and by what way one is reached still', async () => {
    await openShop();
    await page.click('[data-node=internet]');
    await page.click('[data-node="shop.web"]', { modifiers: ['Shift'] });
    await page.waitForSelector('.verdict.deny');
    assert.match(await page.innerText('.panel-body'), /Yet it can be reached in 2 hops/);
    assert.ok((await page.locator('.boxes .node:not(.match)').count()) > 0);
    await page.click('.actions button');
    await page.waitForSelector('h2:has-text("shop.web → internet")');
  });

  it('shows the details of what is chosen, and follows', async () => {
    await openShop();
    await page.focus('[data-node="cde.vault"]');
    await page.keyboard.press('i');
    await page.waitForSelector('h2:has-text("cde.vault")');
    assert.match(await page.innerText('.panel dl'), /restricted/);
    await page.click('[data-node=internet]');
    await page.waitForSelector('h2:has-text("internet")');
  });

  it('asks about a cell of the matrix', async () => {
    await openShop();
    await page.keyboard.press('2');
    await page.click('[aria-label*="internet to dmz.lb:"]');
    await page.waitForSelector('.decided.allow button:has-text("storefront")');
  });

  it('is there again after a reload', async () => {
    await openShop();
    await page.click('[data-node=internet]');
    await page.keyboard.press('b');
    await page.click('.stepper button:last-of-type');
    await until(async () =>
      /"hops":2/.test((await page.evaluate<string | null>(`sessionStorage.getItem('state')`)) ?? ''),
    );
    const before = await page.innerText('.summary');
    await page.reload();
    await draw(shop.graph, 'internet');
    await page.waitForSelector('.summary');
    assert.equal(await page.innerText('.summary'), before);
  });
});

describe('what is laid over the picture', function () {
  this.timeout(90_000);
  useBrowser();

  const policy = openPolicy({
    'a.zoneflow': `zone a
      zone b
      zone c
      allow a to b on https
      allow a to c on ssh { expires = 2020-01-01 }
      tier guardrail {
        deny a to b on ssh
        deny c to b on any
        pass c to b on https
      }
      allow any to b on [ssh, https]`,
  });

  it('is what the engine says is denied, passed and expired, each with a sign of its own', async () => {
    await openWith(policy, 'a');
    await page.keyboard.press('?');
    for (const name of ['denied', 'passed', 'expired']) await page.check(`.overlays input[value=${name}]`);
    await page.waitForSelector('.extra.expired');
    const labels = await page
      .locator('.extras .extra')
      .evaluateAll((all) => all.map((one) => one.getAttribute('aria-label')));
    assert.ok(labels.includes('a to b: denied on ssh'), labels.join('\n'));
    assert.ok(labels.includes('c to b: allowed by an exception (pass) on https'), labels.join('\n'));
    assert.ok(labels.includes('a to c: allowed once, expired on ssh'), labels.join('\n'));
    await page.keyboard.press('s');
    const file = (await sent()).flatMap((one) => (one.type === 'export' ? [one.data] : []))[0] ?? '';
    for (const sign of ['✕', '»', '◷']) assert.ok(file.includes(`>${sign}</text>`), `${sign} is in the file`);
    await page.click('#tab-matrix');
    assert.match((await page.getAttribute('[aria-label*="a to c:"]', 'aria-label')) ?? '', /expired on ssh/);
    await page.click('#tab-list');
    assert.ok(await page.locator('.connections li:has-text("denied on ssh")').first().isVisible());
    await page.uncheck('.overlays input[value=denied]');
    await until(async () => (await page.locator('.extras .denied').count()) === 0);
  });

  it('can be less: findings need not be marked', async () => {
    await open();
    await draw(policy.graph, 'a', { marks: { a: { severity: 'error', count: 1 } } });
    await page.keyboard.press('?');
    await page.uncheck('.overlays input[value=findings]');
    assert.equal(await page.locator('.mark').isVisible(), false);
  });
});

describe('the kept subject of the side panel', () => {
  it('is read as it was, and never throws', () => {
    const reach = { kind: 'reach', id: 'a', direction: 'inward', hops: 3 };
    assert.deepEqual(parseSubject(reach), reach);
    fc.assert(fc.property(fc.anything(), (data) => void parseSubject(data)));
  });
});
