import type { Position } from 'vscode-languageserver';
import { oneOf, type Random } from './mutate.js';

/** Every request that a client makes about a place in a document. */
export const questions: readonly string[] = [
  ...[
    ...['completion', 'hover', 'signatureHelp', 'definition', 'references', 'documentHighlight'],
    ...[
      'documentSymbol',
      'foldingRange',
      'selectionRange',
      'formatting',
      'rangeFormatting',
      'onTypeFormatting',
    ],
    ...['semanticTokens/full', 'semanticTokens/full/delta', 'semanticTokens/range', 'codeLens', 'inlayHint'],
    ...['documentLink', 'prepareCallHierarchy', 'codeAction', 'prepareRename', 'rename', 'diagnostic'],
  ].map((name) => `textDocument/${name}`),
  'workspace/symbol',
  ...[
    'graph',
    'graphAt',
    'graphTarget',
    'reach',
    'chain',
    'pair',
    'explain',
    'tests',
    'runTests',
    'check',
  ].map((name) => `zoneflow/${name}`),
];

/** What a client asks next about the first thing in an answer, and the key that it puts it under. */
export const followUps: { readonly [question: string]: readonly (readonly [string, string?])[] } = {
  'textDocument/completion': [['completionItem/resolve']],
  'textDocument/codeLens': [['codeLens/resolve']],
  'textDocument/prepareCallHierarchy': [
    ['callHierarchy/incomingCalls', 'item'],
    ['callHierarchy/outgoingCalls', 'item'],
  ],
};

/** Names of zones that samples have, and names of nothing. */
const names = ['shop', 'shop.web', 'internet', 'any', '*', 'web', 'none.at.all', '10.0.0.1', ''];

/** What goes with a question about a place, for all of them. */
export function paramsOf(random: Random, uri: string, position: Position): object {
  const range = { start: { line: Math.max(0, position.line - 5), character: 0 }, end: position };
  const [id, target] = [oneOf(random, names), oneOf(random, names)];
  return {
    ...{ uri, textDocument: { uri }, position, positions: [position], range },
    ...{ context: { includeDeclaration: true, diagnostics: [] }, options: {}, query: 'a', ch: '\n' },
    ...{ previousResultId: '1', newName: oneOf(random, ['fresh', 'web', 'allow', 'a b', 'a.b', '']) },
    ...{ id, source: id, target, direction: 'outward', from: id, to: target, on: 'https' },
  };
}

/** The first of what an answer lists. */
export function firstOf(answer: unknown): object | undefined {
  const list = Array.isArray(answer) ? answer : ((answer as { items?: unknown } | null)?.items ?? []);
  return Array.isArray(list) ? (list[0] as object | undefined) : undefined;
}
