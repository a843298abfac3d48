import {
  LSPErrorCodes,
  ResponseError,
  type CancellationToken,
  type InlayHint,
  type InlayHintParams,
} from 'vscode-languageserver';
import { inlayHintsInSteps as hintsIn } from '../../language/ide/index.js';
import { toMarkup } from '../convert/markup.js';
import { toPosition, toSpan } from '../convert/positions.js';
import type { Session } from '../session.js';
import { answerInSteps } from '../steps.js';

/** `textDocument/inlayHint`. Throws where the text has changed before it was checked: then the client asks again. */
export async function inlayHints(
  session: Session,
  { textDocument, range }: InlayHintParams,
  token: CancellationToken,
): Promise<InlayHint[] | null> {
  const before = session.settings.current.inlayHints ? await session.view(textDocument.uri) : undefined;
  if (before === undefined) return null;
  await session.settled(before.policy, token);
  const view = await session.view(textDocument.uri);
  if (view === undefined || view.file !== before.file)
    throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed meanwhile.');
  const { lines } = view.file;
  const steps = hintsIn(view.snapshot, view.path, toSpan(lines, range));
  return (await answerInSteps(session, view, steps, token)).map(({ offset, label, tooltip }) => ({
    position: toPosition(lines, offset),
    label,
    tooltip: toMarkup(tooltip, session.features.markdownHover),
    paddingLeft: true,
  }));
}
