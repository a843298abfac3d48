import assert from 'node:assert/strict';
import { generated, plant, shop } from './fixtures.js';
import { axe, draw, open, page, sent, themes, until, useBrowser } from './harness/session.js';

const small = { width: 1000, height: 700 };
const cell = (source: string, target: string): string =>
  `[role=gridcell][aria-label*="${source} to ${target}:"]`;

describe('the matrix and the list', function () {
  this.timeout(90_000);
  useBrowser();

  for (const theme of themes) {
    it(`pass axe in the theme ${theme}`, async () => {
      await open(theme, small);
      await draw(shop(), 'internet', { marks: { 'dmz.waf→shop.web': { severity: 'warning', count: 2 } } });
      await page.keyboard.press('2');
      await page.keyboard.press('/');
      await page.click('.facet button');
      assert.deepEqual(await axe(), []);
      await page.click('.facet label');
      await page.keyboard.press('Escape');
      await page.click('#tab-list');
      assert.deepEqual(await axe(), []);
    });
  }

  it('show each allowed connection once, in its cell and in words', async () => {
    await open();
    const graph = shop();
    await draw(graph, 'shop.web');
    await page.keyboard.press('2');
    assert.equal(await page.locator('.cell.allowed').count(), graph.edges.length);
    for (const { source, target, services } of graph.edges) {
      const label = await page.getAttribute(cell(source, target), 'aria-label');
      assert.ok(label?.endsWith(`${source} to ${target}: allowed on ${services.join(', ')}`), label ?? '');
    }
    await page.keyboard.press('3');
    const within = graph.edges.filter(({ source, target }) => source === target).length;
    assert.equal(await page.locator('.connections li').count(), graph.edges.length * 2 - within);
    assert.equal(await page.locator('.segment [role=heading]').count(), graph.nodes.length);
  });

  it('lead to the source by keyboard alone', async () => {
    await open();
    await draw(shop(), 'shop.web');
    await page.keyboard.press('2');
    await page.focus('.matrix [tabindex="0"]');
    await page.keyboard.press('Enter');
    const columns = shop().nodes.findIndex(({ id }) => id === 'dmz.waf');
    for (let i = 0; i <= columns; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.keyboard.press('3');
    await page.focus('.connections button');
    await page.keyboard.press('Enter');
    const reveals = (await sent()).filter(({ type }) => type.startsWith('reveal'));
    assert.deepEqual(reveals, [
      { type: 'reveal', id: 'internet' },
      { type: 'revealEdge', source: 'internet', target: 'dmz.waf' },
      { type: 'revealEdge', source: 'internet', target: 'dmz.waf' },
    ]);
  });

  it('open and close zones for each other, and keep the keyboard where it is', async () => {
    await open();
    await draw(shop(), 'shop.app.cart');
    await page.keyboard.press('2');
    await page.focus('.line .name[aria-label^="shop.app,"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('.line .name[aria-label^="shop.app,"][aria-expanded="false"]');
    assert.equal(await page.locator('.line .name[aria-label^="shop.app.cart"]').count(), 0);
    await until(async () =>
      /^shop.app,/.test((await page.getAttribute(':focus', 'aria-label').catch(() => '')) ?? ''),
    );
    await page.keyboard.press('3');
    await page.click('[data-open="shop.app"]');
    await page.waitForSelector('[data-open="shop.app"][aria-expanded="true"]');
    await page.keyboard.press('1');
    await page.waitForSelector('.boxes [data-node="shop.app.cart"]', { state: 'attached' });
  });

  it('hold only what is on screen of a large policy, and any cell can be gone to', async () => {
    await open('dark', small);
    await draw(generated(1000, 0), 'segment0');
    await page.keyboard.press('2');
    assert.ok((await page.locator('.cell').count()) < 2500);
    await page.focus('.matrix [tabindex="0"]');
    await page.keyboard.press('Control+End');
    await page.waitForSelector(`${cell('segment999', 'segment999')}:focus`);
    assert.equal(await page.locator('.matrix [tabindex="0"]').count(), 1);
    await page.keyboard.press('3');
    await page.click('.list > .link');
    assert.equal(await page.locator('.segment').count(), 400);
  });
});

describe('the filter', function () {
  this.timeout(90_000);
  useBrowser();

  it('dims what does not match in every view, and says how much does', async () => {
    await open();
    await draw(plant(), plant().nodes[0]!.id);
    await page.keyboard.press('/');
    await page.click('.facet button:has-text("Service")');
    await page.click('.values label:has-text("opcua")');
    await page.keyboard.press('Escape');
    const wanted = plant().edges.filter(({ services }) => services.includes('opcua'));
    const ends = new Set(wanted.flatMap(({ source, target }) => [source, target]));
    assert.equal(await page.innerText('.filter .count'), `${ends.size} of ${plant().nodes.length} match`);
    assert.equal(await page.locator('.node.match').count(), ends.size);
    assert.equal(await page.locator('.edge.match').count(), wanted.length);
    await page.click('#tab-matrix');
    assert.equal(await page.locator('.cell.allowed:not(.dim)').count(), wanted.length);
    await page.click('#tab-list');
    assert.equal(await page.locator('.segment').count(), ends.size);
  });

  it('leaves out what does not match, keeps the choice over a reload, and clears', async () => {
    await open();
    const graph = shop();
    await draw(graph, 'shop.web');
    await page.keyboard.press('/');
    await page.keyboard.type('vault');
    await page.click('.filter .hide');
    await until(async () => (await page.locator('.picture [data-node]').count()) < graph.nodes.length);
    const left = await page.locator('.picture [data-node]').count();
    await until(async () =>
      /"text":"vault"/.test((await page.evaluate<string | null>(`sessionStorage.getItem('state')`)) ?? ''),
    );
    await page.reload();
    await draw(graph, 'cde.vault');
    assert.equal(await page.locator('.picture [data-node]').count(), left);
    assert.equal(await page.inputValue('.filter input[type=search]'), 'vault');
    await page.click('.filter .link');
    await page.waitForSelector('[data-node="shop.web"]', { state: 'attached' });
    assert.equal(await page.innerText('.filter .count'), '');
  });

  it('finds zones by what is hidden in them', async () => {
    await open();
    await draw(shop(), 'shop.web');
    await page.dblclick('[data-node="shop.app"] .shape', { position: { x: 60, y: 6 }, force: true });
    await page.waitForSelector('[data-node="shop.app"][aria-expanded="false"]');
    await page.keyboard.press('/');
    await page.keyboard.type('cart');
    await page.waitForSelector('.node.match[data-node="shop.app"]');
  });
});
