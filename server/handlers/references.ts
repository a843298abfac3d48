import type { CancellationToken, Location, ReferenceParams } from 'vscode-languageserver';
import { referencesInSteps } from '../../language/ide/index.js';
import { toLocation } from '../convert/diagnostics.js';
import type { Session, View } from '../session.js';
import { mapInSteps, takeSteps } from '../steps.js';

/** `textDocument/references` */
export async function references(
  session: Session,
  { textDocument, position, context }: ReferenceParams,
  token: CancellationToken,
): Promise<Location[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const steps = referencesOf(view, view.offsetAt(position), context?.includeDeclaration !== false);
  return (await takeSteps(session.host, steps, () => token.isCancellationRequested)) ?? null;
}

function* referencesOf(view: View, offset: number, declared: boolean): Generator<void, Location[]> {
  const found = yield* referencesInSteps(view.snapshot, view.path, offset);
  const told = found.filter(({ role }) => declared || role === 'use');
  return yield* mapInSteps(told, ({ place }) => toLocation(view, place));
}
