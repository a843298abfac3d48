import { Range, Uri, ViewColumn, window, workspace, type QuickPickItem } from 'vscode';
import type { SourceLocation } from '../../server/protocol.js';

interface LocationItem extends QuickPickItem {
  readonly location: SourceLocation;
}

/**
 * Shows the place a box or an arrow comes from. Where there are several, the user chooses among the lines.
 *
 * @param away the column of the picture, which must stay visible
 */
export async function revealLocations(
  locations: readonly SourceLocation[],
  away: ViewColumn | undefined,
): Promise<void> {
  const [first, ...more] = locations;
  if (!first) return;
  if (more.length === 0) return revealLocation(first, away);
  const picked = await window.showQuickPick(Promise.all(locations.map(toItem)), {
    title: `${locations.length} rules allow this`,
    placeHolder: 'Go to a rule',
    matchOnDescription: true,
  });
  if (picked) await revealLocation(picked.location, away);
}

async function toItem(location: SourceLocation): Promise<LocationItem> {
  const uri = Uri.parse(location.uri);
  const { line } = location.range.start;
  const document = await workspace.openTextDocument(uri);
  const text = line < document.lineCount ? document.lineAt(line).text.trim() : '';
  return { label: text, description: `${workspace.asRelativePath(uri)}:${line + 1}`, location };
}

async function revealLocation({ uri, range }: SourceLocation, away: ViewColumn | undefined): Promise<void> {
  const document = await workspace.openTextDocument(Uri.parse(uri));
  await window.showTextDocument(document, {
    viewColumn: columnFor(document.uri, away),
    selection: new Range(range.start.line, range.start.character, range.start.line, range.start.character),
  });
}

/** Where the document is already shown; else where other text is shown; else any column but the picture's. */
function columnFor(uri: Uri, away: ViewColumn | undefined): ViewColumn {
  const columns = window.tabGroups.all.filter((group) => group.viewColumn !== away);
  const shown = window.visibleTextEditors.find((editor) => editor.document.uri.toString() === uri.toString());
  if (shown?.viewColumn !== undefined && shown.viewColumn !== away) return shown.viewColumn;
  return columns[0]?.viewColumn ?? (away === ViewColumn.One ? ViewColumn.Two : ViewColumn.One);
}
