import assert from 'node:assert/strict';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type {
  ClientCapabilities,
  CompletionItem,
  CompletionList,
  Diagnostic,
  Hover,
  Location,
  LocationLink,
  Range,
  TextDocumentEdit,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { fullCapabilities, Harness, pushCapabilities } from '../support/harness.js';
import type { LspClient } from '../support/lspclient.js';

/** What clients of many kinds say of themselves: as much of it as makes a difference. */
const kinds: Record<string, unknown> = {
  'that says nothing': {},
  'whose capabilities are null': null,
  'whose capabilities are null one by one': {
    textDocument: null,
    workspace: null,
    window: null,
    general: null,
  },
  'that has everything': {
    ...fullCapabilities,
    general: { positionEncodings: ['utf-32', 'utf-8', 'utf-16'] },
    workspace: { ...fullCapabilities.workspace, configuration: true },
  },
  'to which findings are pushed': pushCapabilities,
  'with versioned edits and no more': { workspace: { workspaceEdit: { documentChanges: true } } },
  'with capabilities of unexpected types': { textDocument: { completion: [], hover: 7, rename: 'yes' } },
};

const zonesText = [
  '/* 🧱 */ zone web { addresses = 10.0.0.0/24 }',
  '/* 🧱🧱 */ zone app { addresses = 10.0.1.0/24 }',
  '',
].join('\r\n');
const rulesText = ['/* 😀 */   allow web to app on https', 'allow web /* 𝒲𝒲 */ to ap on ssh', ''].join(
  '\r\n',
);
const names = ['größe & more/zones.zoneflow', 'größe & more/a [b] #1?.zoneflow'] as const;

describe('server: any client', () => {
  const harness = new Harness();
  afterEach(harness.end);

  for (const [kind, capabilities] of Object.entries(kinds)) {
    it(`one ${kind} gets the same of a policy with odd names, letters and line ends`, async () => {
      const folder = harness.folder({ 'zoneflow.json': '{}', [names[0]]: zonesText, [names[1]]: rulesText });
      const client = await harness.start(capabilities as ClientCapabilities, { rootUri: folder.uri() });
      const errorsOf = (capabilities as ClientCapabilities | null)?.textDocument?.diagnostic
        ? pulled
        : pushed;
      client.connection.onRequest('workspace/configuration', () => null);
      const [zones, rules] = names.map((name) => oddUri(path.join(folder.path, name)));
      await client.open(zones, zonesText);
      await client.open(rules, rulesText);

      const misspelt = rangeOf(rulesText, 'ap', 1);
      assert.deepEqual(await errorsOf(client, rules, 1), [misspelt]);
      const at = { textDocument: { uri: rules }, position: rangeOf(rulesText, 'app').start };

      const hover = await client.request<Hover>('textDocument/hover', at);
      assert.match(JSON.stringify(hover.contents), /10\.0\.1\.0\/24/);
      assert.deepEqual(await definition(client, at), { uri: zones, range: rangeOf(zonesText, 'app') });

      const inAp = { textDocument: { uri: rules }, position: misspelt.end };
      const completed = await completion(client, inAp, 'app');
      assert.equal(applied(rulesText, [completed]), rulesText.replace('ap on ssh', 'app on ssh'));

      const renamed = await rename(client, { ...at, newName: 'backend' });
      assert.deepEqual(Object.keys(renamed).sort(), [zones, rules].sort());
      assert.equal(applied(zonesText, renamed[zones]), zonesText.replace('app', 'backend'));
      assert.equal(applied(rulesText, renamed[rules]), rulesText.replace('app', 'backend'));

      const options = { tabSize: 8, insertSpaces: false };
      const edits = await client.request<TextEdit[]>('textDocument/formatting', { ...at, options });
      const formatted = applied(rulesText, edits);
      assert.deepEqual(words(formatted), words(rulesText));
      assert.doesNotMatch(formatted, /[^\r]\n/);

      await client.change(rules, { range: misspelt, text: 'app' });
      assert.deepEqual(await errorsOf(client, rules, 0), []);
      assert.deepEqual(client.log, []);
    });
  }

  it('settings of any shape are taken, and the findings stay', async () => {
    const client = await harness.start({});
    await client.open('untitled:One', 'allow web to app on https\n');
    for (const settings of [
      null,
      {},
      { zoneflow: null },
      { zoneflow: 'all' },
      { zoneflow: { codeLens: [] } },
      7,
    ]) {
      await client.notify('workspace/didChangeConfiguration', { settings });
    }
    await client.notify('workspace/didChangeConfiguration', {});
    await client.codes('untitled:One', ['unknown-name', 'unknown-name']);
    assert.deepEqual(client.log, []);
  });

  it('a client that says twice that it is initialized is served', async () => {
    const client = await harness.start(fullCapabilities);
    await client.notify('initialized', {});
    await client.open('untitled:One', 'zone web\n');
    const params = { textDocument: { uri: 'untitled:One' } };
    const symbols = await client.request<object[]>('textDocument/documentSymbol', params);
    assert.equal(symbols.length, 1);
  });

  it('drive letters, and untitled documents beside each other, are kept apart', async () => {
    const client = await harness.start({});
    const uris = ['file:///C%3A/P/a.zoneflow', 'file:///d:/P/a.zoneflow', 'untitled:A', 'untitled:B'];
    for (const uri of uris) await client.open(uri, 'zone web\nallow web to wep on https\n');
    for (const uri of uris) await client.codes(uri, ['unknown-name']);
    await client.change(uris[0], { text: 'zone wep\n' });
    await client.codes(uris[0], []);
    for (const uri of uris.slice(1)) await client.codes(uri, ['unknown-name']);
  });
});

/** A file's URI as hardly any client writes it: all that may be percent-encoded is, in small letters. */
function oddUri(file: string): string {
  return pathToFileURL(file).href.replace(/%[0-9A-F]{2}|[&[\]]/g, (part) =>
    part.startsWith('%') ? part.toLowerCase() : `%${part.charCodeAt(0).toString(16)}`,
  );
}

const document = (text: string): TextDocument => TextDocument.create('x:', 'zoneflow', 0, text);

const applied = (text: string, edits: readonly TextEdit[]): string =>
  TextDocument.applyEdits(document(text), [...edits]);

const words = (text: string): string[] => text.split(/\s+/).filter((word) => word !== '');

/** Where a whole word stands, the first time at or below a line. */
function rangeOf(text: string, word: string, line = 0): Range {
  const all = document(text);
  const from = all.offsetAt({ line, character: 0 });
  const start = from + text.slice(from).search(new RegExp(`\\b${word}\\b`));
  return { start: all.positionAt(start), end: all.positionAt(start + word.length) };
}

/** Where the errors of a document are, of a client that asks. */
async function pulled(client: LspClient, uri: string): Promise<Range[]> {
  const report = await client.request<{ items: Diagnostic[] }>('textDocument/diagnostic', {
    textDocument: { uri },
  });
  return report.items.filter(({ severity }) => severity === 1).map(({ range }) => range);
}

/** Where the errors of a document are, of a client that is told, once there are so many. */
function pushed(client: LspClient, uri: string, count: number): Promise<Range[]> {
  return client.waitFor(`${count} errors in ${uri}`, () => {
    const errors = client.pushed.get(uri)?.filter(({ severity }) => severity === 1);
    return errors?.length === count && errors.map(({ range }) => range);
  });
}

async function definition(client: LspClient, params: object): Promise<Location> {
  const answer = await client.request<Location | (Location | LocationLink)[]>(
    'textDocument/definition',
    params,
  );
  const [first, ...more] = [answer].flat();
  assert.deepEqual(more, []);
  return 'targetUri' in first ? { uri: first.targetUri, range: first.targetSelectionRange } : first;
}

/** The edit that takes up an offer. */
async function completion(client: LspClient, params: object, label: string): Promise<TextEdit> {
  const answer = await client.request<CompletionItem[] | CompletionList>('textDocument/completion', params);
  const items = Array.isArray(answer) ? answer : answer.items;
  const edit = items.find((item) => item.label === label)?.textEdit;
  assert.ok(edit && 'range' in edit, `${label} is not offered`);
  return edit;
}

/** The edits of a renaming by document, in whichever form they come. */
async function rename(client: LspClient, params: object): Promise<Record<string, TextEdit[]>> {
  const { changes, documentChanges } = await client.request<WorkspaceEdit>('textDocument/rename', params);
  if (changes) return changes;
  const list = (documentChanges ?? []) as TextDocumentEdit[];
  return Object.fromEntries(list.map(({ textDocument, edits }) => [textDocument.uri, edits as TextEdit[]]));
}
