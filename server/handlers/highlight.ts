import {
  DocumentHighlightKind,
  type CancellationToken,
  type DocumentHighlight,
  type DocumentHighlightParams,
} from 'vscode-languageserver';
import { highlightsInSteps } from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import type { Session, View } from '../session.js';
import { mapInSteps, takeSteps } from '../steps.js';

/** `textDocument/documentHighlight` */
export async function documentHighlights(
  session: Session,
  { textDocument, position }: DocumentHighlightParams,
  token: CancellationToken,
): Promise<DocumentHighlight[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const steps = highlightsOf(view, view.offsetAt(position));
  return (await takeSteps(session.host, steps, () => token.isCancellationRequested)) ?? null;
}

function* highlightsOf({ snapshot, path, file }: View, offset: number): Generator<void, DocumentHighlight[]> {
  const found = yield* highlightsInSteps(snapshot, path, offset);
  return yield* mapInSteps(found, ({ place, role }) => ({
    range: toRange(file.lines, place),
    kind: role === 'declaration' ? DocumentHighlightKind.Write : DocumentHighlightKind.Read,
  }));
}
