import { FoldingRangeKind, type FoldingRange, type FoldingRangeParams } from 'vscode-languageserver';
import { folds } from '../../language/ide/index.js';
import type { Session } from '../session.js';

/** `textDocument/foldingRange` */
export async function foldingRanges(
  session: Session,
  { textDocument }: FoldingRangeParams,
): Promise<FoldingRange[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  return folds(view.snapshot, view.path).map(({ startLine, endLine, kind }) => ({
    startLine,
    endLine,
    ...(kind === 'comment' ? { kind: FoldingRangeKind.Comment } : {}),
  }));
}
