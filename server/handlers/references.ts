import type { Location, ReferenceParams } from 'vscode-languageserver';
import { references as referencesAt } from '../../language/ide/index.js';
import { toLocation } from '../convert/diagnostics.js';
import type { Session } from '../session.js';

/** `textDocument/references` */
export async function references(
  session: Session,
  { textDocument, position, context }: ReferenceParams,
): Promise<Location[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const found = referencesAt(view.snapshot, view.path, view.offsetAt(position));
  const declared = context?.includeDeclaration !== false;
  return found.filter(({ role }) => declared || role === 'use').map(({ place }) => toLocation(view, place));
}
