import assert from 'node:assert/strict';
import type { CodeLens, InitializeParams } from 'vscode-languageserver';
import { clientCommands } from '../../server/protocol.js';
import { Harness } from '../support/harness.js';
import type { LspClient } from '../support/lspclient.js';

const text = 'zone web\nzone app\nallow web to app on https\n';
const uri = 'untitled:One';
const textDocument = { uri };
const withCommand: Partial<InitializeParams> = {
  initializationOptions: { commands: [clientCommands.showFlows] },
};

describe('server: code lenses', () => {
  const harness = new Harness();
  afterEach(harness.end);

  const lensesOf = (client: LspClient): Promise<CodeLens[] | null> =>
    client.request<CodeLens[] | null>('textDocument/codeLens', { textDocument });

  it('say when they come into sight what goes in and out, and lead to the rules', async () => {
    const client = await harness.start({}, withCommand);
    await client.open(uri, text);
    const [web, ...others] = (await lensesOf(client))!;
    assert.equal(others.length, 1);
    assert.equal(web.command, undefined);
    const { command } = await client.request<CodeLens>('codeLens/resolve', web);
    assert.deepEqual(command, {
      title: '0 in · 1 out · reaches 1 zone',
      command: clientCommands.showFlows,
      arguments: [
        {
          uri,
          position: { line: 0, character: 5 },
          places: [{ uri, range: { start: { line: 2, character: 0 }, end: { line: 2, character: 25 } } }],
        },
      ],
    });
    assert.deepEqual(client.log, []);
  });

  it('offer the blast radius to a client that can show it', async () => {
    const client = await harness.start(
      {},
      { initializationOptions: { commands: [clientCommands.showReach] } },
    );
    await client.open(uri, text);
    const unresolved = (await lensesOf(client))!;
    assert.ok(
      unresolved.every(({ command }) => command === undefined),
      'both lenses of a line appear at once',
    );
    const resolved = [];
    for (const lens of [unresolved[1], unresolved[3]])
      resolved.push((await client.request<CodeLens>('codeLens/resolve', lens)).command);
    assert.deepEqual(resolved, [
      { title: 'blast radius', command: clientCommands.showReach, arguments: [{ uri, id: 'web' }] },
      { title: 'blast radius', command: clientCommands.showReach, arguments: [{ uri, id: 'app' }] },
    ]);
  });

  it('are words alone for a client without the command', async () => {
    const client = await harness.start();
    await client.open(uri, text);
    const [, app] = (await lensesOf(client))!;
    const { command } = await client.request<CodeLens>('codeLens/resolve', app);
    assert.deepEqual(command, { title: '1 in · 0 out', command: '' });
  });

  it('are switched off and on by settings that are pushed; null ones switch nothing', async () => {
    const client = await harness.start();
    await client.open(uri, text);
    const change = (settings: unknown) => client.notify('workspace/didChangeConfiguration', { settings });
    await change({ zoneflow: { codeLens: { enabled: false } } });
    assert.equal(await lensesOf(client), null);
    for (const settings of [
      null,
      { zoneflow: null },
      { zoneflow: { codeLens: null } },
      'zoneflow',
      undefined,
    ]) {
      await change(settings);
      assert.equal((await lensesOf(client))?.length, 2);
    }
    assert.deepEqual(client.log, []);
  });

  it('are switched off by settings that the server asks for, and asked for again', async () => {
    const client = await harness.start({
      workspace: {
        configuration: true,
        codeLens: { refreshSupport: true },
        didChangeConfiguration: { dynamicRegistration: true },
      },
    });
    let asked = 0;
    let refreshed = 0;
    client.connection.onRequest('workspace/configuration', () => {
      asked++;
      return [asked === 1 ? null : { codeLens: { enabled: false } }];
    });
    client.connection.onRequest('workspace/codeLens/refresh', () => {
      refreshed++;
      return null;
    });
    await client.open(uri, text);
    assert.equal((await lensesOf(client))?.length, 2);
    assert.ok(client.registered.includes('workspace/didChangeConfiguration'));
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    while (refreshed === 0) await lensesOf(client);
    assert.equal(await lensesOf(client), null);
    assert.deepEqual(client.log, []);
  });
});
