import {
  createConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProposedFeatures,
  type Message,
  type _Connection,
} from 'vscode-languageserver/node';
import { hostByScheme } from './disk/by-scheme.js';
import { clientFiles } from './disk/client-files.js';
import { diskHost } from './disk/host.js';
import { lenient } from './lenient.js';
import { startServer } from './start.js';
import { tendYoung } from './thrift.js';

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

/** Messages handed to the channel of a parent process that have not gone out yet. */
let sending = 0;

const isSending = (): boolean => sending > 0 || process.stdout.writableLength > 0;

function connect(): _Connection {
  if (!process.argv.includes('--node-ipc')) return createConnection(ProposedFeatures.all, lenient);
  return createConnection(
    ProposedFeatures.all,
    new IPCMessageReader(process),
    new CountedWriter(process),
    lenient,
  );
}

/** Counts what is on its way: unlike a stream, a parent process's channel does not tell. */
class CountedWriter extends IPCMessageWriter {
  override async write(message: Message): Promise<void> {
    sending++;
    try {
      await super.write(message);
    } finally {
      sending--;
    }
  }
}
