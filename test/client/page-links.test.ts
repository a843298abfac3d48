import assert from 'node:assert/strict';
import { withPreviewLinks } from '../../client/page-links.js';

describe('links on a page of answers', () => {
  const folder = 'file:///home/me/nets';
  const shown = (markdown: string): string => withPreviewLinks(markdown, folder);

  it('lead from the top of the workspace folder, as the preview needs them', () => {
    assert.equal(
      shown('by [a.zoneflow:3](file:///home/me/nets/shop/a.zoneflow#L3), now'),
      'by [a.zoneflow:3](/shop/a.zoneflow#L3), now',
    );
    assert.equal(shown('[a\\]b:1](file:///home/me/nets/a%5Db.zoneflow#L1)'), '[a\\]b:1](/a%5Db.zoneflow#L1)');
  });

  it('to files elsewhere are no links, which would lead nowhere', () => {
    assert.equal(shown('[a:1](file:///home/me/netsuite/a.zoneflow#L1)'), 'a:1');
    assert.equal(withPreviewLinks('[a:1](file:///a.zoneflow#L1)', undefined), 'a:1');
  });

  it('to the web stay as they are', () => {
    assert.equal(shown('[page](https://example.com/x)'), '[page](https://example.com/x)');
  });
});
