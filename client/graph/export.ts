import { commands, Uri, window, workspace } from 'vscode';
import { exportBytes, exportName } from './export-data.js';

/** An exported picture, as the webview sent it. */
export interface ExportedPicture {
  readonly policy: string;
  readonly format: 'svg' | 'png';
  readonly data: string;
}

/** Asks where to save the picture, first in `folder`, and writes it there. */
export async function saveExport(folder: Uri, { policy, format, data }: ExportedPicture): Promise<void> {
  const bytes = exportBytes(format, data);
  if (!bytes) {
    void window.showErrorMessage(
      'The picture could not be exported: the graph view sent no image. Close the view, open it again and retry.',
    );
    return;
  }
  const target = await window.showSaveDialog({
    title: 'Export Segment Graph',
    defaultUri: Uri.joinPath(folder, exportName(policy, format)),
    filters: format === 'svg' ? { 'SVG image': ['svg'] } : { 'PNG image': ['png'] },
  });
  if (target) await write(target, bytes);
}

async function write(target: Uri, bytes: Uint8Array): Promise<void> {
  try {
    await workspace.fs.writeFile(target, bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    void window.showErrorMessage(`The picture could not be saved: ${reason}. Choose another place.`);
    return;
  }
  const open = 'Open';
  const answer = await window.showInformationMessage(`Saved ${workspace.asRelativePath(target)}.`, open);
  if (answer === open) await commands.executeCommand('vscode.open', target);
}
