import {
  DocumentHighlightKind,
  type DocumentHighlight,
  type DocumentHighlightParams,
} from 'vscode-languageserver';
import { highlights } from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import type { Session } from '../session.js';

/** `textDocument/documentHighlight` */
export async function documentHighlights(
  session: Session,
  { textDocument, position }: DocumentHighlightParams,
): Promise<DocumentHighlight[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  return highlights(view.snapshot, view.path, view.offsetAt(position)).map(({ place, role }) => ({
    range: toRange(view.file.lines, place),
    kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
