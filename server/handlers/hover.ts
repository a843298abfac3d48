import type { Hover, HoverParams } from 'vscode-languageserver';
import { hover as hoverAt } from '../../language/ide/index.js';
import { toMarkup } from '../convert/markup.js';
import { toRange } from '../convert/positions.js';
import type { Session } from '../session.js';

/** `textDocument/hover` */
export async function hover(
  session: Session,
  { textDocument, position }: HoverParams,
): Promise<Hover | null> {
  const view = await session.view(textDocument.uri);
  const found = view && hoverAt(view.snapshot, view.path, view.offsetAt(position));
  if (!view || !found) return null;
  return {
    contents: toMarkup(found.markdown, session.features.markdownHover),
    range: toRange(view.file.lines, found.span),
  };
}
