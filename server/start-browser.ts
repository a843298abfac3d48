import {
  BrowserMessageReader,
  BrowserMessageWriter,
  createConnection,
  ProposedFeatures,
} from 'vscode-languageserver/browser';
import { clientFiles } from './disk/client-files.js';
import { noFiles } from './disk/no-files.js';
import { lenient } from './lenient.js';
import { startServer } from './start.js';

/** Starts the language server in this web worker, connected to whoever made the worker. A worker has no disk: the client reads. */
export function startBrowserServer(): void {
  const connection = createConnection(
    ProposedFeatures.all,
    new BrowserMessageReader(globalThis),
    new BrowserMessageWriter(globalThis),
    lenient,
  );
  startServer(connection, ({ readsFiles }) => ({
    ...(readsFiles ? clientFiles(connection) : noFiles),
    breathe: nextTurn,
  }));
}

/** Unlike a timer, which a browser holds back when many follow each other, a message comes as soon as those before it have been handled. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const arrived = (): void => {
      port1.close();
      resolve();
    };
    port1.addEventListener('message', arrived);
    port1.start();
    port2.postMessage(undefined);
  });
}
