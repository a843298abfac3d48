import type { Connection } from 'vscode-languageserver';
import type { Session } from '../session.js';
import { documentDiagnostics, workspaceDiagnostics } from './diagnostics.js';
import { didChange, didChangeFiles, didClose, didOpen, didSave } from './documents.js';
import { answered, notified } from './guard.js';

/** Connects every method with its handler. Until `current` has a session, notifications are dropped and requests answered with nothing. */
export function registerHandlers(connection: Connection, current: () => Session | undefined): void {
  connection.onDidOpenTextDocument(notified(current, 'textDocument/didOpen', didOpen));
  connection.onDidChangeTextDocument(notified(current, 'textDocument/didChange', didChange));
  connection.onDidCloseTextDocument(notified(current, 'textDocument/didClose', didClose));
  connection.onDidSaveTextDocument(notified(current, 'textDocument/didSave', didSave));
  connection.onDidChangeWatchedFiles(notified(current, 'workspace/didChangeWatchedFiles', didChangeFiles));
  connection.languages.diagnostics.on(
    answered(current, 'textDocument/diagnostic', { kind: 'full', items: [] }, documentDiagnostics),
  );
  connection.languages.diagnostics.onWorkspace(
    answered(current, 'workspace/diagnostic', { items: [] }, workspaceDiagnostics),
  );
}
