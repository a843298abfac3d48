import { commands, window, type Uri } from 'vscode';

/** Shows a Markdown page to be read. VS Code's own Markdown extension can be turned off; the page can be read without it. */
export async function showPage(uri: Uri, where: 'here' | 'beside'): Promise<void> {
  try {
    await commands.executeCommand(
      where === 'here' ? 'markdown.showPreview' : 'markdown.showPreviewToSide',
      uri,
    );
  } catch {
    await window.showTextDocument(uri, { preview: true });
  }
}
