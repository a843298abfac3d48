import assert from 'node:assert/strict';
import type { Graph } from '../../../language/graph/model.js';
import { looks } from './harness/looks.js';
import { boutique, campus, generated, plant, shop, withNode } from './fixtures.js';
import {
  axe,
  draw,
  graphMessage,
  open,
  otherPage,
  page,
  places,
  sent,
  tell,
  themes,
  until,
  useBrowser,
} from './harness/session.js';

describe('the graph in a browser', function () {
  this.timeout(90_000);
  useBrowser();

  for (const [name, graph] of Object.entries({
    shop: shop(),
    plant: plant(),
    boutique: boutique(),
    campus: campus(),
  })) {
    it(`draws ${name}, every box and arrow`, async () => {
      await open();
      await draw(graph, graph.nodes[0]!.id);
      const arrows = graph.edges.filter(({ source, target }) => source !== target);
      assert.equal(await page.locator('.picture [data-node]').count(), graph.nodes.length);
      assert.equal(await page.locator('.picture .edge').count(), arrows.length);
      assert.equal(await page.locator('.picture .loop').count(), graph.edges.length - arrows.length);
    });
  }

  it('shows zones closed where the panel is too small to read them open, and opens one by its button', async () => {
    await open('dark', { width: 600, height: 700 });
    await draw(plant(), plant().nodes[0]!.id);
    const text = await page.locator('.notices').textContent();
    assert.match(text ?? '', /shown closed to keep the picture readable/);
    const closed = page.locator('.boxes .closed');
    const id = await closed.first().getAttribute('data-node');
    await page.click(`[data-toggle="${id}"]`);
    await page.waitForSelector(`[data-node="${id}"][aria-expanded="true"]`, { state: 'attached' });
    await page.click(`.headers [data-toggle="${id}"]`);
    await page.waitForSelector(`[data-node="${id}"][aria-expanded="false"]`, { state: 'attached' });
  });

  for (const theme of themes) {
    it(`passes axe in the theme ${theme}`, async () => {
      await open(theme);
      await draw(shop(), 'cde.vault', { marks: { cde: { severity: 'warning', count: 2 } }, problems: 1 });
      await page.keyboard.press('?');
      assert.deepEqual(await axe(), []);
    });
  }

  it('goes to the source on a click and on Enter', async () => {
    await open();
    await draw(shop(), 'shop.web');
    await page.click('[data-node="shop.web"]');
    await page.click('.chip[data-edge="dmz.waf→shop.web"]');
    await page.click('.loop');
    await page.focus('[data-node="internet"]');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const reveals = (await sent()).filter(({ type }) => type.startsWith('reveal'));
    assert.deepEqual(reveals.slice(0, 2), [
      { type: 'reveal', id: 'shop.web' },
      { type: 'revealEdge', source: 'dmz.waf', target: 'shop.web' },
    ]);
    assert.equal(reveals.length, 4);
  });

  it('closes and opens a zone by double click and by Space, and tells so', async () => {
    await open();
    await draw(shop(), 'shop.app.cart');
    await page.dblclick('[data-node="shop.app"] .shape', { position: { x: 60, y: 6 }, force: true });
    await page.waitForSelector('[data-node="shop.app"][aria-expanded="false"]');
    assert.equal(await page.locator('[data-node="shop.app.cart"]').count(), 0);
    await page.focus('[data-node="shop.app"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-node="shop.app.cart"]', { state: 'attached' });
  });

  it('says nothing of a zone as it was before it was opened', async () => {
    await open();
    await draw(shop(), 'shop.web');
    await page.focus('[data-node="shop.app"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-node="shop.app"][aria-expanded="false"]');
    const tooltip = page.locator('.tooltip:not([hidden])', { hasText: 'not shown' });
    await page.hover('[data-toggle="shop.app"]');
    await tooltip.waitFor();
    await page.click('[data-toggle="shop.app"]');
    await page.waitForSelector('[data-node="shop.app"][aria-expanded="true"]');
    assert.equal(await tooltip.count(), 0);
  });

  it('is one stop for the Tab key', async () => {
    await open();
    await draw(shop(), 'shop.web');
    assert.equal(await page.locator('.stage [tabindex="0"]').count(), 1);
  });

  it('finds boxes by name', async () => {
    await open();
    await draw(shop(), 'shop.web');
    await page.keyboard.press('/');
    await page.keyboard.type('vault');
    assert.equal(await page.locator('.node.match').count(), 1);
    await page.keyboard.press('Enter');
    await page.waitForSelector('.node.chosen[data-node="cde.vault"]');
    await page.keyboard.press('Escape');
    assert.equal(await page.locator('.match').count(), 0);
  });

  it('lights what the cursor in the text is on, on the closed zone where it is hidden', async () => {
    await open();
    await draw(shop(), 'shop.web');
    await tell({ type: 'highlight', ids: ['shop.web', 'dmz.waf→shop.web'] });
    await page.waitForSelector('.edge.lit');
    assert.equal(await page.locator('.node.lit').count(), 1);
  });

  it('keeps the last good picture, dimmed, and says why', async () => {
    await open();
    await draw(shop(), 'shop.web', { problems: 2 });
    assert.match(await page.innerText('.notices'), /2 syntax errors/);
    assert.equal(await page.locator('body.stale').count(), 1);
  });

  it('says what to do where there are no zones', async () => {
    await open();
    await tell(graphMessage({ version: 1, nodes: [], edges: [] }));
    await page.waitForSelector('.empty:not([hidden])');
  });

  it('shows a message in place of a picture, until there is one', async () => {
    await open();
    await tell({ type: 'message', text: 'There is no policy here.' });
    await page.waitForSelector('.instead:not([hidden])');
    await draw(shop(), 'shop.web');
    assert.equal(await page.locator('.instead').isVisible(), false);
  });

  it('moves nothing when an arrow is added, and little when a zone is', async () => {
    await open();
    const graph = generated(40, 5);
    await draw(graph, 'zone0');
    const before = await places();
    const [from, to] = [graph.nodes[3]!.id, graph.nodes.at(-2)!.id];
    const edge = { source: from, target: to, services: ['https'], rules: ['new'] };
    await draw({ ...graph, edges: [...graph.edges, edge] }, 'zone0');
    await page.waitForSelector(`.edge[data-edge="${from}→${to}"]`, { state: 'attached' });
    assert.deepEqual(await places(), before);
    await draw(withNode(graph, 'added', from, to), 'added');
    const after = await places();
    const moves = [...before].map(([id, { x, y }]) => Math.hypot(after.get(id)!.x - x, after.get(id)!.y - y));
    const average = moves.reduce((sum, move) => sum + move, 0) / moves.length;
    assert.ok(average < 40, `boxes moved by ${average} on average`);
  });

  it('is back as it was after a reload', async () => {
    await open();
    await draw(shop(), 'shop.web');
    await page.focus('[data-node="shop.app"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-node="shop.app"][aria-expanded="false"]');
    await page.keyboard.press('+');
    const view = await page.getAttribute('.camera', 'style');
    const zoom = /scale\((.*)\)/.exec(view ?? '')?.[1];
    await until(async () => {
      const kept = (await page.evaluate<string | null>(`sessionStorage.getItem('state')`)) ?? '';
      return kept.includes('"closed":["shop.app"]') && kept.includes(`"zoom":${zoom}`);
    });
    await page.reload();
    await draw(shop(), 'shop.app');
    assert.equal(await page.getAttribute('[data-node="shop.app"]', 'aria-expanded'), 'false');
    assert.equal(await page.getAttribute('.camera', 'style'), view);
  });

  /** A policy of zones in a row, each of which may reach the next. */
  const chain = (length: number): Graph => {
    const [first] = shop().nodes;
    const ids = Array.from({ length }, (_, i) => `zone-number-${i}`);
    const nodes = ids.map((id) => ({ ...first!, id, title: id, parent: null }));
    const edges = ids
      .slice(1)
      .map((target, i) => ({ source: ids[i]!, target, services: ['https'], rules: [`rule ${i}`] }));
    return { version: 1, nodes, edges };
  };
  const camera = (): Promise<string | null> => page.getAttribute('.camera', 'style');

  it('shows all of a picture that an edit turns, after a reload too, but leaves alone where somebody looks', async () => {
    await open('dark', { width: 700, height: 900 });
    const high = chain(7);
    await draw({ ...high, edges: [] }, 'zone-number-0');
    await until(async () =>
      ((await page.evaluate<string | null>(`sessionStorage.getItem('state')`)) ?? '').includes(
        'zone-number-6',
      ),
    );
    await page.reload();
    await draw(high, 'zone-number-0');
    await page.waitForSelector('.edge', { state: 'attached' });
    const shown = await camera();
    await page.keyboard.press('0');
    assert.equal(shown, await camera());
    await page.keyboard.press('+');
    const zoomed = await camera();
    await draw(chain(8), 'zone-number-7');
    assert.equal(await camera(), zoomed);
  });

  it('keeps all in sight that was, when an edit adds to it', async () => {
    await open('dark', { width: 900, height: 700 });
    await draw(chain(3), 'zone-number-0');
    const before = await camera();
    await draw(chain(9), 'zone-number-8');
    const shown = await camera();
    assert.notEqual(shown, before);
    await page.keyboard.press('0');
    assert.equal(shown, await camera());
  });

  it('has arrows go with the boxes that slide', async () => {
    await open();
    await draw(shop(), 'shop.app');
    // Every animation stands still half way.
    await page.evaluate(`{
      const animate = Element.prototype.animate;
      Element.prototype.animate = function (...given) {
        const animation = animate.apply(this, given);
        animation.pause();
        animation.currentTime = 80;
        return animation;
      };
    }`);
    await page.focus('[data-node="shop"]');
    await page.keyboard.press('Space');
    await page.waitForSelector('[data-node="shop"][aria-expanded="false"]');
    const gaps = `[...document.querySelectorAll('.picture .edge')].flatMap((edge) => {
      const line = edge.querySelector('.line');
      if (line.getAnimations().length === 0) return [];
      const [source] = edge.dataset.edge.split('→');
      const box = document.querySelector('[data-node="' + source + '"]').getBoundingClientRect();
      const { x, y } = line.getPointAtLength(0).matrixTransform(line.getScreenCTM());
      const outside = (at, low, high) => Math.max(low - at, at - high, 0);
      return [Math.hypot(outside(x, box.left, box.right), outside(y, box.top, box.bottom))];
    })`;
    const found = await page.evaluate<number[]>(gaps);
    assert.ok(found.length > 0, 'no arrow moves');
    assert.ok(Math.max(...found) < 3, `arrows begin up to ${Math.max(...found)} px away from their boxes`);
  });

  it('shows the newest of many edits', async () => {
    await open();
    await draw(shop(), 'shop.web');
    let graph = shop();
    for (let i = 0; i < 12; i++) {
      graph = withNode(graph, `edit${i}`, 'office', 'shop.data');
      await tell(graphMessage(graph));
    }
    await page.waitForSelector('[data-node="edit11"]', { state: 'attached' });
    assert.equal(await page.locator('.picture [data-node]').count(), shop().nodes.length + 12);
  });

  it('ends a worker that runs over the deadline, shows zones closed and says so, and goes on', async () => {
    await open();
    await page.route('**/layout-worker.js', (route) => route.fulfill({ body: 'for (;;);' }), { times: 1 });
    await page.reload();
    await draw(shop(), 'shop');
    assert.match(await page.innerText('.notices'), /longer than 5 s/);
    assert.equal(await page.getAttribute('[data-node="shop"]', 'aria-expanded'), 'false');
    await page.dblclick('[data-node="shop"]');
    await page.waitForSelector('[data-node="shop.web"]', { state: 'attached' });
  });

  it('shows boxes in rows where the layout fails', async () => {
    await open();
    const body = 'self.onmessage = ({ data }) => self.postMessage({ id: data.id, error: "too deep" });';
    await page.route('**/layout-worker.js', (route) => route.fulfill({ body }));
    await page.reload();
    await draw(shop(), 'shop.web');
    assert.match(await page.innerText('.notices'), /too deep/);
    assert.equal(await page.locator('.picture [data-node]').count(), shop().nodes.length);
    await page.unroute('**/layout-worker.js');
  });

  for (const count of [1000, 5000]) {
    it(`shows ${count} segments closed, and says so`, async () => {
      await open();
      await draw(generated(count, 50), 'zone0');
      assert.match(await page.innerText('.notices'), /closed|Too many/);
      assert.equal(await page.locator('.picture [data-node]').count(), count / 50);
    });
  }

  it('exports an SVG that stands alone', async () => {
    await open('light');
    await draw(shop(), 'shop.web');
    await page.keyboard.press('s');
    const data = (await sent()).flatMap((message) => (message.type === 'export' ? [message.data] : []))[0]!;
    assert.match(data, /^<svg /);
    assert.doesNotMatch(data, /var\(|color-mix|class=|<script|data-node|href/);
    const alone = await otherPage();
    await alone.setContent(`<!DOCTYPE html>${data}`);
    assert.ok(await alone.locator('svg text', { hasText: 'vault' }).first().isVisible());
    const drawn = await looks(page, '.picture');
    assert.ok(drawn.length > 100);
    assert.deepEqual(await looks(alone, 'svg > g'), drawn);
    await alone.close();
  });

  it('shows names from the text as text', async () => {
    await open();
    const graph = shop();
    const nodes = graph.nodes.map((node) => ({ ...node, title: '<img src=x onerror=alert(1)>"&' }));
    await draw({ ...graph, nodes }, 'shop.web');
    await page.hover('[data-node="shop.web"]');
    assert.equal(await page.locator('img').count(), 0);
  });
});
