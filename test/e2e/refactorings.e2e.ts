import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasDriver, press, screenshot, type as typeText, waitFor } from './driver.js';
import { checked, closeAll, eventually, fileUri, open, rangeOf, zoneflow } from './editor.js';

const text = 'zone web\nzone app\nallow web to app on [tcp/8443, tcp/9000]\nallow app to web on tcp/8443\n';

describe('refactorings in the editor', () => {
  before(async function () {
    if (!hasDriver()) this.skip();
    await zoneflow();
  });
  beforeEach(async () => {
    const bytes = new TextEncoder().encode(text);
    await vscode.workspace.fs.writeFile(fileUri('refactored/rules.zoneflow'), bytes);
  });
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(fileUri('refactored'), { recursive: true });
  });

  it('extract a service, and ask for its name at once', async () => {
    const editor = await open('refactored/rules.zoneflow');
    await checked(editor.document.uri);
    const { start } = rangeOf(editor.document, '8443, tcp');
    editor.selection = new vscode.Selection(start, start);
    await vscode.commands.executeCommand('editor.action.refactor');
    await waitFor({ in: 'page', selector: '.action-widget >> text=Extract service `tcp-8443`' });
    await screenshot('refactorings');
    await vscode.commands.executeCommand('hideCodeActionWidget');
    void vscode.commands.executeCommand('editor.action.codeAction', {
      kind: 'refactor.extract',
      apply: 'first',
    });
    await waitFor({ in: 'page', selector: '.rename-box' });
    await screenshot('refactorings-name');
    await typeText('app-api');
    await press('Enter');
    await eventually(() =>
      editor.document.getText().includes('service app-api = tcp/8443') ? true : undefined,
    );
    assert.match(editor.document.getText(), /on \[app-api, tcp\/9000\]/);
  });

  it('stand below lenses that count what is really allowed', async () => {
    await open('refactored/rules.zoneflow');
    await waitFor({ in: 'page', selector: '.codelens-decoration >> text=1 in · 1 out · reaches 1 zone' });
    await screenshot('lenses');
  });

  it('sort the rules on request', async () => {
    const editor = await open('refactored/rules.zoneflow');
    await checked(editor.document.uri);
    await vscode.commands.executeCommand('editor.action.sourceAction', {
      kind: 'source.organizeRules',
      apply: 'first',
    });
    await eventually(() => (/allow app[^]*allow web/.test(editor.document.getText()) ? true : undefined));
  });
});
