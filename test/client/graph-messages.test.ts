import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readKeptDocument, readMessage } from '../../client/graph/incoming.js';

describe('messages from the graph view', () => {
  const good: unknown[] = [
    { type: 'ready' },
    { type: 'reveal', id: 'shop.web' },
    { type: 'revealEdge', source: 'shop.*', target: '*' },
    { type: 'revealRule', rule: 'storefront' },
    { type: 'ask', id: 1, question: { kind: 'reach', id: 'shop', direction: 'inward' } },
    { type: 'ask', id: 2, question: { kind: 'pair', source: 'a', target: 'b' } },
    { type: 'ask', id: 3, question: { kind: 'overlays' } },
    { type: 'export', format: 'svg', data: '<svg/>' },
    { type: 'export', format: 'png', data: 'iVBORw0KGgo=' },
    { type: 'error', text: 'the layout did not end' },
  ];
  for (const message of good) {
    it(`lets in ${JSON.stringify(message)}`, () => assert.deepEqual(readMessage(message), message));
  }

  const bad: unknown[] = [
    undefined,
    null,
    'ready',
    [],
    {},
    { type: 'graph' },
    { type: 'reveal' },
    { type: 'reveal', id: '' },
    { type: 'reveal', id: 7 },
    { type: 'reveal', id: 'x'.repeat(10_001) },
    { type: 'revealEdge', source: 'a' },
    { type: 'revealEdge', source: 'a', target: { toString: 'b' } },
    { type: 'ask', question: { kind: 'overlays' } },
    { type: 'ask', id: 1, question: { kind: 'reach', id: 'a', direction: 'up' } },
    { type: 'ask', id: 1, question: { kind: 'run' } },
    { type: 'export', format: 'exe', data: 'x' },
    { type: 'export', format: 'svg', data: 1 },
    { type: 'error', text: {} },
  ];
  for (const message of bad) {
    const shown = JSON.stringify(message)?.slice(0, 60) ?? String(message);
    it(`refuses ${shown}`, () => assert.equal(readMessage(message), undefined));
  }

  it('passes nothing on but the fields it knows', () => {
    assert.deepEqual(readMessage({ type: 'reveal', id: 'a', uri: 'file:///etc/passwd' }), {
      type: 'reveal',
      id: 'a',
    });
  });

  it('shortens an endless error', () => {
    const message = readMessage({ type: 'error', text: 'x'.repeat(1_000_000) });
    assert.ok(message?.type === 'error' && message.text.length === 10_000);
  });

  it('throws at nothing', () => {
    fc.assert(
      fc.property(fc.anything(), (value) => {
        readMessage(value);
        readKeptDocument(value);
      }),
    );
  });
});

describe('the state of a graph view from before a reload', () => {
  it('holds the URI of a document', () => {
    assert.equal(readKeptDocument({ document: 'file:///p/a.zoneflow', zoom: 2 }), 'file:///p/a.zoneflow');
  });

  it('may hold none', () => {
    for (const state of [undefined, null, 'x', {}, { document: 1 }, { document: '' }]) {
      assert.equal(readKeptDocument(state), undefined);
    }
  });
});
