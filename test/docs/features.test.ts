import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { ServerCapabilities } from 'vscode-languageserver';
import { defaultSeverity } from '../../language/findings.js';
import { withoutFix } from '../../language/ide/fixes/reasons.js';
import { fullCapabilities, Harness } from '../support/harness.js';
import { projectRoot } from '../support/sources.js';
import { actionSentences, sentences } from './feature-sentences.js';

const page = path.join(projectRoot, 'docs/features.md');

/** The methods that a capability promises (Language Server Protocol 3.17). */
const methodsOf: {
  readonly [K in keyof ServerCapabilities]?: (value: NonNullable<ServerCapabilities[K]>) => string[];
} = {
  positionEncoding: () => [],
  textDocumentSync: () =>
    ['didOpen', 'didChange', 'didClose', 'didSave'].map((name) => `textDocument/${name}`),
  completionProvider: ({ resolveProvider }) => [
    'textDocument/completion',
    ...(resolveProvider ? ['completionItem/resolve'] : []),
  ],
  hoverProvider: () => ['textDocument/hover'],
  signatureHelpProvider: () => ['textDocument/signatureHelp'],
  definitionProvider: () => ['textDocument/definition'],
  referencesProvider: () => ['textDocument/references'],
  documentHighlightProvider: () => ['textDocument/documentHighlight'],
  documentSymbolProvider: () => ['textDocument/documentSymbol'],
  workspaceSymbolProvider: () => ['workspace/symbol'],
  codeActionProvider: (value) => [
    'textDocument/codeAction',
    ...(typeof value === 'object' && value.resolveProvider ? ['codeAction/resolve'] : []),
  ],
  codeLensProvider: ({ resolveProvider }) => [
    'textDocument/codeLens',
    ...(resolveProvider ? ['codeLens/resolve'] : []),
  ],
  callHierarchyProvider: () => [
    'textDocument/prepareCallHierarchy',
    'callHierarchy/incomingCalls',
    'callHierarchy/outgoingCalls',
  ],
  documentLinkProvider: () => ['textDocument/documentLink'],
  foldingRangeProvider: () => ['textDocument/foldingRange'],
  inlayHintProvider: () => ['textDocument/inlayHint'],
  selectionRangeProvider: () => ['textDocument/selectionRange'],
  documentFormattingProvider: () => ['textDocument/formatting'],
  documentRangeFormattingProvider: () => ['textDocument/rangeFormatting'],
  documentOnTypeFormattingProvider: () => ['textDocument/onTypeFormatting'],
  renameProvider: (value) => [
    ...(typeof value === 'object' && value.prepareProvider ? ['textDocument/prepareRename'] : []),
    'textDocument/rename',
  ],
  semanticTokensProvider: () =>
    ['full', 'full/delta', 'range'].map((name) => `textDocument/semanticTokens/${name}`),
  diagnosticProvider: ({ workspaceDiagnostics }) => [
    'textDocument/diagnostic',
    ...(workspaceDiagnostics ? ['workspace/diagnostic'] : []),
  ],
  workspace: ({ workspaceFolders, fileOperations }) => [
    ...(workspaceFolders ? ['workspace/didChangeWorkspaceFolders'] : []),
    ...Object.keys(fileOperations ?? {}).map((name) => `workspace/${name}Files`),
  ],
};

function declaredMethods(capabilities: ServerCapabilities): string[] {
  return Object.entries(capabilities).flatMap(([name, value]) => {
    const methods = methodsOf[name as keyof ServerCapabilities] as ((value: unknown) => string[]) | undefined;
    assert.ok(methods, `Nobody says which methods \`${name}\` promises.`);
    return methods(value);
  });
}

/** Columns as wide as their widest cell, as the project's pages are laid out. */
function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function pageOf(methods: readonly string[], kinds: readonly string[]): string {
  const rows = methods.map((method) => {
    const sentence = sentences[method];
    assert.ok(sentence, `Nobody says what ${method} does.`);
    return [`\`${method}\``, sentence.does, sentence.setting === undefined ? '' : `\`${sentence.setting}\``];
  });
  const actions = kinds.map((kind) => {
    assert.ok(actionSentences[kind], `Nobody says what ${kind} is.`);
    return [`\`${kind}\``, actionSentences[kind]];
  });
  const unmended = Object.keys(defaultSeverity).flatMap((code) => {
    const reason = withoutFix[code as keyof typeof defaultSeverity];
    return reason === undefined ? [] : [[`[${code}](findings/${code}.md)`, reason]];
  });
  return `# What the language server does

This page is written by a test from what the server declares to a client that can do everything (\`ZONEFLOW_UPDATE=1\`
writes it anew).

## Methods of the Language Server Protocol

The last column names the setting of VS Code that switches a feature, where one does. Other editors have their own; the
settings that begin with \`zoneflow\` the server asks any client for.

${table(['method', 'what it does', 'setting'], rows)}

## Kinds of code actions

${table(['kind', 'what it is'], actions)}

Refactorings are offered where they are asked for (\`Ctrl+.\`, \`Ctrl+Shift+R\`), not at every move of the cursor. Those of
the kind \`source\` can run on saving: \`"editor.codeActionsOnSave": { "source.organizeRules": "explicit" }\`.

## Findings without a fix

Every other finding has one besides a comment that silences it.

${table(['finding', 'why'], unmended)}
`;
}

describe('docs/features.md', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('says what the server declares', async () => {
    const { initialized } = await harness.start(fullCapabilities);
    const { capabilities } = initialized;
    const notified = ['workspace/didChangeWatchedFiles', 'workspace/didChangeConfiguration'];
    const { codeActionProvider: actions } = capabilities;
    assert.ok(typeof actions === 'object');
    const methods = [...declaredMethods(capabilities), ...notified];
    assert.deepEqual(Object.keys(sentences).sort(), [...methods].sort(), 'Each sentence is about a method.');
    const expected = pageOf(methods, actions.codeActionKinds ?? []);
    if (process.env['ZONEFLOW_UPDATE'] === '1') writeFileSync(page, expected);
    assert.equal(readFileSync(page, 'utf8'), expected);
  });
});
