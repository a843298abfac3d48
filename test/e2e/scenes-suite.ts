import * as vscode from 'vscode';
import { click, press, resize, screenshot, waitFor } from './driver.js';
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
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  }
}

async function play(scene: Scene): Promise<void> {
  await setTheme(scene.theme ?? 'Default Dark Modern');
  await resize(scene.size?.width ?? 1280, scene.size?.height ?? 800);
  for (const { file, at } of scene.open) await open(file, at);
  for (const [command, ...args] of scene.commands ?? [])
    await vscode.commands.executeCommand(command, ...args);
  for (const target of scene.waitFor ?? []) await waitFor(target);
  for (const target of scene.clicks ?? []) await click(target);
  await vscode.commands.executeCommand('notifications.clearAll');
  await press('Shift');
}

async function setTheme(theme: string): Promise<void> {
  const settings = vscode.workspace.getConfiguration('workbench');
  await settings.update('colorTheme', theme, vscode.ConfigurationTarget.Global);
}

async function open(file: string, at: string | undefined): Promise<void> {
  const folder = vscode.workspace.workspaceFolders?.[0];
  if (!folder) throw new Error('No folder is open.');
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(folder.uri, file));
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  if (at === undefined) return;
  const offset = document.getText().indexOf(at);
  if (offset < 0) throw new Error(`${file} does not hold ${at}.`);
  const position = document.positionAt(offset);
  editor.selection = new vscode.Selection(position, position);
  editor.revealRange(new vscode.Range(position, position), vscode.TextEditorRevealType.InCenter);
}
