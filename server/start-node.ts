import v8 from 'node:v8';
import { createConnection, ProposedFeatures } from 'vscode-languageserver/node';
import { hostByScheme } from './disk/by-scheme.js';
import { clientFiles } from './disk/client-files.js';
import { diskHost } from './disk/host.js';
import { lenient } from './lenient.js';
import { startServer } from './start.js';

/**
 * An editor has many servers. Left alone, V8 lets garbage grow to several times what is in use before it looks for it; a
 * little more work for the collector keeps memory at less than half of that.
 */
const thrift = ['--heap-growing-percent=40', '--max-semi-space-size=8'];

/**
 * Starts the language server in this process, connected as the command line says: `--stdio`, `--node-ipc`, `--socket=PORT`
 * or `--pipe=NAME`. Ends the process when the client is gone. Throws where the command line says none of these.
 */
export function startNodeServer(): void {
  for (const flag of thrift) v8.setFlagsFromString(flag);
  const connection = createConnection(ProposedFeatures.all, lenient);
  // One forgotten promise shall not cost the user the server.
  process.on('unhandledRejection', (reason) => connection.console.error(`Unexpected: ${String(reason)}`));
  startServer(connection, ({ readsFiles }) =>
    readsFiles ? hostByScheme(diskHost, clientFiles(connection)) : diskHost,
  );
}
