import type { TextDocumentEdit, TextEdit as LspTextEdit, WorkspaceEdit } from 'vscode-languageserver';
import type { TextEdit } from '../../language/findings.js';
import type { OpenDocuments } from '../documents.js';
import { normalUri } from './uris.js';
import { toLocation, type PlaceReader } from './diagnostics.js';

/** Edits of one snapshot as LSP's; for a client that checks versions with those of the open documents. */
export function toWorkspaceEdit(
  reader: PlaceReader,
  edits: readonly TextEdit[],
  documents: OpenDocuments,
  versioned: boolean,
): WorkspaceEdit {
  const changes: Record<string, LspTextEdit[]> = {};
  for (const { place, newText } of edits) {
    const { uri, range } = toLocation(reader, place);
    (changes[uri] ??= []).push({ range, newText });
  }
  if (!versioned) return { changes };
  const documentChanges = Object.entries(changes).map(([uri, list]): TextDocumentEdit => ({
    textDocument: { uri, version: documents.get(normalUri(uri))?.version ?? null },
    edits: list,
  }));
  return { documentChanges };
}
