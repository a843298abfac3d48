import assert from 'node:assert/strict';
import type { TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { Harness } from '../support/harness.js';

describe('server: formatting a part', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('of a range, and of the line that has just been ended', async () => {
    const client = await harness.start({});
    const { capabilities } = client.initialized;
    assert.equal(capabilities.documentRangeFormattingProvider, true);
    assert.deepEqual(capabilities.documentOnTypeFormattingProvider, {
      firstTriggerCharacter: '}',
      moreTriggerCharacter: ['\n'],
    });
    const text = 'zone   web\r\nzone   app\r\n';
    const textDocument = { uri: 'untitled:One' };
    await client.open(textDocument.uri, text);
    const applied = (edits: TextEdit[]): string =>
      TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
    const range = { start: { line: 1, character: 0 }, end: { line: 1, character: 10 } };
    const options = { tabSize: 8, insertSpaces: false };
    const ofRange = { textDocument, range, options };
    assert.equal(
      applied(await client.request<TextEdit[]>('textDocument/rangeFormatting', ofRange)),
      'zone   web\r\nzone app\r\n',
    );
    const onType = { textDocument, position: { line: 1, character: 0 }, ch: '\n', options };
    assert.equal(
      applied(await client.request<TextEdit[]>('textDocument/onTypeFormatting', onType)),
      'zone web\r\nzone   app\r\n',
    );
    assert.deepEqual(client.log, []);
  });
});
