import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { graphBox as box, click, consoleLines, hasDriver, press, screenshot, waitFor } from './driver.js';
import { checked, closeAll, eventually, open, rangeOf, zoneflow } from './editor.js';

describe('the graph panel', function () {
  before(async function () {
    if (!hasDriver()) this.skip();
    await zoneflow();
  });
  afterEach(closeAll);

  it('opens beside the text, by keyboard, and leaves the cursor in the text', async () => {
    const editor = await open('sketch/sketch.zoneflow');
    await checked(editor.document.uri);
    await press('Control+k');
    await press('v');
    await waitFor(box('data'));
    assert.equal(vscode.window.activeTextEditor?.document, editor.document);
    assert.equal(vscode.window.tabGroups.all.length, 2);
    await screenshot('graph-sketch');
  });

  it('is one for each policy', async () => {
    const api = await zoneflow();
    await open('shop/flows.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await open('shop/zones.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    assert.deepEqual(api.graphTitles(), ['Zoneflow: webshop']);
    await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    assert.deepEqual(api.graphTitles(), ['Zoneflow: webshop', 'Zoneflow: sketch']);
  });

  it('leads from a box to its declaration, in the column of the text', async () => {
    const editor = await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await click(box('data'));
    const line = rangeOf(editor.document, 'zone data').start.line;
    const active = await eventually(() => {
      const shown = vscode.window.activeTextEditor;
      return shown?.selection.active.line === line ? shown : undefined;
    });
    assert.equal(active.viewColumn, vscode.ViewColumn.One);
  });

  it('highlights what the cursor is on', async () => {
    const editor = await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor(box('app'));
    const place = rangeOf(editor.document, 'app "Business');
    editor.selection = new vscode.Selection(place.start, place.start);
    await waitFor(box('app', '.lit'));
  });

  it('follows an edit, and keeps the last good picture while the text is broken', async () => {
    const editor = await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor(box('data'));
    const end = editor.document.positionAt(editor.document.getText().length);
    await editor.edit((edit) => edit.insert(end, '\nzone backups\nallow data to backups on ssh\n'));
    await waitFor(box('backups'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'zone {{{ \n'));
    await waitFor(box('backups'));
  });

  it('comes back complete after it was hidden, with what changed meanwhile', async () => {
    const editor = await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor(box('data'));
    const other = await vscode.workspace.openTextDocument({ content: 'over the graph' });
    await vscode.window.showTextDocument(other, vscode.ViewColumn.Two);
    const end = editor.document.positionAt(editor.document.getText().length);
    const change = new vscode.WorkspaceEdit();
    change.insert(editor.document.uri, end, '\nzone backups\nallow data to backups on ssh\n');
    await vscode.workspace.applyEdit(change);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await waitFor(box('backups'));
    await open('sketch/sketch.zoneflow');
  });

  it('steps through the blast radius of the zone at the cursor', async () => {
    const editor = await open('sketch/sketch.zoneflow');
    const place = rangeOf(editor.document, 'app "Business');
    editor.selection = new vscode.Selection(place.start, place.start);
    await vscode.commands.executeCommand('zoneflow.showBlastRadius');
    await waitFor({ in: 'webview', selector: '.panel h2:has-text("Blast radius of app")' });
    await waitFor({ in: 'webview', selector: '.hop text:has-text("1")' });
    await click({ in: 'webview', selector: '.reached .facts button' });
    await eventually(() =>
      /allow app +to data/.test(
        vscode.window.activeTextEditor?.document.lineAt(vscode.window.activeTextEditor.selection.active.line)
          .text ?? '',
      ),
    );
    await screenshot('graph-blast-radius');
  });

  it('shows the same as a matrix, and who decides in a cell of it', async () => {
    await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor(box('data'));
    await click({ in: 'webview', selector: '#tab-matrix' });
    await click({ in: 'webview', selector: '[role=gridcell][aria-label*="app to data:"]' });
    await waitFor({ in: 'webview', selector: '.decided.allow' });
    await screenshot('graph-matrix');
    await click({ in: 'webview', selector: '#tab-graph' });
  });

  it('says why there is nothing to compare with', async () => {
    await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor(box('data'));
    await click({ in: 'webview', selector: '.toolbar [aria-label="What changed"]' });
    await waitFor({ in: 'webview', selector: '.revision' });
    await waitFor({ in: 'webview', selector: '.panel-body > [role=status]:not(:has-text("Working"))' });
  });

  it('breaks no rule of its content security policy', async () => {
    await open('sketch/sketch.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor(box('data'));
    const breaches = (await consoleLines()).filter(({ text }) => /Content.Security.Policy/i.test(text));
    assert.deepEqual(
      breaches.filter(({ url, text }) => /zoneflow|main\.js/.test(url + text)),
      [],
    );
  });
});
