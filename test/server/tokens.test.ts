import assert from 'node:assert/strict';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { Harness } from '../support/harness.js';

describe('server: changes of semantic tokens', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('sends what an edit changes, and everything to who asks with an id that is no longer known', async () => {
    const client = await harness.start({});
    const textDocument = { uri: 'untitled:One' };
    const full = 'textDocument/semanticTokens/full';
    await client.open(textDocument.uri, 'zone web\nzone app\nallow web to app on https\n');
    const before = await client.request<SemanticTokens>(full, { textDocument });
    await client.change(textDocument.uri, {
      text: 'zone web\nzone app\nzone db\nallow web to app on https\n',
    });
    const previousResultId = before.resultId;
    const delta = await client.request<SemanticTokensDelta>(`${full}/delta`, {
      textDocument,
      previousResultId,
    });
    const data = [...before.data];
    for (const { start, deleteCount, data: added } of delta.edits)
      data.splice(start, deleteCount, ...(added ?? []));
    assert.deepEqual(data, (await client.request<SemanticTokens>(full, { textDocument })).data);
    assert.ok(delta.edits.length === 1 && delta.edits[0].data!.length < before.data.length);
    const again = await client.request<SemanticTokens>(`${full}/delta`, { textDocument, previousResultId });
    assert.deepEqual(again.data, data);
    assert.notEqual(again.resultId, previousResultId);
    assert.deepEqual(client.log, []);
  });
});
