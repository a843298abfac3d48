import type { SymbolInformation, WorkspaceSymbolParams } from 'vscode-languageserver';
import { policySymbols } from '../../language/ide/index.js';
import { toLocation } from '../convert/diagnostics.js';
import { symbolKinds } from '../convert/symbols.js';
import type { Session } from '../session.js';

/** More symbols than this no user looks through. */
const mostSymbols = 1_000;

/** `workspace/symbol`: declarations of all policies of interest. */
export async function workspaceSymbols(
  session: Session,
  { query }: WorkspaceSymbolParams,
): Promise<SymbolInformation[]> {
  return session.policies
    .all()
    .flatMap((policy) => {
      const reader = session.readerOf(policy, policy.snapshot());
      return policySymbols(reader.snapshot, query).map(({ name, kind, container, place }) => ({
        name,
        kind: symbolKinds[kind],
        location: toLocation(reader, place),
        containerName: container ?? policy.files.name,
      }));
    })
    .slice(0, mostSymbols);
}
