import { commands, Uri, type Disposable } from 'vscode';
import { clientCommands } from '../server/protocol.js';
import { showPage } from './page.js';

/** Registers what a click on a finding's code does: the page about it opens. The server makes the link, so it is not in the manifest. */
export function registerFindingPages(extension: Uri): Disposable {
  return commands.registerCommand(clientCommands.openFindingPage, async (code: unknown) => {
    // A link can be written by anybody; a code is a word and no path.
    if (typeof code !== 'string' || !/^[a-z-]+$/.test(code)) return;
    await showPage(Uri.joinPath(extension, 'docs/findings', `${code}.md`), 'here');
  });
}
