import {
  LSPErrorCodes,
  ResponseError,
  type PrepareRenameParams,
  type Range,
  type RenameParams,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { prepareRename as targetAt, rename as renameAt, type Refusal } from '../../language/ide/index.js';
import { toWorkspaceEdit } from '../convert/edits.js';
import { toRange } from '../convert/positions.js';
import type { Session } from '../session.js';

/** `textDocument/prepareRename`. Throws, in words for the user, where the word cannot be renamed. */
export async function prepareRename(
  session: Session,
  { textDocument, position }: PrepareRenameParams,
): Promise<{ range: Range; placeholder: string } | null> {
  const view = await session.view(textDocument.uri);
  const target = view && targetAt(view.snapshot, view.path, view.offsetAt(position));
  if (!view || !target) return null;
  if ('refusal' in target) throw refused(target);
  return { range: toRange(view.file.lines, target.span), placeholder: target.text };
}

/** `textDocument/rename`: in all files of the policy. Throws, in words for the user, where the name will not do. */
export async function rename(
  session: Session,
  { textDocument, position, newName }: RenameParams,
): Promise<WorkspaceEdit | null> {
  // What changes files must know which there are by now.
  await session.policies.followed();
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const edits = renameAt(view.snapshot, view.path, view.offsetAt(position), newName);
  if ('refusal' in edits) throw refused(edits);
  return toWorkspaceEdit(view, edits, session.documents, session.features.versionedEdits);
}

const refused = ({ refusal }: Refusal): ResponseError<never> =>
  new ResponseError(LSPErrorCodes.RequestFailed, refusal);
