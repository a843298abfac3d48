import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { screenshot, waitFor } from '../driver.js';
import { checked, closeAll, eventually, open, rangeOf, zoneflow } from '../editor.js';

describe('Zoneflow as it is installed from its package', () => {
  after(closeAll);

  it('lies where VS Code puts extensions, with everything it needs and nothing of the sources', () => {
    const extension = vscode.extensions.getExtension('zoneflow.zoneflow');
    assert.ok(extension, 'Zoneflow is not installed');
    assert.match(extension.extensionPath, /[\\/]extensions[\\/]zoneflow\.zoneflow-\d/);
    const has = (name: string): boolean => existsSync(path.join(extension.extensionPath, name));
    assert.deepEqual(['node_modules', 'language', 'server', 'test', 'cli'].filter(has), []);
    assert.ok(has('THIRD-PARTY-NOTICES.txt'));
  });

  it('checks a policy and shows its findings', async () => {
    await zoneflow();
    const editor = await open('faulty/shop/rules.zoneflow');
    const { counts } = await checked(editor.document.uri);
    assert.ok(counts.error > 0);
    const shown = await eventually(() => {
      const all = vscode.languages.getDiagnostics(editor.document.uri);
      return all.length > 0 ? all : undefined;
    });
    assert.ok(shown.every(({ source }) => source === 'zoneflow'));
  });

  it('explains a name', async () => {
    const { document } = await open('shop/flows.zoneflow');
    await checked(document.uri);
    const { start } = rangeOf(document, 'shop.web');
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>(
      'vscode.executeHoverProvider',
      document.uri,
      start,
    );
    const text = hovers.flatMap(({ contents }) =>
      contents.map((one) => (one as vscode.MarkdownString).value),
    );
    assert.match(text.join('\n'), /zone.*shop/);
  });

  it('draws the graph', async () => {
    await open('shop/flows.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor({ in: 'webview', selector: '.zones [data-node="shop"], .boxes [data-node="shop"]' });
    await screenshot('installed');
    assert.equal((await zoneflow()).graphTitles().length, 1);
  });
});
