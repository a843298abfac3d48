import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import path from 'node:path';
import { FileChangeType, type PublishDiagnosticsParams } from 'vscode-languageserver';
import { diskHost } from '../../server/disk/host.js';
import type { StatusParams } from '../../server/protocol.js';
import type { TestFolder } from '../support/folder.js';
import { Harness, pushCapabilities } from '../support/harness.js';
import { initialize, serveInProcess } from '../support/inprocess.js';
import type { LspClient } from '../support/lspclient.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const good = 'allow web to app on https\n';
const misspelt = 'allow web to ap on https\n';

const changed = (client: LspClient, uri: string, type: FileChangeType): Promise<void> =>
  client.notify('workspace/didChangeWatchedFiles', { changes: [{ uri, type }] });

describe('server: what happens on disk', () => {
  const harness = new Harness();
  afterEach(harness.end);

  /** A client with `zones.zoneflow` open, of a policy that has `others` beside it. */
  async function withZones(
    others: Record<string, string | Uint8Array>,
  ): Promise<{ client: LspClient; folder: TestFolder }> {
    const folder = harness.folder({ 'zoneflow.json': '{}', 'zones.zoneflow': zones, ...others });
    const client = await harness.start(pushCapabilities, {
      workspaceFolders: [{ uri: folder.uri(), name: 'x' }],
    });
    await client.open(folder.uri('zones.zoneflow'), zones);
    return { client, folder };
  }

  it('the client is asked to watch files', async () => {
    const { client } = await withZones({});
    await client.waitFor('the registration', () =>
      client.registered.includes('workspace/didChangeWatchedFiles'),
    );
  });

  it('a closed file that changes is read again', async () => {
    const { client, folder } = await withZones({ 'rules.zoneflow': good });
    await client.codes(folder.uri('zones.zoneflow'), []);
    folder.write('rules.zoneflow', misspelt);
    await changed(client, folder.uri('rules.zoneflow'), FileChangeType.Changed);
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
  });

  it('an open document is not read again', async () => {
    const { client, folder } = await withZones({ 'rules.zoneflow': good });
    folder.write('zones.zoneflow', 'nonsense');
    await changed(client, folder.uri('zones.zoneflow'), FileChangeType.Changed);
    await client.change(folder.uri('zones.zoneflow'), { text: zones + misspelt });
    await client.codes(folder.uri('zones.zoneflow'), ['unknown-name']);
  });

  it('a new file joins the policy; deleted, its findings go, and those that it caused come', async () => {
    const { client, folder } = await withZones({ 'rules.zoneflow': misspelt });
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
    const uri = folder.write('sub/more.zoneflow', 'zone ap\nallow ap to nobody on ssh\n');
    await changed(client, uri, FileChangeType.Created);
    await client.codes(uri, ['unknown-name']);
    await client.codes(folder.uri('rules.zoneflow'), []);
    await changed(client, folder.remove('sub/more.zoneflow'), FileChangeType.Deleted);
    await client.codes(uri, []);
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
  });

  it('a folder that is deleted takes its files along, though nothing is said of them', async () => {
    const { client, folder } = await withZones({ 'sub/rules.zoneflow': misspelt });
    await client.codes(folder.uri('sub/rules.zoneflow'), ['unknown-name']);
    await changed(client, folder.remove('sub'), FileChangeType.Deleted);
    await client.codes(folder.uri('sub/rules.zoneflow'), []);
  });

  it('a file that is renamed has its findings under its new name only', async () => {
    const { client, folder } = await withZones({ 'old.zoneflow': misspelt });
    await client.codes(folder.uri('old.zoneflow'), ['unknown-name']);
    const changes = [
      { uri: folder.remove('old.zoneflow'), type: FileChangeType.Deleted },
      { uri: folder.write('new.zoneflow', misspelt), type: FileChangeType.Created },
    ];
    await client.notify('workspace/didChangeWatchedFiles', { changes });
    await client.codes(folder.uri('new.zoneflow'), ['unknown-name']);
    await client.codes(folder.uri('old.zoneflow'), []);
  });

  it('a policy that is deleted while open goes on with what is open', async () => {
    const { client, folder } = await withZones({ 'rules.zoneflow': misspelt });
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
    folder.dispose();
    await changed(client, folder.uri(), FileChangeType.Deleted);
    await client.codes(folder.uri('rules.zoneflow'), []);
    await client.change(folder.uri('zones.zoneflow'), { text: zones + misspelt });
    await client.codes(folder.uri('zones.zoneflow'), ['unknown-name']);
    await client.close(folder.uri('zones.zoneflow'));
    await client.codes(folder.uri('zones.zoneflow'), []);
  });

  it('a zoneflow.json that comes makes one policy of the folders below it, and two again when it goes', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'sub/rules.zoneflow': good });
    const client = await harness.start(pushCapabilities);
    const uri = folder.uri('sub/rules.zoneflow');
    await client.open(uri, good);
    await client.codes(uri, ['unknown-name', 'unknown-name']);
    await changed(client, folder.write('zoneflow.json', '{}'), FileChangeType.Created);
    await client.codes(uri, []);
    await changed(client, folder.remove('zoneflow.json'), FileChangeType.Deleted);
    await client.codes(uri, ['unknown-name', 'unknown-name']);
  });

  it('a zoneflow.json that changes sets severities and files anew', async () => {
    const { client, folder } = await withZones({ 'rules.zoneflow': misspelt });
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
    folder.write('zoneflow.json', '{ "rules": { "unknown-name": "off" } }');
    await changed(client, folder.uri('zoneflow.json'), FileChangeType.Changed);
    await client.codes(folder.uri('rules.zoneflow'), []);
    folder.write('zoneflow.json', '{ "include": ["r*.zoneflow"] }');
    await changed(client, folder.uri('zoneflow.json'), FileChangeType.Changed);
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name', 'unknown-name']);
  });

  it('a client that cannot watch files has the disk looked at when a document is saved', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': good });
    const client = await harness.start({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.codes(folder.uri('zones.zoneflow'), []);
    folder.write('rules.zoneflow', misspelt);
    await client.notify('textDocument/didSave', { textDocument: { uri: folder.uri('zones.zoneflow') } });
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
  });

  it('Check Policy reads everything again and says what it found', async () => {
    const { client, folder } = await withZones({ 'rules.zoneflow': good });
    folder.write('rules.zoneflow', misspelt);
    const status = await client.request<StatusParams>('zoneflow/check', {
      uri: folder.uri('zones.zoneflow'),
    });
    assert.equal(status.state, 'ready');
    assert.equal(status.root, folder.uri());
    assert.equal(status.policy, path.basename(folder.path));
    assert.deepEqual([status.files, status.rules, status.counts.error], [2, 1, 1]);
    assert.equal(await client.request('zoneflow/check', { uri: folder.uri('none/none.zoneflow') }), null);
  });

  it('links in circles and out of the root are not followed', async () => {
    const outside = harness.folder({ 'other.zoneflow': misspelt });
    const { client, folder } = await withZones({ 'sub/rules.zoneflow': misspelt });
    symlinkSync(folder.path, path.join(folder.path, 'sub/up'));
    symlinkSync(path.join(folder.path, 'sub'), path.join(folder.path, 'sub/self'));
    symlinkSync(outside.path, path.join(folder.path, 'out'));
    symlinkSync(path.join(folder.path, 'nothing'), path.join(folder.path, 'broken.zoneflow'));
    const status = await client.request<StatusParams>('zoneflow/check', {
      uri: folder.uri('zones.zoneflow'),
    });
    assert.deepEqual([status.files, status.counts.error], [2, 1]);
  });

  it('links out of the root are not followed when their documents are closed, either', async () => {
    const outside = harness.folder({ 'other.zoneflow': 'zone other\n' });
    const { client, folder } = await withZones({});
    symlinkSync(path.join(outside.path, 'other.zoneflow'), path.join(folder.path, 'link.zoneflow'));
    symlinkSync(outside.path, path.join(folder.path, 'out'));
    for (const name of ['link.zoneflow', 'out/other.zoneflow']) {
      await client.open(folder.uri(name), 'zone other\n');
      await client.close(folder.uri(name));
    }
    await client.codes(folder.uri('link.zoneflow'), ['syntax-error']);
    assert.deepEqual(await client.request('workspace/symbol', { query: 'other' }), []);
  });

  for (const isReopened of [false, true]) {
    const how = isReopened ? 'closed and opened again' : 'closed';
    it(`a file ${how} while the settings that leave it out are being read is out of the policy`, async () => {
      const rules = 'allow web to ap on https\n';
      const more = 'zone ap\n';
      const folder = harness.folder({
        'zoneflow.json': '{}',
        'rules.zoneflow': zones + rules,
        'sub/more.zoneflow': more,
      });
      // The server looks for the policy of each open document in turn: it is held up at the first one.
      let reached = (): void => undefined;
      let gate: Promise<void> | undefined;
      const client = serveInProcess({
        findRoot: async (uri) => {
          if (gate && uri.endsWith('rules.zoneflow')) {
            reached();
            await gate;
          }
          return diskHost.findRoot(uri);
        },
      });
      const told = new Map<string, string[]>();
      client.onNotification(
        'textDocument/publishDiagnostics',
        ({ uri, diagnostics }: PublishDiagnosticsParams) => {
          told.set(
            uri,
            diagnostics.filter(({ severity }) => severity === 1).map(({ code }) => String(code)),
          );
        },
      );
      const open = (name: string, text: string): Promise<void> =>
        client.sendNotification('textDocument/didOpen', {
          textDocument: { uri: folder.uri(name), languageId: 'zoneflow', version: 1, text },
        });
      const toldOfRules = async (codes: string[]): Promise<void> => {
        for (
          let tries = 0;
          tries < 200 && String(told.get(folder.uri('rules.zoneflow'))) !== String(codes);
          tries++
        )
          await new Promise((resolve) => setTimeout(resolve, 20));
        assert.deepEqual(told.get(folder.uri('rules.zoneflow')), codes);
      };
      await initialize(client, pushCapabilities);
      await open('rules.zoneflow', zones + rules);
      await open('sub/more.zoneflow', more);
      await toldOfRules([]);
      const held = new Promise<void>((resolve) => (reached = resolve));
      let release = (): void => undefined;
      gate = new Promise((resolve) => (release = resolve));
      const settings = folder.write('zoneflow.json', '{ "include": ["*.zoneflow"] }');
      await client.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: settings, type: FileChangeType.Changed }],
      });
      await client.sendNotification('workspace/didChangeWatchedFiles', {
        changes: [{ uri: folder.uri('sub'), type: FileChangeType.Created }],
      });
      await held;
      gate = undefined;
      await client.sendNotification('textDocument/didClose', {
        textDocument: { uri: folder.uri('sub/more.zoneflow') },
      });
      if (isReopened) await open('sub/more.zoneflow', more);
      await client.sendRequest('workspace/symbol', { query: '' });
      release();
      await toldOfRules(['unknown-name']);
      client.dispose();
    });
  }
});
