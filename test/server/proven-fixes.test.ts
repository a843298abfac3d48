import assert from 'node:assert/strict';
import { CodeActionKind, type CodeAction, type TextDocumentEdit, type TextEdit } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fullCapabilities, Harness } from '../support/harness.js';

const applied = (text: string, edits: readonly TextEdit[]): string =>
  TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);

describe('server: proven fixes', () => {
  const harness = new Harness();
  afterEach(harness.end);

  const guard =
    'zone web\nzone db\ntier guardrail {\n  deny any to db on ssh\n}\nallow web to web on https\n';
  const rules = 'allow web to db on ssh\nallow web to web on https\nallow web to db on [ssh, https]\n';

  async function start() {
    const folder = harness.folder({
      'zoneflow.json': '{}',
      'guard.zoneflow': guard,
      'rules.zoneflow': rules,
    });
    const client = await harness.start(fullCapabilities, {
      workspaceFolders: [{ uri: folder.uri(), name: 'policy' }],
    });
    const uri = folder.uri('rules.zoneflow');
    await client.open(uri, rules);
    const ask = (line: number, only?: string[]): Promise<CodeAction[]> =>
      client.request<CodeAction[]>('textDocument/codeAction', {
        textDocument: { uri },
        range: { start: { line, character: 3 }, end: { line, character: 3 } },
        context: { diagnostics: [], ...(only && { only }) },
      });
    /** The text of one of the two files after an action. */
    const after = (action: CodeAction, file: string, text: string): string => {
      const changes = action.edit!.documentChanges as TextDocumentEdit[];
      const edits = changes.filter(({ textDocument }) => textDocument.uri === folder.uri(file));
      return applied(
        text,
        edits.flatMap((edit) => edit.edits as TextEdit[]),
      );
    };
    return { client, ask, after };
  }

  it('a rule that never decides: delete it, open what it wants, or delete all such rules', async () => {
    const { client, ask, after } = await start();
    const actions = await ask(0, [CodeActionKind.QuickFix]);
    assert.deepEqual(
      actions.map(({ title }) => title.replace(/[:,].*/, '')),
      [
        'Delete this rule',
        'Open this',
        'Delete all 2 rules that are shadowed or redundant',
        'Silence `shadowed-rule` here',
      ],
    );
    assert.equal(after(actions[0], 'rules.zoneflow', rules), rules.slice(rules.indexOf('\n') + 1));
    assert.match(
      after(actions[1], 'guard.zoneflow', guard),
      /\n {2}deny any to db on ssh\n {2}pass web to db on ssh \{ ticket = "CHG-…", expires = \d{4}-\d\d-\d\d \}\n\}/,
    );
    assert.equal(after(actions[2], 'rules.zoneflow', rules), 'allow web to db on [ssh, https]\n');
    assert.deepEqual(client.log, []);
  });

  it('an allow of which part has no effect: narrow it', async () => {
    const { ask, after } = await start();
    const narrow = (await ask(2)).find(({ title }) => title.startsWith('Narrow'))!;
    assert.equal(narrow.kind, CodeActionKind.QuickFix);
    assert.equal(after(narrow, 'rules.zoneflow', rules), rules.replace('[ssh, https]', 'https'));
  });

  it('fix all deletes what no verdict needs, in the file it is asked for', async () => {
    const { ask, after } = await start();
    const [all] = await ask(0, [CodeActionKind.SourceFixAll]);
    assert.equal(all.kind, 'source.fixAll.zoneflow');
    assert.equal((all.edit!.documentChanges as TextDocumentEdit[]).length, 1);
    assert.equal(after(all, 'rules.zoneflow', rules), 'allow web to db on [ssh, https]\n');
  });
});
