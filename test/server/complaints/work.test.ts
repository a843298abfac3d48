import assert from 'node:assert/strict';
import v8 from 'node:v8';
import vm from 'node:vm';
import type { MessageConnection } from 'vscode-languageserver/node';
import { reparse } from '../../../language/syntax/reparse.js';
import { differenceOf } from '../../../language/text/change.js';
import { LineIndex } from '../../../language/text/lines.js';
import { PolicyProject } from '../../../language/workspace.js';
import { EditedText, policyOfLines, type Keystroke } from '../../perf/editor/script.js';
import { Harness, fullCapabilities, pushCapabilities } from '../../support/harness.js';
import { initialize, serveInProcess } from '../../support/inprocess.js';
import { dateOfTests } from '../../support/policies.js';

/** A text after a keystroke. */
function typed(text: string, { range: { start, end }, text: insert }: Keystroke): string {
  const lines = new LineIndex(text);
  const at = (position: Keystroke['range']['start']): number =>
    lines.offsetAt({ line: position.line, column: position.character });
  return text.slice(0, at(start)) + insert + text.slice(at(end));
}

describe('complaint 1: a keystroke rebuilds the world', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('parses again only the declarations that it touches, and judges only the rules that it can affect', () => {
    let text = policyOfLines(3_000);
    const edited = new EditedText(text, 11);
    const project = new PolicyProject(dateOfTests);
    project.setFile('p.zoneflow', { text });
    project.snapshot().findings();
    const judged: number[] = [];
    for (let i = 0; i < 120; i++) {
      const before = project.snapshot().file('p.zoneflow')!;
      const next = typed(text, edited.next());
      const { parsed } = reparse(before.tree, differenceOf(text, next), next, new LineIndex(next));
      assert.ok(parsed <= 3, `keystroke ${i} parsed ${parsed} declarations`);
      project.setFile('p.zoneflow', { text: (text = next) });
      project.snapshot().findings();
      judged.push(project.snapshot().analysis.work.judged);
    }
    judged.sort((a, b) => a - b);
    assert.ok(judged[60] <= 20, `half of the keystrokes judge ${judged[60]} rules or more`);
  }).timeout(60_000);

  it('leaves other files as they were read, and says nothing about them again', async () => {
    const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
    const folder = harness.folder({
      'zoneflow.json': '{}',
      'zones.zoneflow': zones,
      'bad.zoneflow': 'allow web to nobody on ssh\n',
      'rules.zoneflow': 'allow web to app on https\n',
    });
    const client = await harness.start(pushCapabilities);
    const uri = folder.uri('rules.zoneflow');
    await client.open(uri, 'allow web to app on https\n');
    await client.codes(folder.uri('bad.zoneflow'), ['unknown-name']);
    client.notifications.length = 0;
    await client.change(uri, { text: 'allow web to ap on https\n' });
    await client.codes(uri, ['unknown-name']);
    const told = client.notifications.filter(({ method }) => method === 'textDocument/publishDiagnostics');
    assert.deepEqual(
      told.map(({ params }) => (params as { uri: string }).uri),
      [uri],
    );
  });
});

describe('complaint 2: idle work, and memory that grows', () => {
  const uri = 'untitled:One';

  /** A client of a server in this process that has a document open. */
  async function withText(text: string): Promise<MessageConnection> {
    const client = serveInProcess();
    client.onRequest(() => null);
    await initialize(client, fullCapabilities);
    await client.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'zoneflow', version: 1, text },
    });
    await client.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
    return client;
  }

  /** What an editor does for each keystroke. */
  async function edit(client: MessageConnection, version: number, stroke: Keystroke): Promise<void> {
    const textDocument = { uri, version };
    await client.sendNotification('textDocument/didChange', { textDocument, contentChanges: [stroke] });
    const position = stroke.range.start;
    await client.sendRequest('textDocument/completion', { textDocument, position });
    await client.sendRequest('textDocument/semanticTokens/full/delta', {
      textDocument,
      previousResultId: String(version),
    });
    await client.sendRequest('textDocument/diagnostic', { textDocument });
  }

  it('at rest there is nothing that waits to be done but midnight', async () => {
    const timers = async (): Promise<number> => {
      await new Promise((resolve) => setTimeout(resolve, 50));
      return process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout' || kind === 'Immediate')
        .length;
    };
    const before = await timers();
    const text = policyOfLines(200);
    const client = await withText(text);
    const edited = new EditedText(text, 2);
    for (let version = 2; version < 30; version++) await edit(client, version, edited.next());
    const after = await timers();
    assert.ok(after <= before + 1, `${before} timers before, ${after} now`);
    await client.sendRequest('shutdown');
    client.dispose();
  });

  it('a thousand edits with what an editor asks leave nothing behind', async () => {
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    const inUse = (): number => {
      collect();
      return process.memoryUsage().heapUsed / 2 ** 20;
    };
    const text = policyOfLines(300);
    const client = await withText(text);
    const edited = new EditedText(text, 3);
    let version = 1;
    for (let i = 0; i < 100; i++) await edit(client, ++version, edited.next());
    const before = inUse();
    for (let i = 0; i < 1_000; i++) await edit(client, ++version, edited.next());
    const grown = inUse() - before;
    assert.ok(grown < 6, `${grown.toFixed(1)} MB more`);
    await client.sendRequest('shutdown');
    client.dispose();
  }).timeout(120_000);
});
