import { commands, Range, Selection, Uri, window, workspace, type Disposable } from 'vscode';
import { clientCommands, type SelectArguments } from '../server/protocol.js';

/** Registers what follows a change that has left something to fill in or to name. Only the server calls it, so it is not in the manifest. */
export function registerSelect(): Disposable {
  return commands.registerCommand(clientCommands.select, select);
}

async function select({ uri, range: { start, end }, rename }: SelectArguments): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  const editor = await window.showTextDocument(document);
  const range = new Range(start.line, start.character, end.line, end.character);
  editor.selection = new Selection(range.start, range.end);
  editor.revealRange(range);
  if (rename) await commands.executeCommand('editor.action.rename');
}
