import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import type { ZoneflowApi } from '../../client/extension.js';
import type { StatusParams } from '../../server/protocol.js';

/** What several suites do with the editor. */

/** Zoneflow's own extension, active. */
export async function zoneflow(): Promise<ZoneflowApi> {
  const extension = vscode.extensions.getExtension<ZoneflowApi>('zoneflow.zoneflow');
  assert.ok(extension, 'Zoneflow is not installed');
  return extension.activate();
}

/** Waits until `probe` gives a value. What never comes is ended by the test's own time limit. */
export async function eventually<T>(probe: () => T | undefined): Promise<T> {
  for (;;) {
    const value = probe();
    if (value !== undefined) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A file of the workspace by its path in it. */
export function fileUri(name: string): vscode.Uri {
  const [folder] = vscode.workspace.workspaceFolders ?? [];
  assert.ok(folder, 'no folder is open');
  return vscode.Uri.joinPath(folder.uri, name);
}

/** Shows a file of the workspace in the first column. */
export const open = (name: string): Thenable<vscode.TextEditor> =>
  vscode.window.showTextDocument(fileUri(name), { viewColumn: vscode.ViewColumn.One, preview: false });

/** Where a text stands first in a document. */
export function rangeOf(document: vscode.TextDocument, text: string): vscode.Range {
  const offset = document.getText().indexOf(text);
  assert.ok(offset >= 0, `the file does not hold ${text}`);
  return new vscode.Range(document.positionAt(offset), document.positionAt(offset + text.length));
}

/** The status of a document's policy, once it is checked. */
export async function checked(document: vscode.Uri): Promise<StatusParams> {
  const api = await zoneflow();
  return eventually(() => {
    const status = api.status(document.toString());
    return status?.state === 'checking' ? undefined : status;
  });
}

/** Sets the colour theme by its id, or takes the setting back. */
export const setTheme = (theme: string | undefined): Thenable<void> =>
  vscode.workspace
    .getConfiguration('workbench')
    .update('colorTheme', theme, vscode.ConfigurationTarget.Global);

/** Undoes what a test left open or unsaved. */
export async function closeAll(): Promise<void> {
  while (vscode.window.activeTextEditor?.document.isDirty) {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
