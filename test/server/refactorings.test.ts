import assert from 'node:assert/strict';
import {
  CodeActionTriggerKind,
  type CodeAction,
  type TextDocumentEdit,
  type TextEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { clientCommands, type SelectArguments } from '../../server/protocol.js';
import type { LspClient } from '../support/lspclient.js';
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

  describe('with many edits', () => {
    const uses = 30;
    const many = `service s = tcp/8443\nzone web\n${'allow web to web on s\n'.repeat(uses)}`;
    const start = async (capabilities = fullCapabilities): Promise<LspClient> => {
      const client = await harness.start(capabilities);
      await client.open(uri, many);
      return client;
    };
    const askInline = async (client: LspClient): Promise<CodeAction> => {
      const position = { line: 0, character: 9 };
      const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: position, end: position },
        context: { diagnostics: [], only: ['refactor.inline'] },
      });
      return actions.find(({ title }) => title.includes('delete it'))!;
    };
    const after = ({ edit }: CodeAction): string => {
      const [{ edits }] = edit!.documentChanges as TextDocumentEdit[];
      return TextDocument.applyEdits(TextDocument.create(uri, '', 1, many), edits as TextEdit[]);
    };
    const inlined = `zone web\n${'allow web to web on tcp/8443\n'.repeat(uses)}`;

    it('bring their edits once they are chosen', async () => {
      const client = await start();
      const action = await askInline(client);
      assert.equal(action.edit, undefined);
      assert.equal(after(await client.request('codeAction/resolve', action)), inlined);
    });

    it('bring them at once to a client that does not ask again', async () => {
      const { codeAction, ...others } = fullCapabilities.textDocument!;
      const plain = { codeActionLiteralSupport: codeAction!.codeActionLiteralSupport! };
      const client = await start({ ...fullCapabilities, textDocument: { ...others, codeAction: plain } });
      assert.equal(after(await askInline(client)), inlined);
    });

    it('change nothing where the text no longer offers them', async () => {
      const client = await start();
      const action = await askInline(client);
      await client.change(uri, { text: many.replace('service s', 'service t') });
      await assert.rejects(client.request('codeAction/resolve', action), /changed meanwhile/);
    });
  });
});
