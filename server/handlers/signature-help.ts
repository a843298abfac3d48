import { MarkupKind, type SignatureHelp, type SignatureHelpParams } from 'vscode-languageserver';
import { signatureAt } from '../../language/ide/index.js';
import type { Session } from '../session.js';

/** `textDocument/signatureHelp`: the parts of a statement, and which of them the cursor is in. */
export async function signatureHelp(
  session: Session,
  { textDocument, position }: SignatureHelpParams,
): Promise<SignatureHelp | null> {
  const view = await session.view(textDocument.uri);
  const found = view && signatureAt(view.snapshot, view.path, view.offsetAt(position));
  if (!found) return null;
  const parameters = found.parts.map(({ span: { start, end }, markdown }) => ({
    label: [start, end] as [number, number],
    documentation: { kind: MarkupKind.Markdown, value: markdown },
  }));
  const signature = { label: found.label, parameters, activeParameter: found.active };
  return { signatures: [signature], activeSignature: 0, activeParameter: found.active };
}
