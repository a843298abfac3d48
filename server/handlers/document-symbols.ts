import type {
  CancellationToken,
  DocumentSymbol,
  DocumentSymbolParams,
  SymbolInformation,
} from 'vscode-languageserver';
import {
  documentSymbolsInSteps as outlineOf,
  type DocumentSymbol as Entry,
} from '../../language/ide/index.js';
import { toRange } from '../convert/positions.js';
import { symbolKinds } from '../convert/symbols.js';
import type { Session, View } from '../session.js';
import { answerInSteps } from '../steps.js';

/** `textDocument/documentSymbol`: a tree, or a flat list for a client that shows no tree. */
export async function documentSymbols(
  session: Session,
  { textDocument }: DocumentSymbolParams,
  token: CancellationToken,
): Promise<DocumentSymbol[] | SymbolInformation[] | null> {
  const view = await session.view(textDocument.uri);
  if (view === undefined) return null;
  const steps = session.features.symbolTree ? treeOf(view) : listOf(view);
  return answerInSteps<DocumentSymbol[] | SymbolInformation[]>(session, view, steps, token);
}

/** Symbols turned into LSP's in one step. */
const atOnce = 500;

function* treeOf(view: View): Generator<void, DocumentSymbol[]> {
  return yield* toTrees(view, yield* outlineOf(view.snapshot, view.path));
}

function* toTrees(view: View, entries: readonly Entry[]): Generator<void, DocumentSymbol[]> {
  const found: DocumentSymbol[] = [];
  for (const entry of entries) {
    const children = entry.children.length === 0 ? [] : yield* toTrees(view, entry.children);
    found.push(toTree(view, entry, children));
    if (found.length % atOnce === 0) yield;
  }
  return found;
}

function* listOf(view: View): Generator<void, SymbolInformation[]> {
  const found: SymbolInformation[] = [];
  for (const entry of yield* outlineOf(view.snapshot, view.path)) {
    for (const one of toList(view, entry)) found.push(one);
    yield;
  }
  return found;
}

function toTree(
  view: View,
  { name, detail, kind, span, nameSpan }: Entry,
  children: DocumentSymbol[],
): DocumentSymbol {
  return {
    name: nonEmpty(name, kind),
    kind: symbolKinds[kind],
    range: toRange(view.file.lines, span),
    selectionRange: toRange(view.file.lines, nameSpan),
    ...(detail === undefined ? {} : { detail }),
    ...(children.length === 0 ? {} : { children }),
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
