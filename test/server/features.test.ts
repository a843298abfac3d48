import assert from 'node:assert/strict';
import {
  CodeActionKind,
  type CodeAction,
  type CompletionItem,
  type CompletionList,
  type DocumentSymbol,
  type FoldingRange,
  type Hover,
  type Location,
  type LocationLink,
  type MarkupContent,
  type Position,
  type SelectionRange,
  type SemanticTokens,
  type SymbolInformation,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fullCapabilities, Harness } from '../support/harness.js';
import type { LspClient } from '../support/lspclient.js';

/** A document with the cursor where `$0` stands. */
function atCursor(marked: string): { text: string; position: Position } {
  const offset = marked.indexOf('$0');
  const text = marked.replace('$0', '');
  return { text, position: TextDocument.create('', '', 0, text).positionAt(offset) };
}

const applied = (text: string, edits: readonly TextEdit[]): string =>
  TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);

describe('server: what an editor asks', () => {
  const harness = new Harness();
  afterEach(harness.end);

  /** Opens a document with a cursor and asks about it. */
  async function ask<Result>(
    client: LspClient,
    method: string,
    marked: string,
    more: object = {},
  ): Promise<Result> {
    const { text, position } = atCursor(marked);
    const uri = `untitled:${encodeURIComponent(method)}`;
    await client.open(uri, text);
    return client.request<Result>(method, { textDocument: { uri }, position, ...more });
  }

  it('completion offers names in a half-typed rule, and their documentation on request', async () => {
    const client = await harness.start(fullCapabilities);
    const { items } = await ask<CompletionList>(
      client,
      'textDocument/completion',
      'zone web "The web"\r\nallow web to w$0\r\n',
    );
    const web = items.find(({ label }) => label === 'web')!;
    assert.deepEqual((web.textEdit as TextEdit).range, {
      start: { line: 1, character: 13 },
      end: { line: 1, character: 14 },
    });
    const resolved = await client.request<CompletionItem>('completionItem/resolve', web);
    assert.equal((resolved.documentation as MarkupContent).kind, 'markdown');
  });

  it('completion sends no snippet to a client that has none', async () => {
    for (const [client, isSnippet] of [
      [await harness.start({}), false],
      [await harness.start(fullCapabilities), true],
    ] as const) {
      const { items } = await ask<CompletionList>(client, 'textDocument/completion', '$0');
      assert.equal(
        items.some(({ insertTextFormat }) => insertTextFormat === 2),
        isSnippet,
      );
      assert.equal(
        items.some(({ textEdit }) => (textEdit as TextEdit).newText.includes('$')),
        isSnippet,
      );
    }
  });

  it('completion says once what is common to all, where a client takes that, and means the same', async () => {
    const itemDefaults = ['editRange', 'insertTextFormat', 'data'];
    const { textDocument } = fullCapabilities;
    const completion = { ...textDocument!.completion, completionList: { itemDefaults } };
    const short = await harness.start({ ...fullCapabilities, textDocument: { ...textDocument, completion } });
    const long = await harness.start(fullCapabilities);
    for (const text of [
      'zone web "The web"\nallow web to w$0',
      'zone a\nallow a to a on tcp/$0',
      '$0',
      'zone $0',
    ]) {
      const [some, others] = await Promise.all(
        [short, long].map((client) => ask<CompletionList>(client, 'textDocument/completion', text)),
      );
      const { editRange, data } = some.itemDefaults ?? {};
      const filled = some.items.map(({ textEditText, ...item }) => ({
        ...item,
        data: (item.data ?? data) as unknown,
        textEdit: { range: editRange, newText: textEditText ?? item.label },
      }));
      for (const [i, item] of filled.entries()) {
        const [resolved, expected] = await Promise.all([
          short.request<CompletionItem>('completionItem/resolve', item as CompletionItem),
          long.request<CompletionItem>('completionItem/resolve', others.items[i]),
        ]);
        assert.deepEqual({ ...resolved, data: 0 }, { ...expected, data: 0 });
      }
      assert.equal(filled.length, others.items.length);
    }
  });

  it('completion says beside each name what it is, where a client shows that', async () => {
    for (const [client, shown] of [
      [await harness.start({}), undefined],
      [await harness.start(fullCapabilities), { description: 'tcp/443' }],
    ] as const) {
      const text = 'zone a\nallow a to a on $0';
      const { items } = await ask<CompletionList>(client, 'textDocument/completion', text);
      const https = items.find(({ label }) => label === 'https')!;
      assert.equal(https.detail, 'tcp/443');
      assert.deepEqual(https.labelDetails, shown);
    }
  });

  it('hover: Markdown or plain text', async () => {
    const text = 'zone w$0eb { addresses = 10.0.0.0/24 }\n';
    const marked = (await ask<Hover>(await harness.start(fullCapabilities), 'textDocument/hover', text))
      .contents as MarkupContent;
    const plain = (await ask<Hover>(await harness.start({}), 'textDocument/hover', text))
      .contents as MarkupContent;
    assert.equal(marked.kind, 'markdown');
    assert.match(marked.value, /10\.0\.0\.0\/24/);
    assert.equal(plain.kind, 'plaintext');
    assert.doesNotMatch(plain.value, /[`*]/);
  });

  it('definition, as links or locations, and references, over files', async () => {
    const folder = harness.folder({
      'zones.zoneflow': 'zone web\n',
      'rules.zoneflow': 'allow web to web on https\n',
    });
    const params = {
      textDocument: { uri: folder.uri('rules.zoneflow') },
      position: { line: 0, character: 7 },
    };
    const range = { start: { line: 0, character: 5 }, end: { line: 0, character: 8 } };
    const client = await harness.start(fullCapabilities);
    await client.open(folder.uri('rules.zoneflow'), 'allow web to web on https\n');
    const [link] = await client.request<LocationLink[]>('textDocument/definition', params);
    assert.equal(link.targetUri, folder.uri('zones.zoneflow'));
    assert.deepEqual(link.targetSelectionRange, range);
    const bare = await harness.start({});
    await bare.open(folder.uri('rules.zoneflow'), 'allow web to web on https\n');
    assert.deepEqual(await bare.request<Location[]>('textDocument/definition', params), [
      { uri: folder.uri('zones.zoneflow'), range },
    ]);
    const uses = (includeDeclaration: boolean): Promise<Location[]> =>
      client.request('textDocument/references', { ...params, context: { includeDeclaration } });
    assert.deepEqual([(await uses(true)).length, (await uses(false)).length], [3, 2]);
  });

  it('symbols: a tree, or a list', async () => {
    const text = 'zone shop {\n  zone web\n}\n$0';
    const tree = await ask<DocumentSymbol[]>(
      await harness.start(fullCapabilities),
      'textDocument/documentSymbol',
      text,
    );
    assert.deepEqual(
      tree.map(({ name, children }) => [name, children?.map((child) => child.name)]),
      [['shop', ['web']]],
    );
    const client = await harness.start({});
    const list = await ask<SymbolInformation[]>(client, 'textDocument/documentSymbol', text);
    assert.deepEqual(
      list.map(({ name, containerName }) => [name, containerName]),
      [
        ['shop', undefined],
        ['web', 'shop'],
      ],
    );
    const found = await client.request<SymbolInformation[]>('workspace/symbol', { query: 'web' });
    assert.deepEqual(
      found.map(({ name }) => name),
      ['shop.web'],
    );
  });

  it('folding, selection and semantic tokens', async () => {
    const client = await harness.start(fullCapabilities);
    const text = 'zone shop {\n  zone web\n}\n$0allow shop to shop on https\n';
    const folded = await ask<FoldingRange[]>(client, 'textDocument/foldingRange', text);
    assert.deepEqual(
      folded.map(({ startLine }) => startLine),
      [0],
    );
    const [selected] = await ask<SelectionRange[]>(client, 'textDocument/selectionRange', text, {
      positions: [{ line: 3, character: 7 }],
    });
    assert.deepEqual(selected.range, { start: { line: 3, character: 6 }, end: { line: 3, character: 10 } });
    const { data } = await ask<SemanticTokens>(client, 'textDocument/semanticTokens/full', text);
    assert.ok(data.length > 0 && data.length % 5 === 0);
    const part = await ask<SemanticTokens>(client, 'textDocument/semanticTokens/range', text, {
      range: { start: { line: 3, character: 0 }, end: { line: 4, character: 0 } },
    });
    assert.ok(part.data.length > 0 && part.data.length < data.length);
  });

  it('formatting makes the least edit; a text in good order gets none', async () => {
    const client = await harness.start({});
    const before = 'zone  web   \n\n\n\n// 😀\nallow web   to web on https\n';
    const edits = await ask<TextEdit[]>(client, 'textDocument/formatting', `$0${before}`, {
      options: { tabSize: 8 },
    });
    assert.equal(edits.length, 1);
    const after = applied(before, edits);
    assert.equal(after, 'zone web\n\n// 😀\nallow web to web on https\n');
    await client.change(`untitled:${encodeURIComponent('textDocument/formatting')}`, { text: after });
    assert.deepEqual(
      await client.request('textDocument/formatting', {
        textDocument: { uri: `untitled:${encodeURIComponent('textDocument/formatting')}` },
        options: {},
      }),
      [],
    );
  });

  it('“did you mean”: the fix, applied, ends the finding', async () => {
    const client = await harness.start({
      ...fullCapabilities,
      workspace: {},
      textDocument: { ...fullCapabilities.textDocument, diagnostic: undefined },
    });
    const text = 'zone web\nzone app\nallow web to ap on https\n';
    await client.open('untitled:One', text);
    const diagnostics = await client.codes('untitled:One', ['unknown-name']);
    const textDocument = { uri: 'untitled:One' };
    const actions = await client.request<CodeAction[]>('textDocument/codeAction', {
      textDocument,
      range: diagnostics[0].range,
      context: { diagnostics },
    });
    const [fix] = actions.filter(({ isPreferred }) => isPreferred);
    assert.equal(fix.title, 'Change to `app`');
    assert.equal(fix.kind, CodeActionKind.QuickFix);
    assert.deepEqual(fix.diagnostics, diagnostics);
    await client.change('untitled:One', { text: applied(text, fix.edit!.changes!['untitled:One']) });
    await client.codes('untitled:One', []);
  });

  it('fix all applies what may be applied unasked, and only when it is asked for', async () => {
    const client = await harness.start(fullCapabilities);
    const text =
      'zone web { addresses = 10.0.0.1/24 }\nzone app { addresses = 10.0.1.1/24 }\nallow web to ap on htps\n';
    await client.open('untitled:One', text);
    const params = {
      textDocument: { uri: 'untitled:One' },
      range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } },
    };
    const only = [CodeActionKind.SourceFixAll];
    const [all] = await client.request<CodeAction[]>('textDocument/codeAction', {
      ...params,
      context: { diagnostics: [], only },
    });
    assert.equal(all.kind, 'source.fixAll.zoneflow');
    const [{ textDocument, edits }] = all.edit!.documentChanges as TextDocumentEdit[];
    assert.deepEqual(textDocument, { uri: 'untitled:One', version: 1 });
    assert.equal(
      applied(text, edits as TextEdit[]),
      'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\nallow web to app on https\n',
    );
    const unasked = await client.request<CodeAction[]>('textDocument/codeAction', {
      ...params,
      context: { diagnostics: [] },
    });
    assert.ok(unasked.every(({ kind }) => kind === CodeActionKind.QuickFix));
  });

  it('rename, everywhere or with the reason why not', async () => {
    const client = await harness.start(fullCapabilities);
    const text = 'zone web\nallow web to web on https\n';
    await client.open('untitled:One', text);
    const params = { textDocument: { uri: 'untitled:One' }, position: { line: 1, character: 7 } };
    assert.deepEqual(await client.request('textDocument/prepareRename', params), {
      range: { start: { line: 1, character: 6 }, end: { line: 1, character: 9 } },
      placeholder: 'web',
    });
    const edit = await client.request<WorkspaceEdit>('textDocument/rename', { ...params, newName: 'front' });
    const [{ edits }] = edit.documentChanges as TextDocumentEdit[];
    assert.equal(applied(text, edits as TextEdit[]), 'zone front\nallow front to front on https\n');
    await assert.rejects(
      client.request('textDocument/rename', { ...params, newName: 'zone' }),
      /reserved word/,
    );
    assert.deepEqual(client.log, []);
  });
});
