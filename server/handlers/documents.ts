import {
  FileChangeType,
  type DidChangeConfigurationParams,
  type DidChangeTextDocumentParams,
  type DidChangeWatchedFilesParams,
  type DidChangeWorkspaceFoldersParams,
  type DidCloseTextDocumentParams,
  type DidOpenTextDocumentParams,
} from 'vscode-languageserver';
import { normalUri } from '../convert/uris.js';
import type { DiskChange } from '../policies.js';
import type { Session } from '../session.js';

/** `textDocument/didOpen` */
export async function didOpen(session: Session, { textDocument }: DidOpenTextDocumentParams): Promise<void> {
  const { uri, version, text } = textDocument;
  const key = session.documents.open(uri, version, text);
  session.push();
  await session.policies.opened(key);
  await rescanUnwatched(session);
}

/** `textDocument/didChange` */
export function didChange(
  session: Session,
  { textDocument, contentChanges }: DidChangeTextDocumentParams,
): void {
  const key = session.documents.change(textDocument.uri, textDocument.version, contentChanges);
  if (key !== undefined) session.policies.edited(key);
}

/** `textDocument/didClose` */
export async function didClose(
  session: Session,
  { textDocument }: DidCloseTextDocumentParams,
): Promise<void> {
  const key = session.documents.close(textDocument.uri);
  if (key === undefined) return;
  session.closed(key);
  await session.policies.closed(key);
}

/** `textDocument/didSave` */
export const didSave = (session: Session): Promise<void> => rescanUnwatched(session);

const changeTypes: Record<FileChangeType, DiskChange['type']> = {
  [FileChangeType.Created]: 'created',
  [FileChangeType.Changed]: 'changed',
  [FileChangeType.Deleted]: 'deleted',
};

/** `workspace/didChangeWatchedFiles` */
export async function didChangeFiles(
  session: Session,
  { changes }: DidChangeWatchedFilesParams,
): Promise<void> {
  const known = changes.map(({ uri, type }) => ({
    uri: normalUri(uri),
    type: changeTypes[type] ?? 'changed',
  }));
  await session.policies.changedOnDisk(known);
}

/** `workspace/didChangeWorkspaceFolders` */
export async function didChangeFolders(
  session: Session,
  { event }: DidChangeWorkspaceFoldersParams,
): Promise<void> {
  session.setFolders(event.added, event.removed);
  await session.policies.review();
}

/** `workspace/didChangeConfiguration`: of a client of old with all settings, of a newer one with nothing. */
export const didChangeConfiguration = (
  session: Session,
  params: DidChangeConfigurationParams | null | undefined,
): Promise<void> => session.settings.update(params?.settings);

/** A client that does not watch files says nothing of what changes on disk, so it is looked at when the user does something. */
async function rescanUnwatched(session: Session): Promise<void> {
  if (!session.features.watchesFiles) await session.policies.rescan();
}
