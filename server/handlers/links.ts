import type { DocumentLink, DocumentLinkParams } from 'vscode-languageserver';
import { documentLinks as linksOf } from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import type { Session } from '../session.js';

/** `textDocument/documentLink` */
export async function documentLinks(
  session: Session,
  { textDocument }: DocumentLinkParams,
): Promise<DocumentLink[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  return linksOf(view.snapshot, view.path).map(({ span, url }) => ({
    range: toRange(view.file.lines, span),
    target: url,
  }));
}
