import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parseMessage } from '../../../client/webview/protocol.js';
import { parseSaved } from '../../../client/webview/saved.js';
import { shop } from './fixtures.js';

const graph = {
  type: 'graph',
  version: 1,
  policy: 'Shop',
  graph: shop(),
  marks: { dmz: { severity: 'error', count: 1 } },
  problems: 0,
};

describe('messages to the picture', () => {
  it('are taken as they are where they are well formed', () => {
    const messages = [
      graph,
      { type: 'highlight', ids: ['dmz', 'a→b'] },
      { type: 'settings', followCursor: true, direction: 'DOWN' },
      { type: 'message', text: 'No policy here' },
    ];
    for (const message of messages) assert.equal(parseMessage(message), message);
  });

  it('are refused where anything in them is not as it should be', () => {
    const [node] = graph.graph.nodes;
    const bad = [
      { ...graph, version: 'one' },
      { ...graph, problems: -1 },
      { ...graph, tiers: { 'a→b': 'guardrail' } },
      { ...graph, marks: { dmz: { severity: 'fatal', count: 1 } } },
      { ...graph, graph: { ...graph.graph, nodes: [{ ...node, trust: 'high' }] } },
      {
        ...graph,
        graph: { ...graph.graph, edges: [{ source: 'a', target: 'b', services: 'all', rules: [] }] },
      },
      { type: 'highlight', ids: [1] },
      { type: 'settings', followCursor: true, direction: 'UP' },
      { type: 'message' },
      { type: 'run', text: 'x' },
    ];
    for (const message of bad)
      assert.equal(parseMessage(message), null, JSON.stringify(message).slice(0, 80));
  });

  it('and kept states of any kind never throw', () => {
    fc.assert(
      fc.property(fc.anything(), (data) => {
        parseMessage(data);
        parseSaved(data);
      }),
    );
  });
});
