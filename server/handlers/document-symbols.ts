import type { DocumentSymbol, DocumentSymbolParams, SymbolInformation } from 'vscode-languageserver';
import { documentSymbols as outlineOf, type DocumentSymbol as Entry } from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import { symbolKinds } from '../convert/symbols.js';
import type { Session, View } from '../session.js';

/** `textDocument/documentSymbol`: a tree, or a flat list for a client that shows no tree. */
export async function documentSymbols(
  session: Session,
  { textDocument }: DocumentSymbolParams,
): Promise<DocumentSymbol[] | SymbolInformation[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const entries = outlineOf(view.snapshot, view.path);
  if (session.features.symbolTree) return entries.map((entry) => toTree(view, entry));
  return entries.flatMap((entry) => toList(view, entry));
}

function toTree(view: View, { name, detail, kind, span, nameSpan, children }: Entry): DocumentSymbol {
  return {
    name: nonEmpty(name, kind),
    kind: symbolKinds[kind],
    range: toRange(view.file.lines, span),
    selectionRange: toRange(view.file.lines, nameSpan),
    ...(detail === undefined ? {} : { detail }),
    ...(children.length === 0 ? {} : { children: children.map((child) => toTree(view, child)) }),
  };
}

function toList(
  view: View,
  { name, kind, span, children }: Entry,
  containerName?: string,
): SymbolInformation[] {
  const location = { uri: view.uriOf(view.path), range: toRange(view.file.lines, span) };
  const own = {
    name: nonEmpty(name, kind),
    kind: symbolKinds[kind],
    location,
    ...(containerName ? { containerName } : {}),
  };
  return [own, ...children.flatMap((child) => toList(view, child, name))];
}

/** A client takes no symbol without a name. */
const nonEmpty = (name: string, kind: string): string => (name.trim() === '' ? kind : name);
