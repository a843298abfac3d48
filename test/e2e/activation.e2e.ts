import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasDriver, screenshot, waitFor } from './driver.js';

const extensionId = 'zoneflow.zoneflow';

describe('activation', () => {
  it('VS Code knows the extension', () => {
    assert.ok(vscode.extensions.getExtension(extensionId), `${extensionId} is not installed`);
  });

  it('a .zoneflow file has its language and wakes the extension', async () => {
    const [file] = await vscode.workspace.findFiles('shop/flows.zoneflow');
    assert.ok(file, 'the workspace does not hold samples/shop/flows.zoneflow');
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    assert.equal(document.languageId, 'zoneflow');
    await vscode.extensions.getExtension(extensionId)?.activate();
    assert.equal(vscode.extensions.getExtension(extensionId)?.isActive, true);
  });

  it('the window shows the file', async () => {
    if (!hasDriver()) return;
    await waitFor({ in: 'page', selector: '.tab.active[data-resource-name="flows.zoneflow"]' });
    await screenshot('activation');
  });
});
