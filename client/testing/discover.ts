import { FileType, RelativePattern, Uri, workspace, type WorkspaceFolder } from 'vscode';

/** Files and folders that are looked at when policies are sought: more are found when a file of theirs is opened. */
const mostFiles = 5_000;
const mostFolders = 2_000;

/** Where VS Code itself can search. Elsewhere a search may wait without end for an extension that could. */
const searchable = new Set(['file', 'vscode-remote']);

/** The files of policies in the workspace, in any order. Never rejects: what cannot be looked into holds none. */
export async function policyFiles(): Promise<Uri[]> {
  const folders = workspace.workspaceFolders ?? [];
  return (await Promise.all(folders.map(filesIn))).flat();
}

async function filesIn(folder: WorkspaceFolder): Promise<Uri[]> {
  if (!searchable.has(folder.uri.scheme)) return walk(folder.uri);
  return workspace.findFiles(new RelativePattern(folder, '**/*.zoneflow'), undefined, mostFiles);
}

/** Folder by folder from the top down. Neither links are followed nor folders that are hidden by their name. */
async function walk(top: Uri): Promise<Uri[]> {
  const files: Uri[] = [];
  const folders = [top];
  for (
    let looked = 0;
    looked < folders.length && looked < mostFolders && files.length < mostFiles;
    looked++
  ) {
    const folder = folders[looked];
    const entries = await Promise.resolve(workspace.fs.readDirectory(folder)).catch(() => []);
    for (const [name, type] of entries) {
      const uri = Uri.joinPath(folder, name);
      if (type === FileType.File && name.endsWith('.zoneflow')) files.push(uri);
      if (type === FileType.Directory && !name.startsWith('.') && name !== 'node_modules') folders.push(uri);
    }
  }
  return files;
}
