import assert from 'node:assert/strict';
import {
  FileChangeType,
  type Diagnostic,
  type DocumentDiagnosticReport,
  type PublishDiagnosticsParams,
  type WorkspaceDiagnosticReport,
} from 'vscode-languageserver';
import { spawnCli } from '../../cli/support.js';
import { fullCapabilities, Harness, pushCapabilities } from '../../support/harness.js';
import type { LspClient } from '../../support/lspclient.js';
import { readSample, samplePolicies } from '../../support/policies.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const misspelt = 'allow web to ap on https\n';

const diskChange = (client: LspClient, ...changes: [string, FileChangeType][]): Promise<void> =>
  client.notify('workspace/didChangeWatchedFiles', {
    changes: changes.map(([uri, type]) => ({ uri, type })),
  });

describe('complaint 3: findings stay after a file is deleted or renamed', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('they go with the file, and follow it to its new name', async () => {
    const folder = harness.folder({
      'zoneflow.json': '{}',
      'zones.zoneflow': zones,
      'a.zoneflow': misspelt,
      'b.zoneflow': misspelt,
    });
    const client = await harness.start(pushCapabilities, { rootUri: folder.uri() });
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.codes(folder.uri('a.zoneflow'), ['unknown-name']);
    await client.codes(folder.uri('b.zoneflow'), ['unknown-name']);
    await diskChange(client, [folder.remove('a.zoneflow'), FileChangeType.Deleted]);
    await client.codes(folder.uri('a.zoneflow'), []);
    const now = folder.write('sub/c.zoneflow', misspelt);
    const old = folder.remove('b.zoneflow');
    await diskChange(client, [old, FileChangeType.Deleted], [now, FileChangeType.Created]);
    await client.codes(now, ['unknown-name']);
    await client.codes(old, []);
  });

  it('also to a client that asks for them', async () => {
    const folder = harness.folder({ 'zoneflow.json': '{}', 'zones.zoneflow': zones, 'a.zoneflow': misspelt });
    const client = await harness.start(fullCapabilities, { rootUri: folder.uri() });
    await client.open(folder.uri('zones.zoneflow'), zones);
    const ask = (previousResultIds: object[]): Promise<WorkspaceDiagnosticReport> =>
      client.request('workspace/diagnostic', { previousResultIds });
    const first = await ask([]);
    const known = first.items.map(({ uri, resultId }) => ({ uri, value: resultId }));
    assert.ok(known.some(({ uri }) => uri === folder.uri('a.zoneflow')));
    const next = ask(known);
    await diskChange(client, [folder.remove('a.zoneflow'), FileChangeType.Deleted]);
    const gone = (await next).items.find(({ uri }) => uri === folder.uri('a.zoneflow'));
    assert.deepEqual(gone?.kind === 'full' && gone.items, []);
  });
});

describe('complaint 9: answers for another version of the text', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('pushed findings carry the version that they are of, the newest', async () => {
    const client = await harness.start(pushCapabilities);
    const uri = 'untitled:One';
    await client.open(uri, zones);
    for (let i = 0; i < 40; i++) await client.change(uri, { text: zones + misspelt + '// x\n'.repeat(i) });
    await client.change(uri, { text: zones });
    const last = await client.waitFor('findings of the last version', () =>
      client.notifications
        .map(({ params }) => params as PublishDiagnosticsParams)
        .find((told) => told.version === 42),
    );
    assert.deepEqual(
      last.diagnostics.filter(({ severity }) => severity! < 3),
      [],
    );
    await client.request('zoneflow/check', { uri });
    const versions = client.notifications
      .filter(({ method }) => method === 'textDocument/publishDiagnostics')
      .map(({ params }) => (params as PublishDiagnosticsParams).version!);
    assert.deepEqual(
      versions,
      [...versions].sort((a, b) => a - b),
    );
  });

  it('asked for amid typing, they are those of the text as it was when asked', async () => {
    const client = await harness.start(fullCapabilities);
    const uri = 'untitled:One';
    await client.open(uri, zones);
    const asked: Promise<DocumentDiagnosticReport>[] = [];
    for (let i = 0; i < 20; i++) {
      await client.change(uri, { text: `${'\n'.repeat(i)}${zones}${misspelt}` });
      asked.push(client.request('textDocument/diagnostic', { textDocument: { uri } }));
    }
    const reports = await Promise.all(asked);
    const lineOf = (report: DocumentDiagnosticReport): number | undefined =>
      report.kind === 'full'
        ? report.items.find(({ code }) => code === 'unknown-name')?.range.start.line
        : undefined;
    // An answer may be of a newer text than the one that was asked about, never of an older one.
    reports.forEach((report, i) => assert.ok(lineOf(report)! >= i + 2, `${lineOf(report)} at ${i}`));
    assert.equal(lineOf(reports[19]), 21);
  });

  it('a client that asks for the workspace is answered once for each change, and once it cancels', async () => {
    const client = await harness.start(fullCapabilities);
    const uri = 'untitled:One';
    await client.open(uri, zones);
    let answers = 0;
    let known: object[] = [];
    const ask = async (): Promise<void> => {
      const report = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
        previousResultIds: known,
      });
      known = report.items.map((item) => ({ uri: item.uri, value: item.resultId }));
      answers++;
    };
    await ask();
    const pending = ask();
    for (let i = 0; i < 5; i++)
      await client.request('textDocument/hover', {
        textDocument: { uri },
        position: { line: 0, character: 6 },
      });
    assert.equal(answers, 1);
    await client.change(uri, { text: zones + misspelt });
    await pending;
    assert.equal(answers, 2);
  });
});

describe('complaint 12: editor, command line and pipeline disagree', () => {
  const harness = new Harness();
  afterEach(harness.end);

  interface Entry {
    readonly code: string;
    readonly file: string;
    readonly message: string;
    readonly range: { readonly start: { readonly line: number; readonly column: number } };
  }

  const { sound, faulty } = samplePolicies();
  for (const name of [...sound, ...faulty]) {
    it(`not on ${name}`, async () => {
      const folder = harness.folder(readSample(name));
      const { out } = await spawnCli(['check', '--format', 'json', folder.path], { here: folder.path });
      const printed = (JSON.parse(out) as { findings: Entry[] }).findings.map(
        ({ code, file, message, range: { start } }) =>
          `${folder.uri(file)} ${start.line}:${start.column} ${code} ${message}`,
      );
      const client = await harness.start(fullCapabilities, { rootUri: folder.uri() });
      await client.open(folder.uri('none.zoneflow'), '');
      await client.close(folder.uri('none.zoneflow'));
      await client.request('zoneflow/check', { uri: folder.uri() });
      const { items } = await client.request<WorkspaceDiagnosticReport>('workspace/diagnostic', {
        previousResultIds: [],
      });
      const shown = items.flatMap((report) =>
        (report.kind === 'full' ? report.items : []).map((item) => inWords(report.uri, item)),
      );
      assert.deepEqual(shown.sort(), printed.sort());
    });
  }

  const inWords = (uri: string, { code, message, range: { start } }: Diagnostic): string =>
    `${uri} ${start.line + 1}:${start.character + 1} ${String(code)} ${message}`;
});
