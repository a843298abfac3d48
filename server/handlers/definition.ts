import type { DefinitionParams, Location, LocationLink } from 'vscode-languageserver';
import { definition as definitionAt } from '../../language/ide/index.js';
import { toLocation } from '../convert/diagnostics.js';
import { toRange } from '../convert/positions.js';
import type { Session } from '../session.js';

/** `textDocument/definition` */
export async function definition(
  session: Session,
  { textDocument, position }: DefinitionParams,
): Promise<Location[] | LocationLink[] | null> {
  const view = await session.view(textDocument.uri);
  const found = view && definitionAt(view.snapshot, view.path, view.offsetAt(position));
  if (!view || !found) return null;
  if (!session.features.definitionLinks)
    return found.targets.map(({ namePlace }) => toLocation(view, namePlace));
  return found.targets.map(({ place, namePlace }) => ({
    originSelectionRange: toRange(view.file.lines, found.origin),
    targetUri: view.uriOf(place.file),
    targetRange: toLocation(view, place).range,
    targetSelectionRange: toLocation(view, namePlace).range,
  }));
}
