import type { Connection } from 'vscode-languageserver';
import { methods } from '../protocol.js';
import { check } from './check.js';
import { documentDiagnostics, workspaceDiagnostics } from './diagnostics.js';
import {
  didChange,
  didChangeConfiguration,
  didChangeFiles,
  didClose,
  didOpen,
  didSave,
} from './documents.js';
import { answerer, notified, type CurrentSession } from './guard.js';
import { loadedLater } from './later.js';

// What it takes to open a document and tell its findings is loaded at the start, all else when it is asked for.
const editing = loadedLater(() => import('./editing.js'));
const actions = loadedLater(() => import('./code-actions.js'));
const pictures = loadedLater(() => import('./pictures.js'));
const comparing = loadedLater(() => import('./changes.js'));

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
  languages.semanticTokens.on(
    answered(
      'textDocument/semanticTokens/full',
      { data: [] },
      editing((on) => on.allTokens),
    ),
  );
  languages.semanticTokens.onDelta(
    answered(
      'textDocument/semanticTokens/full/delta',
      { data: [] },
      editing((on) => on.changedTokens),
    ),
  );
  languages.semanticTokens.onRange(
    answered(
      'textDocument/semanticTokens/range',
      { data: [] },
      editing((on) => on.tokensInRange),
    ),
  );
  languages.callHierarchy.onPrepare(
    answered(
      'textDocument/prepareCallHierarchy',
      null,
      editing((on) => on.prepareCalls),
    ),
  );
  languages.callHierarchy.onIncomingCalls(
    answered(
      'callHierarchy/incomingCalls',
      null,
      editing((on) => on.callsInto),
    ),
  );
  languages.callHierarchy.onOutgoingCalls(
    answered(
      'callHierarchy/outgoingCalls',
      null,
      editing((on) => on.callsOutOf),
    ),
  );
  connection.onCodeLens(
    answered(
      'textDocument/codeLens',
      null,
      editing((on) => on.codeLenses),
    ),
  );
  connection.onCodeLensResolve((lens, token) =>
    answered(
      'codeLens/resolve',
      lens,
      editing((on) => on.resolveCodeLens),
    )(lens, token),
  );
  connection.onCompletion(
    answered(
      'textDocument/completion',
      null,
      editing((on) => on.completion),
    ),
  );
  connection.onCompletionResolve((item, token) =>
    answered(
      'completionItem/resolve',
      item,
      editing((on) => on.resolveCompletion),
    )(item, token),
  );
  connection.onSignatureHelp(
    answered(
      'textDocument/signatureHelp',
      null,
      editing((on) => on.signatureHelp),
    ),
  );
  connection.onHover(
    answered(
      'textDocument/hover',
      null,
      editing((on) => on.hover),
    ),
  );
  connection.onDefinition(
    answered(
      'textDocument/definition',
      null,
      editing((on) => on.definition),
    ),
  );
  connection.onReferences(
    answered(
      'textDocument/references',
      null,
      editing((on) => on.references),
    ),
  );
  connection.onDocumentHighlight(
    answered(
      'textDocument/documentHighlight',
      null,
      editing((on) => on.documentHighlights),
    ),
  );
  connection.onDocumentSymbol(
    answered(
      'textDocument/documentSymbol',
      null,
      editing((on) => on.documentSymbols),
    ),
  );
  connection.onWorkspaceSymbol(
    answered(
      'workspace/symbol',
      [],
      editing((on) => on.workspaceSymbols),
    ),
  );
  languages.inlayHint.on(
    answered(
      'textDocument/inlayHint',
      null,
      editing((on) => on.inlayHints),
    ),
  );
  connection.onDocumentLinks(
    answered(
      'textDocument/documentLink',
      null,
      editing((on) => on.documentLinks),
    ),
  );
  connection.onFoldingRanges(
    answered(
      'textDocument/foldingRange',
      null,
      editing((on) => on.foldingRanges),
    ),
  );
  connection.onSelectionRanges(
    answered(
      'textDocument/selectionRange',
      null,
      editing((on) => on.selectionRanges),
    ),
  );
  connection.onDocumentFormatting(
    answered(
      'textDocument/formatting',
      null,
      editing((on) => on.formatting),
    ),
  );
  connection.onDocumentRangeFormatting(
    answered(
      'textDocument/rangeFormatting',
      null,
      editing((on) => on.formattingOfRange),
    ),
  );
  connection.onDocumentOnTypeFormatting(
    answered(
      'textDocument/onTypeFormatting',
      null,
      editing((on) => on.formattingOnType),
    ),
  );
  connection.onPrepareRename(
    answered(
      'textDocument/prepareRename',
      null,
      editing((on) => on.prepareRename),
    ),
  );
  connection.onRenameRequest(
    answered(
      'textDocument/rename',
      null,
      editing((on) => on.rename),
    ),
  );
  connection.onCodeAction(
    answered(
      'textDocument/codeAction',
      null,
      actions((on) => on.codeActions),
    ),
  );
  connection.onCodeActionResolve((action, token) =>
    answered(
      'codeAction/resolve',
      action,
      actions((on) => on.resolveCodeAction),
    )(action, token),
  );
}

/** What `protocol.ts` adds to LSP. */
function answerOwn(connection: Connection, current: CurrentSession): void {
  const answered = answerer(current);
  const noAnswer = {
    verdict: null,
    error: 'This could not be answered by a fault of Zoneflow. Its output has the details.',
  };
  connection.onRequest(
    methods.graph,
    answered(
      methods.graph,
      null,
      pictures((on) => on.graph),
    ),
  );
  connection.onRequest(
    methods.graphTarget,
    answered(
      methods.graphTarget,
      null,
      pictures((on) => on.graphTarget),
    ),
  );
  connection.onRequest(
    methods.graphAt,
    answered(
      methods.graphAt,
      { ids: [] },
      pictures((on) => on.graphAt),
    ),
  );
  connection.onRequest(
    methods.reach,
    answered(
      methods.reach,
      null,
      pictures((on) => on.reach),
    ),
  );
  connection.onRequest(
    methods.chain,
    answered(
      methods.chain,
      null,
      pictures((on) => on.chain),
    ),
  );
  connection.onRequest(
    methods.pair,
    answered(
      methods.pair,
      null,
      pictures((on) => on.pair),
    ),
  );
  connection.onRequest(
    methods.changes,
    answered(
      methods.changes,
      { error: noAnswer.error },
      comparing((on) => on.changes),
    ),
  );
  connection.onRequest(
    methods.explain,
    answered(
      methods.explain,
      noAnswer,
      pictures((on) => on.explain),
    ),
  );
  connection.onRequest(methods.check, answered(methods.check, null, check));
  connection.onRequest(
    methods.tests,
    answered(
      methods.tests,
      null,
      pictures((on) => on.tests),
    ),
  );
  connection.onRequest(
    methods.runTests,
    answered(
      methods.runTests,
      null,
      pictures((on) => on.runTests),
    ),
  );
}
