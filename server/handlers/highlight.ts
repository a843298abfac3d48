import {
  DocumentHighlightKind,
  type CancellationToken,
  type DocumentHighlight,
  type DocumentHighlightParams,
} from 'vscode-languageserver';
import { highlights } from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import type { Session } from '../session.js';
import { mapInSteps, takeSteps } from '../steps.js';

/** `textDocument/documentHighlight` */
export async function documentHighlights(
  session: Session,
  { textDocument, position }: DocumentHighlightParams,
  token: CancellationToken,
): Promise<DocumentHighlight[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const found = highlights(view.snapshot, view.path, view.offsetAt(position));
  const steps = mapInSteps(found, ({ place, role }): DocumentHighlight => ({
    range: toRange(view.file.lines, place),
    kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
  return (await takeSteps(session.host, steps, () => token.isCancellationRequested)) ?? null;
}
