import assert from 'node:assert/strict';
import type { DocumentLink, InlayHint } from 'vscode-languageserver';
import { fullCapabilities, Harness } from '../support/harness.js';

describe('server: hints and links inside lines', () => {
  const harness = new Harness();
  afterEach(harness.end);

  const uri = 'untitled:One';
  const textDocument = { uri };

  it('shows the addresses behind names until they are switched off', async () => {
    const client = await harness.start(fullCapabilities);
    await client.open(uri, '// 😀\nzone a { addresses = 10.0.0.0/24 }\nallow a to any on https\n');
    const params = {
      textDocument,
      range: { start: { line: 2, character: 0 }, end: { line: 3, character: 0 } },
    };
    const hints = await client.request<InlayHint[]>('textDocument/inlayHint', params);
    assert.deepEqual(hints, [
      {
        position: { line: 2, character: 7 },
        label: '10.0.0.0/24',
        tooltip: { kind: 'markdown', value: '**zone** `a`\n\n`10.0.0.0/24` — 256 addresses' },
        paddingLeft: true,
      },
    ]);
    const settings = { zoneflow: { inlayHints: { enabled: false } } };
    await client.notify('workspace/didChangeConfiguration', { settings });
    assert.equal(await client.request('textDocument/inlayHint', params), null);
    assert.deepEqual(client.log, []);
  });

  it('opens the ticket of a rule', async () => {
    const client = await harness.start();
    await client.open(uri, 'zone a\nallow a to a on https { ticket = "https://tickets.example/1" }\n');
    const links = await client.request<DocumentLink[]>('textDocument/documentLink', { textDocument });
    assert.deepEqual(links, [
      {
        range: { start: { line: 1, character: 34 }, end: { line: 1, character: 59 } },
        target: 'https://tickets.example/1',
      },
    ]);
  });
});
