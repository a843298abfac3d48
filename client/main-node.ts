import type { ExtensionContext } from 'vscode';
import { LanguageClient, TransportKind, type ForkOptions, type NodeModule } from 'vscode-languageclient/node';
import { startExtension, type ZoneflowApi } from './extension.js';

/** The extension's entry on the desktop and in remote windows: the language server is a process of its own. */
export function activate(context: ExtensionContext): ZoneflowApi {
  const module = context.asAbsolutePath('dist/server/main-node.mjs');
  const run: NodeModule = { module, transport: TransportKind.ipc };
  const options: ForkOptions = { execArgv: ['--nolazy', '--inspect=6009'] };
  return startExtension(
    context,
    (client) => new LanguageClient('zoneflow', 'Zoneflow', { run, debug: { ...run, options } }, client),
  );
}
