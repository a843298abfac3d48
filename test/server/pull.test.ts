import assert from 'node:assert/strict';
import type {
  DocumentDiagnosticReport,
  WorkspaceDiagnosticReport,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { fullCapabilities, Harness } from '../support/harness.js';
import type { LspClient } from '../support/lspclient.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const good = 'allow web to app on https\n';
const misspelt = 'allow web to ap on https\n';

type Full = Extract<DocumentDiagnosticReport, { kind: 'full' }>;

const pull = (client: LspClient, uri: string, previousResultId?: string): Promise<DocumentDiagnosticReport> =>
  client.request('textDocument/diagnostic', { textDocument: { uri }, previousResultId });

const codesOf = (report: DocumentDiagnosticReport | WorkspaceDocumentDiagnosticReport): unknown =>
  report.kind === 'full' && report.items.filter(({ severity }) => severity! < 3).map(({ code }) => code);

/** The findings of the workspace as they come in parts, for as long as the client runs. */
function streamed(client: LspClient): readonly WorkspaceDocumentDiagnosticReport[] {
  const parts: WorkspaceDocumentDiagnosticReport[] = [];
  client.onParts<WorkspaceDiagnosticReport>('parts', ({ items }) => parts.push(...items));
  void client
    .request('workspace/diagnostic', { previousResultIds: [], partialResultToken: 'parts' })
    .catch(() => {});
  return parts;
}

describe('server: findings that are asked for', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('of a document: of its newest text, and unchanged the second time', async () => {
    const client = await harness.start(fullCapabilities);
    await client.open('untitled:One', zones + good);
    await client.change('untitled:One', { text: zones + misspelt });
    const first = (await pull(client, 'untitled:One')) as Full;
    assert.deepEqual(codesOf(first), ['unknown-name']);
    const second = await pull(client, 'untitled:One', first.resultId);
    assert.deepEqual(second, { kind: 'unchanged', resultId: first.resultId });
    await client.change('untitled:One', { text: zones + good });
    assert.deepEqual(codesOf(await pull(client, 'untitled:One', first.resultId)), []);
  });

  it('of a document: of very many the thousand that weigh most, these first, and how many there are besides', async () => {
    const client = await harness.start(fullCapabilities);
    const rules = 'allow web to app on https\n'.repeat(1_300);
    await client.open('untitled:One', zones + rules + misspelt);
    const { items, resultId } = (await pull(client, 'untitled:One')) as Full;
    assert.equal(items.length, 1_000);
    // VS Code marks the first five hundred in the text: an error at the end of the file must be one of them.
    assert.equal(items[0]!.code, 'unknown-name');
    const weights = items.map(({ severity }) => severity!);
    assert.deepEqual(weights, weights.toSorted());
    const message = String(items.at(-1)!.message);
    assert.match(
      message,
      /^This file has [\d,]+ more findings than an editor shows\. Mend .* zoneflow check/,
    );
    await client.change('untitled:One', { text: zones + rules });
    const next = (await pull(client, 'untitled:One', resultId)) as Full;
    assert.notEqual(next.items.at(-1)!.message, message);
    await client.change('untitled:One', { text: zones + good });
    assert.deepEqual(codesOf(await pull(client, 'untitled:One', next.resultId)), []);
  });

  it('of a document: of its text, whatever a server before said under an id of its own', async () => {
    const pullAnew = async (text: string, known?: string): Promise<Full> => {
      const client = await harness.start(fullCapabilities);
      await client.open('untitled:One', text);
      return (await pull(client, 'untitled:One', known)) as Full;
    };
    const { resultId } = await pullAnew(zones + good);
    assert.deepEqual(codesOf(await pullAnew(zones + misspelt, resultId)), ['unknown-name']);
  });

  it('of the workspace: answered when there is something new, not before', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': misspelt });
    const client = await harness.start(fullCapabilities);
    await client.open(folder.uri('zones.zoneflow'), zones);
    const first = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds: [],
    });
    const rules = first.items.find(({ uri }) => uri === folder.uri('rules.zoneflow'))!;
    assert.deepEqual(codesOf(rules), ['unknown-name']);
    const previousResultIds = first.items.map(({ uri, resultId }) => ({ uri, value: resultId! }));
    let answered = false;
    const waiting = client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', { previousResultIds });
    void waiting.then(() => (answered = true));
    await pull(client, folder.uri('zones.zoneflow'));
    assert.equal(answered, false);
    await client.change(folder.uri('zones.zoneflow'), { text: zones.replace('app', 'ap') });
    const next = await waiting;
    assert.deepEqual(codesOf(next.items.find(({ uri }) => uri === folder.uri('rules.zoneflow'))!), []);
  });

  it('of the workspace: takes back those of files that are gone, also from before a restart', async () => {
    const client = await harness.start(fullCapabilities);
    const previousResultIds = [{ uri: 'file:///no/such/file.zoneflow', value: '7' }];
    const { items } = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
      previousResultIds,
    });
    assert.deepEqual(items, [
      { kind: 'full', uri: 'file:///no/such/file.zoneflow', version: null, items: [] },
    ]);
  });

  it('of the workspace: takes back those of a file that is deleted while it is open', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': misspelt });
    const uri = folder.uri('rules.zoneflow');
    const client = await harness.start(fullCapabilities);
    const parts = streamed(client);
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.open(uri, misspelt);
    assert.deepEqual(codesOf(await pull(client, uri)), ['unknown-name']);
    folder.remove('rules.zoneflow');
    await client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type: 3 }] });
    await client.close(uri);
    const toldOf = (): unknown =>
      parts
        .filter((part) => part.uri === uri)
        .map(codesOf)
        .at(-1);
    await client.waitFor('the end of its findings', () => String(toldOf() ?? 'nothing') === '');
  });

  it('of the workspace: streamed to a client that takes parts', async () => {
    const folder = harness.folder({ 'rules.zoneflow': zones + misspelt });
    const client = await harness.start(fullCapabilities);
    const parts = streamed(client);
    await client.open(folder.uri('rules.zoneflow'), zones + misspelt);
    await client.waitFor('the mistake', () => parts.some((part) => String(codesOf(part)) === 'unknown-name'));
    await client.change(folder.uri('rules.zoneflow'), { text: zones + good });
    await client.waitFor('its end', () => String(codesOf(parts.at(-1)!)) === '');
  });

  it('nothing is pushed to a client that asks for the workspace; closed files are to one that does not', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': misspelt });
    const client = await harness.start(fullCapabilities);
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
    assert.equal(client.pushed.get(folder.uri('zones.zoneflow')), undefined);
    await client.request('workspace/diagnostic', { previousResultIds: [] });
    await client.codes(folder.uri('rules.zoneflow'), []);
  });

  it('the client is told to ask again where an edit elsewhere has changed them', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': good });
    const client = await harness.start(fullCapabilities);
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.open(folder.uri('rules.zoneflow'), good);
    assert.deepEqual(codesOf(await pull(client, folder.uri('rules.zoneflow'))), []);
    await client.change(folder.uri('zones.zoneflow'), { text: zones.replace('app', 'apps') });
    await client.waitFor('a refresh', () => client.refreshes > 0);
    assert.deepEqual(codesOf(await pull(client, folder.uri('rules.zoneflow'))), ['unknown-name']);
  });

  it('a request that the client cancels is answered as cancelled', async () => {
    const client = await harness.start(fullCapabilities);
    const { CancellationTokenSource } = await import('vscode-languageserver');
    const source = new CancellationTokenSource();
    const waiting = client.connection.sendRequest(
      'workspace/diagnostic',
      { previousResultIds: [] },
      source.token,
    );
    source.cancel();
    await assert.rejects(waiting, { code: -32800 });
  });
});
