import assert from 'node:assert/strict';
import { page } from '../../client/graph/page.js';

const parts = {
  script: 'https://webview/main.js',
  styles: ['https://webview/main.css', 'https://webview/views.css'],
  worker: 'https://webview/layout-worker.js',
  document: 'file:///policies/a%20b/x.zoneflow',
  cspSource: 'https://webview',
  nonce: 'abc123',
};

/** The page's content security policy: the sources of each directive. */
function directives(html: string): Record<string, string> {
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  return Object.fromEntries(
    policy.split('; ').map((directive) => {
      const [name = '', ...sources] = directive.split(' ');
      return [name, sources.join(' ')];
    }),
  );
}

describe('the page of the graph', () => {
  it('allows our own script, style and worker, and nothing else', () => {
    assert.deepEqual(directives(page(parts)), {
      'default-src': `'none'`,
      'script-src': `'nonce-abc123'`,
      'style-src': 'https://webview',
      'worker-src': 'blob:',
      'connect-src': 'https://webview',
      'img-src': 'blob: data:',
    });
  });

  it('runs no inline script and holds no inline style', () => {
    const html = page(parts);
    assert.doesNotMatch(html, /<style|\sstyle=|\son\w+=|unsafe-/);
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /<script nonce="abc123" src="https:\/\/webview\/main.js"><\/script>/);
  });

  it('keeps a hostile file name inside its attribute', () => {
    const html = page({ ...parts, document: 'file:///"><script>alert(1)</script>&' });
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.match(html, /data-document="file:\/\/\/&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;&amp;"/);
  });
});
