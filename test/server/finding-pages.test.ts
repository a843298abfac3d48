import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DocumentDiagnosticReport, InitializeParams } from 'vscode-languageserver';
import { clientCommands } from '../../server/protocol.js';
import { Harness } from '../support/harness.js';

const uri = 'untitled:One';
const text = 'zone a\nallow a to a on htps\n';
const pulls = { textDocument: { diagnostic: { codeDescriptionSupport: true } } };

describe('server: the link behind the code of a finding', () => {
  const harness = new Harness();
  afterEach(harness.end);

  const linksWith = async (
    capabilities: InitializeParams['capabilities'],
    more: Partial<InitializeParams> = {},
  ): Promise<(string | undefined)[]> => {
    const client = await harness.start(capabilities, more);
    await client.open(uri, text);
    const report = await client.request<DocumentDiagnosticReport>('textDocument/diagnostic', {
      textDocument: { uri },
    });
    assert.ok(report.kind === 'full' && report.items.length > 0);
    return report.items.map(({ codeDescription }) => codeDescription?.href);
  };

  it('leads to the page on disk', async () => {
    const [link] = await linksWith(pulls);
    assert.match(link ?? '', /\/docs\/findings\/unknown-name\.md$/);
    assert.ok(existsSync(fileURLToPath(link ?? '')));
  });

  it('is a command for a client that has one', async () => {
    const commands = [clientCommands.openFindingPage];
    const [link] = await linksWith(pulls, { initializationOptions: { commands } });
    assert.equal(link, 'command:zoneflow.openFindingPage?%5B%22unknown-name%22%5D');
  });

  it('is not there for a client that shows none', async () => {
    assert.deepEqual(new Set(await linksWith({ textDocument: { diagnostic: {} } })), new Set([undefined]));
  });
});
