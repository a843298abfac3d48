import assert from 'node:assert/strict';
import { fileMethods, type FileKind, type FileResult, type FolderResult } from '../../server/protocol.js';
import { Harness, pushCapabilities } from '../support/harness.js';
import type { LspClient } from '../support/lspclient.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const good = 'allow web to app on https\n';
const misspelt = 'allow web to ap on https\n';
const root = 'vscode-vfs://github/owner/na%20me';

/** A file's text, a link, or why it cannot be had; an absent name is no file. */
type Virtual = Record<string, string | { readonly link: true } | { readonly problem: 'not-allowed' }>;

describe('server: files that only the client can read', () => {
  const harness = new Harness();
  afterEach(harness.end);

  /** A client with a virtual workspace; it notes what it was asked. */
  async function withFiles(files: Virtual): Promise<{ client: LspClient; asked: string[] }> {
    const client = await harness.start(pushCapabilities, {
      initializationOptions: { readsFiles: true },
      workspaceFolders: [{ uri: root, name: 'x' }],
    });
    const asked: string[] = [];
    const answer = (method: string, reply: (path: string) => object | string | null): void => {
      client.connection.onRequest<object | string | null, unknown>(method, ({ uri }: { uri: string }) => {
        asked.push(`${method} ${uri}`);
        return reply(decodeURIComponent(uri).slice(decodeURIComponent(root).length + 1));
      });
    };
    answer(fileMethods.kind, (path): FileKind | null => (path in files ? kindOf(files[path]) : null));
    answer(fileMethods.read, (path): FileResult | null => readOf(files[path]));
    answer(fileMethods.list, (path): FolderResult | null => listOf(files, path));
    return { client, asked };
  }

  it('are read through it, in all folders below the zoneflow.json', async () => {
    const { client } = await withFiles({
      'zoneflow.json': '{}',
      'zones.zoneflow': zones,
      'rules/more/rules.zoneflow': misspelt,
      'other/zoneflow.json': '{}',
      'other/no.zoneflow': 'zone ap\n',
    });
    await client.open(`${root}/zones.zoneflow`, zones);
    await client.codes(`${root}/rules/more/rules.zoneflow`, ['unknown-name']);
    assert.equal(client.pushed.get(`${root}/other/no.zoneflow`), undefined);
  });

  it('change: they are read again', async () => {
    const files: Virtual = { 'zones.zoneflow': zones, 'rules.zoneflow': good, 'below/no.zoneflow': misspelt };
    const { client } = await withFiles(files);
    await client.open(`${root}/zones.zoneflow`, zones);
    files['rules.zoneflow'] = misspelt;
    const changes = [{ uri: `${root}/rules.zoneflow`, type: 2 }];
    await client.notify('workspace/didChangeWatchedFiles', { changes });
    await client.codes(`${root}/rules.zoneflow`, ['unknown-name']);
    assert.equal(client.pushed.get(`${root}/below/no.zoneflow`), undefined);
  });

  it('cannot be read, or are links: the policy says so', async () => {
    const { client } = await withFiles({
      'zones.zoneflow': zones,
      'secret.zoneflow': { problem: 'not-allowed' },
      'link.zoneflow': { link: true },
    });
    await client.open(`${root}/zones.zoneflow`, zones);
    const [secret] = await client.codes(`${root}/secret.zoneflow`, ['syntax-error']);
    assert.match(String(secret.message), /secret\.zoneflow may not be read\. Give yourself the right/);
    const [link] = await client.codes(`${root}/link.zoneflow`, ['syntax-error']);
    assert.match(String(link.message), /is a link.*Put a copy/);
  });

  it('are asked for of no disk: what has the scheme file is read by the server itself', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': misspelt });
    const { client, asked } = await withFiles({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
    assert.deepEqual(asked, []);
  });

  it('and a client that fails to answer costs its own documents nothing', async () => {
    const client = await harness.start(pushCapabilities, { initializationOptions: { readsFiles: true } });
    await client.open(`${root}/rules.zoneflow`, zones + misspelt);
    await client.codes(`${root}/rules.zoneflow`, ['unknown-name']);
    assert.deepEqual(client.log, []);
  });
});

function kindOf(file: Virtual[string] | undefined): FileKind {
  return typeof file === 'object' && 'link' in file ? 'link' : 'file';
}

function readOf(file: Virtual[string] | undefined): FileResult | null {
  if (typeof file === 'string') return { text: file };
  return file && 'problem' in file ? file : null;
}

function listOf(files: Virtual, folder: string): FolderResult {
  const start = folder === '' ? '' : `${folder}/`;
  const below = Object.keys(files).filter((path) => path.startsWith(start));
  const entries = below.map((path): [string, FileKind] => {
    const [name, ...more] = path.slice(start.length).split('/');
    return [name, more.length > 0 ? 'folder' : kindOf(files[path])];
  });
  return { entries: [...new Map(entries)].map(([name, kind]) => ({ name, kind })) };
}
