import type { SelectionRange, SelectionRangeParams } from 'vscode-languageserver';
import { selectionRanges as spansAt } from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import type { Session, View } from '../session.js';

/** `textDocument/selectionRange` */
export async function selectionRanges(
  session: Session,
  { textDocument, positions }: SelectionRangeParams,
): Promise<SelectionRange[] | null> {
  const view = await session.view(textDocument.uri);
  return view ? positions.map((position) => chainAt(view, view.offsetAt(position))) : null;
}

/** The ranges around an offset, each with the next larger one as its parent. */
function chainAt(view: View, offset: number): SelectionRange {
  const { lines } = view.file;
  const spans = [...spansAt(view.snapshot, view.path, offset)].sort(
    (a, b) => b.end - b.start - (a.end - a.start),
  );
  let chain: SelectionRange | undefined;
  for (const span of spans) chain = { range: toRange(lines, span), ...(chain ? { parent: chain } : {}) };
  return chain ?? { range: toRange(lines, { start: offset, end: offset }) };
}
