import { FoldingRangeKind, type FoldingRange, type FoldingRangeParams } from 'vscode-languageserver';
import { folds, type Fold } from '../../language/ide/index.js';
import type { Session } from '../session.js';

const kinds: { readonly [kind in Fold['kind']]?: FoldingRangeKind } = {
  comment: FoldingRangeKind.Comment,
  region: FoldingRangeKind.Region,
};

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
    ...(kinds[kind] ? { kind: kinds[kind] } : {}),
  }));
}
