import assert from 'node:assert/strict';
import {
  CodeActionTriggerKind,
  type CodeAction,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { clientCommands, type SelectArguments } from '../../server/protocol.js';
import { fullCapabilities, Harness } from '../support/harness.js';

describe('server: refactorings', () => {
  const harness = new Harness();
  afterEach(harness.end);

  const uri = 'untitled:One';
  const text = 'zone web\r\nallow web to web on tcp/8443\r\nallow web to web on ssh\r\n';

  async function ask(context: object, commands: string[] = [clientCommands.select]): Promise<CodeAction[]> {
    const client = await harness.start(fullCapabilities, { initializationOptions: { commands } });
    await client.open(uri, text);
    const position = { line: 1, character: 22 };
    return client.request('textDocument/codeAction', {
      textDocument: { uri },
      range: { start: position, end: position },
      context: { diagnostics: [], ...context },
    });
  }

  it('are offered by kind to who asks, and not at every move of the cursor', async () => {
    const kinds = async (context: object): Promise<string[]> =>
      [...new Set((await ask(context)).map(({ kind }) => kind!))].sort();
    assert.deepEqual(await kinds({ only: ['refactor'] }), [
      'refactor.extract',
      'refactor.move',
      'refactor.rewrite',
    ]);
    assert.deepEqual(await kinds({ only: ['refactor.extract'] }), ['refactor.extract']);
    assert.deepEqual(await kinds({ only: ['source.organizeRules'] }), ['source.organizeRules.zoneflow']);
    const byItself = await kinds({ triggerKind: CodeActionTriggerKind.Automatic });
    assert.deepEqual(
      byItself.filter((kind) => kind.startsWith('refactor')),
      [],
    );
    assert.ok((await kinds({ triggerKind: CodeActionTriggerKind.Invoked })).includes('refactor.extract'));
  });

  it('let a made-up name be bettered at once, in a client that can', async () => {
    const find = (actions: CodeAction[]): CodeAction =>
      actions.find(({ title }) => title.startsWith('Extract service'))!;
    const action = find(await ask({ only: ['refactor'] }));
    const [{ edits }] = action.edit!.documentChanges as TextDocumentEdit[];
    const document = TextDocument.create(uri, '', 1, text);
    const after = TextDocument.create(uri, '', 2, TextDocument.applyEdits(document, edits as TextEdit[]));
    assert.match(after.getText(), /service tcp-8443 = tcp\/8443\r\n/);
    const [{ range, rename }] = action.command!.arguments as [SelectArguments];
    assert.equal(after.getText(range), 'tcp-8443');
    assert.ok(rename);
    assert.equal(find(await ask({ only: ['refactor'] }, [])).command, undefined);
  });
});
