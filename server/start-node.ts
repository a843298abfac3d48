import { tendYoung } from './thrift.js';
import {
  createConnection,
  IPCMessageReader,
  ProposedFeatures,
  type _Connection,
} from 'vscode-languageserver/node';
import { hostByScheme } from './disk/by-scheme.js';
import { ChannelWriter } from './channel.js';
import { clientFiles } from './disk/client-files.js';
import { diskHost } from './disk/host.js';
import { lenient } from './lenient.js';
import { startServer } from './start.js';

/**
 * Starts the language server in this process, connected as the command line says: `--stdio`, `--node-ipc`, `--socket=PORT`
 * or `--pipe=NAME`. Ends the process when the client is gone. Throws where the command line says none of these.
 */
export function startNodeServer(): void {
  const connection = connect();
  // One forgotten promise shall not cost the user the server.
  process.on('unhandledRejection', (reason) => connection.console.error(`Unexpected: ${String(reason)}`));
  startServer(connection, ({ readsFiles }) => ({
    ...(readsFiles ? hostByScheme(diskHost, clientFiles(connection)) : diskHost),
    isSending,
    makeRoom: tendYoung,
  }));
}

function connect(): _Connection {
  if (!process.argv.includes('--node-ipc')) return createConnection(ProposedFeatures.all, lenient);
  const writer = new ChannelWriter(process);
  channel = writer;
  return createConnection(ProposedFeatures.all, new IPCMessageReader(process), writer, lenient);
}

/** The channel of the parent process, where that is how the client is spoken to. */
let channel: ChannelWriter | undefined;

const isSending = (): boolean => channel?.isSending === true || process.stdout.writableLength > 0;
