import './thrift.js';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { hostByScheme } from './disk/by-scheme.js';
import { clientFiles } from './disk/client-files.js';
import { diskHost } from './disk/host.js';
import { lenient } from './lenient.js';
import { startServer } from './start.js';

/**
 * Starts the language server in this process, connected as the command line says: `--stdio`, `--node-ipc`, `--socket=PORT`
 * or `--pipe=NAME`. Ends the process when the client is gone. Throws where the command line says none of these.
 */
export function startNodeServer(): void {
  const connection = createConnection(ProposedFeatures.all, lenient);
  // One forgotten promise shall not cost the user the server.
  process.on('unhandledRejection', (reason) => connection.console.error(`Unexpected: ${String(reason)}`));
  startServer(connection, ({ readsFiles }) =>
    readsFiles ? hostByScheme(diskHost, clientFiles(connection)) : diskHost,
  );
}
