import assert from 'node:assert/strict';
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
} from 'vscode-languageserver';
import { Harness } from '../support/harness.js';

describe('server: call hierarchy', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('tells who may reach a zone, whom it may reach, and by which rule', async () => {
    const client = await harness.start({});
    const uri = 'untitled:One';
    await client.open(
      uri,
      'zone web\nzone app\nzone db\nallow web to app on https\nallow app to db on ssh\n',
    );
    const params = { textDocument: { uri }, position: { line: 1, character: 6 } };
    const [item] = await client.request<CallHierarchyItem[]>('textDocument/prepareCallHierarchy', params);
    assert.equal(item.name, 'app');
    const incoming = await client.request<CallHierarchyIncomingCall[]>('callHierarchy/incomingCalls', {
      item,
    });
    assert.deepEqual(
      incoming.map(({ from, fromRanges }) => [from.name, from.uri, fromRanges]),
      [['web', uri, [{ start: { line: 3, character: 0 }, end: { line: 3, character: 25 } }]]],
    );
    const outgoing = await client.request<CallHierarchyOutgoingCall[]>('callHierarchy/outgoingCalls', {
      item: { ...item, data: undefined },
    });
    assert.deepEqual(
      outgoing.map(({ to, fromRanges }) => [to.name, to.detail, fromRanges[0].start.line]),
      [['db', 'ssh', 4]],
    );
    assert.deepEqual(client.log, []);
  });
});
