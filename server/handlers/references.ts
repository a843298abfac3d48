import type { CancellationToken, Location, ReferenceParams } from 'vscode-languageserver';
import { references as referencesAt } from '../../language/ide/index.js';
import { toLocation } from '../convert/diagnostics.js';
import type { Session } from '../session.js';
import { mapInSteps, takeSteps } from '../steps.js';

/** `textDocument/references` */
export async function references(
  session: Session,
  { textDocument, position, context }: ReferenceParams,
  token: CancellationToken,
): Promise<Location[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const found = referencesAt(view.snapshot, view.path, view.offsetAt(position));
  const declared = context?.includeDeclaration !== false;
  const told = found.filter(({ role }) => declared || role === 'use');
  const steps = mapInSteps(told, ({ place }) => toLocation(view, place));
  return (await takeSteps(session.host, steps, () => token.isCancellationRequested)) ?? null;
}
