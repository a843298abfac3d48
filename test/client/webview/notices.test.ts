import assert from 'node:assert/strict';
import { overlaysNotice, rulesetsNotice } from '../../../client/webview/notices.js';
import { shop } from './fixtures.js';
import { draw, open, page, useBrowser } from './harness/session.js';

describe('notices at the picture', function () {
  this.timeout(60_000);
  useBrowser();

  it('say how much of what is laid over it is drawn, where that is not all', () => {
    assert.equal(overlaysNotice(300, 300), null);
    assert.match(overlaysNotice(412, 300)?.text ?? '', /^300 of 412 connections .* matrix and the list/);
  });

  it('say why a policy of rulesets has no arrows', async () => {
    assert.equal(rulesetsNotice(3, 1), null);
    assert.equal(rulesetsNotice(0, 0), null);
    await open('dark', { width: 900, height: 700 });
    await draw({ ...shop(), edges: [] }, 'internet', { rulesets: 1 });
    assert.match((await page.locator('.notices').textContent()) ?? '', /a ruleset is a list of its own/);
    const lowest = await page.evaluate<number>(
      `Math.max(...[...document.querySelectorAll('.picture .shape')].map((box) => box.getBoundingClientRect().bottom))`,
    );
    const notices = await page.locator('.notices').boundingBox();
    assert.ok(lowest <= notices!.y, 'no box lies below a notice');
  });
});
