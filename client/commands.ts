import { commands, Disposable, Uri, window, workspace } from 'vscode';
import { methods, type StatusParams } from '../server/protocol.js';
import type { CommandId } from './command-ids.js';
import type { Comparer } from './compare.js';
import { currentPolicyDocument } from './documents.js';
import type { Explainer } from './explain.js';
import { explainInGraph, showBlastRadius } from './graph/ask.js';
import type { GraphPanels } from './graph/panels.js';
import type { PolicyServer } from './server.js';
import { starterPolicy } from './starter-policy.js';
import { statusText } from './status-text.js';

/** What the commands act on. */
export interface CommandContext {
  readonly server: PolicyServer;
  readonly panels: GraphPanels;
  readonly explainer: Explainer;
  readonly comparer: Comparer;
}

/** Registers every command of the manifest. Those about a policy take a document's `Uri` as their first argument, if they are given one. */
export function registerCommands({ server, panels, explainer, comparer }: CommandContext): Disposable {
  const handlers: Record<CommandId, (argument?: unknown) => Promise<void>> = {
    'zoneflow.newPolicy': newPolicy,
    'zoneflow.openGraph': (argument) => onPolicy(server, argument, (uri) => panels.open(uri)),
    'zoneflow.checkPolicy': (argument) => onPolicy(server, argument, (uri) => checkPolicy(server, uri)),
    'zoneflow.explain': (argument) => onPolicy(server, argument, (uri) => explainer.ask(uri)),
    'zoneflow.explainInGraph': (argument) =>
      onPolicy(server, argument, (uri) => explainInGraph(server, panels, uri)),
    'zoneflow.showBlastRadius': (argument) =>
      onPolicy(server, argument, (uri) => showBlastRadius(server, panels, uri)),
    'zoneflow.compareWithLastCommit': (argument) =>
      onPolicy(server, argument, (uri) => comparer.compare(uri, 'HEAD')),
    'zoneflow.compareWithRevision': (argument) =>
      onPolicy(server, argument, (uri) => comparer.askAndCompare(uri)),
    'zoneflow.restartServer': () => server.restart(),
    'zoneflow.showOutput': async () => server.output.show(),
  };
  return Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => commands.registerCommand(id, handler)),
  );
}

/** Opens an untitled policy to begin with; the file menu hands over nothing of use. */
async function newPolicy(): Promise<void> {
  const document = await workspace.openTextDocument({ language: 'zoneflow', content: starterPolicy });
  await window.showTextDocument(document);
}

/** Runs `action` on the document a command is about, and says what to do where there is none or the server cannot answer. */
async function onPolicy(
  server: PolicyServer,
  argument: unknown,
  action: (uri: Uri) => Promise<void>,
): Promise<void> {
  const uri = argument instanceof Uri ? argument : currentPolicyDocument()?.uri;
  if (!uri) return void offerNewPolicy();
  try {
    await action(uri);
  } catch (error) {
    server.output.error(String(error));
    void offerRestart(server);
  }
}

async function offerNewPolicy(): Promise<void> {
  const create = 'New Policy';
  const answer = await window.showInformationMessage(
    'No policy is open. Open a .zoneflow file, or begin a new one.',
    create,
  );
  if (answer === create) await newPolicy();
}

async function offerRestart(server: PolicyServer): Promise<void> {
  const restart = 'Restart';
  const show = 'Show Output';
  const message = 'Zoneflow’s language server did not answer. Restart it and try again; its output says why.';
  const answer = await window.showErrorMessage(message, restart, show);
  if (answer === restart) await server.restart();
  if (answer === show) server.output.show();
}

async function checkPolicy(server: PolicyServer, uri: Uri): Promise<void> {
  const status = await server.request<StatusParams | null>(methods.check, { uri: uri.toString() });
  if (!status) {
    void window.showInformationMessage(
      'There is no policy to check here. Open a .zoneflow file and check again.',
    );
    return;
  }
  await commands.executeCommand('workbench.actions.view.problems');
  const { text, detail } = statusText(status);
  window.setStatusBarMessage(`${text} (${detail})`, 8000);
}
