import type { Connection } from 'vscode-languageserver';
import { methods } from '../protocol.js';
import { callsInto, callsOutOf, prepareCalls } from './call-hierarchy.js';
import { changes } from './changes.js';
import { check } from './check.js';
import { codeActions, resolveCodeAction } from './code-actions.js';
import { codeLenses, resolveCodeLens } from './code-lens.js';
import { completion } from './completion.js';
import { resolveCompletion } from './completion-resolve.js';
import { definition } from './definition.js';
import { documentDiagnostics, workspaceDiagnostics } from './diagnostics.js';
import { documentSymbols } from './document-symbols.js';
import {
  didChange,
  didChangeConfiguration,
  didChangeFiles,
  didClose,
  didOpen,
  didSave,
} from './documents.js';
import { explain } from './explain.js';
import { foldingRanges } from './folding.js';
import { formatting, formattingOfRange, formattingOnType } from './formatting.js';
import { graph } from './graph.js';
import { graphAt } from './graph-at.js';
import { chain, pair } from './graph-pair.js';
import { reach } from './graph-reach.js';
import { graphTarget } from './graph-target.js';
import { answerer, notified, type CurrentSession } from './guard.js';
import { documentHighlights } from './highlight.js';
import { hover } from './hover.js';
import { inlayHints } from './inlay-hints.js';
import { documentLinks } from './links.js';
import { references } from './references.js';
import { prepareRename, rename } from './rename.js';
import { selectionRanges } from './selection.js';
import { allTokens, changedTokens, tokensInRange } from './semantic-tokens.js';
import { signatureHelp } from './signature-help.js';
import { runTests, tests } from './tests.js';
import { workspaceSymbols } from './workspace-symbols.js';

/** Connects every method with its handler. Until there is a session, notifications are dropped and requests answered with nothing. */
export function registerHandlers(connection: Connection, current: CurrentSession): void {
  followDocuments(connection, current);
  answerEditor(connection, current);
  answerOwn(connection, current);
}

function followDocuments(connection: Connection, current: CurrentSession): void {
  connection.onDidOpenTextDocument(notified(current, 'textDocument/didOpen', didOpen));
  connection.onDidChangeTextDocument(notified(current, 'textDocument/didChange', didChange));
  connection.onDidCloseTextDocument(notified(current, 'textDocument/didClose', didClose));
  connection.onDidSaveTextDocument(notified(current, 'textDocument/didSave', didSave));
  connection.onDidChangeWatchedFiles(notified(current, 'workspace/didChangeWatchedFiles', didChangeFiles));
  connection.onDidChangeConfiguration(
    notified(current, 'workspace/didChangeConfiguration', didChangeConfiguration),
  );
}

function answerEditor(connection: Connection, current: CurrentSession): void {
  const answered = answerer(current);
  const { languages } = connection;
  languages.diagnostics.on(
    answered('textDocument/diagnostic', { kind: 'full', items: [] }, documentDiagnostics),
  );
  languages.diagnostics.onWorkspace(answered('workspace/diagnostic', { items: [] }, workspaceDiagnostics));
  languages.semanticTokens.on(answered('textDocument/semanticTokens/full', { data: [] }, allTokens));
  languages.semanticTokens.onDelta(
    answered('textDocument/semanticTokens/full/delta', { data: [] }, changedTokens),
  );
  languages.semanticTokens.onRange(
    answered('textDocument/semanticTokens/range', { data: [] }, tokensInRange),
  );
  languages.callHierarchy.onPrepare(answered('textDocument/prepareCallHierarchy', null, prepareCalls));
  languages.callHierarchy.onIncomingCalls(answered('callHierarchy/incomingCalls', null, callsInto));
  languages.callHierarchy.onOutgoingCalls(answered('callHierarchy/outgoingCalls', null, callsOutOf));
  connection.onCodeLens(answered('textDocument/codeLens', null, codeLenses));
  connection.onCodeLensResolve((lens, token) =>
    answered('codeLens/resolve', lens, resolveCodeLens)(lens, token),
  );
  connection.onCompletion(answered('textDocument/completion', null, completion));
  connection.onCompletionResolve((item, token) =>
    answered('completionItem/resolve', item, resolveCompletion)(item, token),
  );
  connection.onSignatureHelp(answered('textDocument/signatureHelp', null, signatureHelp));
  connection.onHover(answered('textDocument/hover', null, hover));
  connection.onDefinition(answered('textDocument/definition', null, definition));
  connection.onReferences(answered('textDocument/references', null, references));
  connection.onDocumentHighlight(answered('textDocument/documentHighlight', null, documentHighlights));
  connection.onDocumentSymbol(answered('textDocument/documentSymbol', null, documentSymbols));
  connection.onWorkspaceSymbol(answered('workspace/symbol', [], workspaceSymbols));
  languages.inlayHint.on(answered('textDocument/inlayHint', null, inlayHints));
  connection.onDocumentLinks(answered('textDocument/documentLink', null, documentLinks));
  connection.onFoldingRanges(answered('textDocument/foldingRange', null, foldingRanges));
  connection.onSelectionRanges(answered('textDocument/selectionRange', null, selectionRanges));
  connection.onDocumentFormatting(answered('textDocument/formatting', null, formatting));
  connection.onDocumentRangeFormatting(answered('textDocument/rangeFormatting', null, formattingOfRange));
  connection.onDocumentOnTypeFormatting(answered('textDocument/onTypeFormatting', null, formattingOnType));
  connection.onPrepareRename(answered('textDocument/prepareRename', null, prepareRename));
  connection.onRenameRequest(answered('textDocument/rename', null, rename));
  connection.onCodeAction(answered('textDocument/codeAction', null, codeActions));
  connection.onCodeActionResolve((action, token) =>
    answered('codeAction/resolve', action, resolveCodeAction)(action, token),
  );
}

/** What `protocol.ts` adds to LSP. */
function answerOwn(connection: Connection, current: CurrentSession): void {
  const answered = answerer(current);
  const noAnswer = {
    verdict: null,
    error: 'This could not be answered by a fault of Zoneflow. Its output has the details.',
  };
  connection.onRequest(methods.graph, answered(methods.graph, null, graph));
  connection.onRequest(methods.graphTarget, answered(methods.graphTarget, null, graphTarget));
  connection.onRequest(methods.graphAt, answered(methods.graphAt, { ids: [] }, graphAt));
  connection.onRequest(methods.reach, answered(methods.reach, null, reach));
  connection.onRequest(methods.chain, answered(methods.chain, null, chain));
  connection.onRequest(methods.pair, answered(methods.pair, null, pair));
  connection.onRequest(methods.changes, answered(methods.changes, { error: noAnswer.error }, changes));
  connection.onRequest(methods.explain, answered(methods.explain, noAnswer, explain));
  connection.onRequest(methods.check, answered(methods.check, null, check));
  connection.onRequest(methods.tests, answered(methods.tests, null, tests));
  connection.onRequest(methods.runTests, answered(methods.runTests, null, runTests));
}
