import { PassThrough } from 'node:stream';
import {
  createConnection,
  createMessageConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
  type ClientCapabilities,
  type MessageConnection,
} from 'vscode-languageserver/node';
import { diskHost } from '../../server/disk/host.js';
import type { Host } from '../../server/host.js';
import { startServer } from '../../server/start.js';

/** A client of a server in this process, spoken to as over stdio: for what cannot be seen from outside of a process. */
export function serveInProcess(host: Partial<Host> = {}): MessageConnection {
  const [toServer, toClient] = [new PassThrough(), new PassThrough()];
  startServer(createConnection(ProposedFeatures.all, toServer, toClient), () => ({ ...diskHost, ...host }));
  const reader = new StreamMessageReader(toClient);
  const client = createMessageConnection(reader, new StreamMessageWriter(toServer));
  client.listen();
  return client;
}

/** Begins a session as clients do. */
export async function initialize(client: MessageConnection, capabilities: ClientCapabilities): Promise<void> {
  await client.sendRequest('initialize', { processId: null, rootUri: null, capabilities });
  await client.sendNotification('initialized', {});
}
