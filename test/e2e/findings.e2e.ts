import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { closeAll, eventually, fileUri, open, zoneflow } from './editor.js';

/** Codes of the errors that VS Code shows in a file. */
const errorsIn = (name: string): string[] =>
  vscode.languages
    .getDiagnostics(fileUri(name))
    .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error)
    // A code with a link behind it is an object.
    .map(({ code }) => String(typeof code === 'object' ? code.value : code));

/** Waits until exactly these errors are shown in a file. */
const errors = (name: string, ...codes: string[]): Promise<boolean> =>
  eventually(() => errorsIn(name).join() === codes.join() || undefined);

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const write = (name: string, text: string): Thenable<void> =>
  vscode.workspace.fs.writeFile(fileUri(name), new TextEncoder().encode(text));

describe('findings in the editor', () => {
  before(zoneflow);
  beforeEach(async () => {
    await write('probe/zoneflow.json', '{}');
    await write('probe/zones.zoneflow', zones);
    await write('probe/rules.zoneflow', 'allow web to ap on https\n');
  });
  afterEach(async () => {
    await closeAll();
    await vscode.workspace.fs.delete(fileUri('probe'), { recursive: true });
  });

  it('are shown for open and closed files, follow edits, and stay when a file is closed', async () => {
    await open('probe/zones.zoneflow');
    await errors('probe/rules.zoneflow', 'unknown-name');
    const editor = await open('probe/rules.zoneflow');
    await errors('probe/rules.zoneflow', 'unknown-name');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 15), 'p'));
    await errors('probe/rules.zoneflow');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 15), 'q'));
    await errors('probe/rules.zoneflow', 'unknown-name');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    // VS Code asks for the findings of closed files again every two seconds: they must outlast that.
    await new Promise((resolve) => setTimeout(resolve, 2_500));
    await errors('probe/rules.zoneflow', 'unknown-name');
    const zonesEditor = await open('probe/zones.zoneflow');
    await zonesEditor.edit((edit) =>
      edit.insert(new vscode.Position(2, 0), 'zone ap { addresses = 10.0.2.0/24 }\n'),
    );
    await errors('probe/rules.zoneflow');
  });

  it('follow an edit in another open file', async () => {
    await open('probe/rules.zoneflow');
    await errors('probe/rules.zoneflow', 'unknown-name');
    const editor = await vscode.window.showTextDocument(fileUri('probe/zones.zoneflow'), { viewColumn: 2 });
    await editor.edit((edit) =>
      edit.insert(new vscode.Position(2, 0), 'zone ap { addresses = 10.0.2.0/24 }\n'),
    );
    await errors('probe/rules.zoneflow');
    await editor.edit((edit) => edit.delete(new vscode.Range(2, 0, 3, 0)));
    await errors('probe/rules.zoneflow', 'unknown-name');
  });

  it('follow the disk: changes, deletions, deleted folders', async () => {
    await open('probe/zones.zoneflow');
    await errors('probe/rules.zoneflow', 'unknown-name');
    await write('probe/rules.zoneflow', 'allow web to app on https\n');
    await errors('probe/rules.zoneflow');
    await write('probe/sub/more.zoneflow', 'allow web to nobody on https\n');
    await errors('probe/sub/more.zoneflow', 'unknown-name');
    await vscode.workspace.fs.delete(fileUri('probe/sub'), { recursive: true });
    await errors('probe/sub/more.zoneflow');
    await write('probe/zoneflow.json', '{ "name": 1 }');
    await errors('probe/zoneflow.json', 'invalid-value');
  });

  it('are mended by the fix that VS Code offers', async () => {
    const { document } = await open('probe/rules.zoneflow');
    await errors('probe/rules.zoneflow', 'unknown-name');
    const [{ range }] = vscode.languages.getDiagnostics(document.uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      'vscode.executeCodeActionProvider',
      document.uri,
      range,
    );
    const fix = actions.find(({ isPreferred }) => isPreferred);
    assert.equal(fix?.title, 'Change to `app`');
    assert.ok(fix.edit && (await vscode.workspace.applyEdit(fix.edit)));
    await errors('probe/rules.zoneflow');
  });
});
