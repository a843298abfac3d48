import * as vscode from 'vscode';
import { click, press, resize, screenshot, waitFor } from './driver.js';
import { fileUri, rangeOf, setTheme } from './editor.js';
import { scenes } from './scenes.js';
import type { Scene } from './scenes.js';

/**
 * Plays every scene and has its picture taken; VS Code calls this in place of a test suite.
 *
 * @throws where a scene's command fails or what it waits for does not appear
 */
export async function run(): Promise<void> {
  const only = process.env['ZONEFLOW_GREP'];
  for (const scene of scenes.filter(({ name }) => !only || name.includes(only))) {
    console.log(`${process.env['ZONEFLOW_PREFIX'] ?? ''}  ${scene.name}.png`);
    await play(scene);
    await screenshot(scene.name);
    await clear(scene);
  }
}

async function play(scene: Scene): Promise<void> {
  await setTheme(scene.theme ?? 'Default Dark Modern');
  await resize(scene.size?.width ?? 1280, scene.size?.height ?? 800);
  for (const [name, value] of Object.entries(scene.settings ?? {})) await set(name, value);
  for (const { file } of scene.open) await vscode.workspace.openTextDocument(fileUri(file));
  if (scene.replace) await replace(scene.replace);
  for (const { file, at } of scene.open) await open(file, at);
  for (const step of scene.commands ?? []) {
    if (!Array.isArray(step)) await waitFor(step);
    else await vscode.commands.executeCommand(...step);
  }
  for (const target of scene.waitFor ?? []) await waitFor(target);
  for (const target of scene.clicks ?? []) await click(target);
  await vscode.commands.executeCommand('notifications.clearAll');
  await press('Shift');
}

/** Leaves the window and the files as they were. */
async function clear({ settings = {} }: Scene): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document, { viewColumn: vscode.ViewColumn.One });
    await vscode.commands.executeCommand('workbench.action.files.revert');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  await vscode.commands.executeCommand('workbench.action.closePanel');
  for (const name of Object.keys(settings)) await set(name, undefined);
}

const set = (name: string, value: unknown): Thenable<void> =>
  vscode.workspace.getConfiguration().update(name, value, vscode.ConfigurationTarget.Global);

async function replace({ file, text, by }: NonNullable<Scene['replace']>): Promise<void> {
  const document = await vscode.workspace.openTextDocument(fileUri(file));
  const change = new vscode.WorkspaceEdit();
  change.replace(document.uri, rangeOf(document, text), by);
  await vscode.workspace.applyEdit(change);
}

async function open(file: string, at: string | undefined): Promise<void> {
  const editor = await vscode.window.showTextDocument(fileUri(file), { preview: false });
  if (at === undefined) return;
  const { start } = rangeOf(editor.document, at.replace('|', ''));
  const position = start.translate(0, Math.max(0, at.indexOf('|')));
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(
    new vscode.Range(position, position),
    vscode.TextEditorRevealType.InCenterIfOutsideViewport,
  );
}
