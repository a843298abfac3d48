import { Uri, type ExtensionContext } from 'vscode';
import { startExtension, type ZoneflowApi } from './extension.js';
import { WorkerClient } from './worker-client.js';

/** The extension's entry in VS Code for the web: there are no processes, so the language server is a web worker. */
export function activate(context: ExtensionContext): ZoneflowApi {
  const script = Uri.joinPath(context.extensionUri, 'dist', 'server', 'main-browser.js').toString(true);
  return startExtension(context, (options) => new WorkerClient(script, options));
}
