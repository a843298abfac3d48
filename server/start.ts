import {
  DidChangeConfigurationNotification,
  DidChangeWatchedFilesNotification,
  WatchKind,
  type Connection,
  type InitializeParams,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import { configFile } from '../language/policy/config.js';
import { clientFeatures, serverCapabilities, type ClientFeatures } from './capabilities.js';
import { baseName } from './convert/uris.js';
import { didChangeFolders } from './handlers/documents.js';
import { notified } from './handlers/guard.js';
import { registerHandlers } from './handlers/index.js';
import type { Host } from './host.js';
import { Session } from './session.js';

/**
 * Serves one client over a connection until it ends. All that is particular to Node or to a web worker is in the host,
 * which is made once it is known what the client can do for it.
 */
export function startServer(connection: Connection, hostFor: (features: ClientFeatures) => Host): void {
  let session: Session | undefined;
  const current = (): Session | undefined => session;
  connection.onInitialize((params) => {
    const features = clientFeatures(params);
    session = new Session(connection, hostFor(features), features, foldersOf(params));
    return { capabilities: serverCapabilities(features), serverInfo: { name: 'zoneflow' } };
  });
  connection.onInitialized(
    notified(current, 'initialized', async ({ features, settings }) => {
      if (features.workspaceFolders) {
        connection.workspace.onDidChangeWorkspaceFolders((event) =>
          notified(current, 'workspace/didChangeWorkspaceFolders', didChangeFolders)({ event }),
        );
      }
      if (features.watchesFiles) await watchFiles(connection);
      if (features.registersConfiguration)
        await connection.client.register(DidChangeConfigurationNotification.type, { section: 'zoneflow' });
      if (features.configuration) await settings.update();
    }),
  );
  connection.onShutdown(() => session?.dispose());
  registerHandlers(connection, current);
  connection.listen();
}

/** The workspace's folders; clients of old tell of one only, and some of none, or of what is no folder. */
function foldersOf({ workspaceFolders, rootUri }: InitializeParams): WorkspaceFolder[] {
  if (Array.isArray(workspaceFolders)) return (workspaceFolders as unknown[]).filter(isFolder);
  return typeof rootUri === 'string' ? [{ uri: rootUri, name: baseName(rootUri) }] : [];
}

const isFolder = (folder: unknown): folder is WorkspaceFolder =>
  typeof (folder as Partial<WorkspaceFolder> | null)?.uri === 'string';

/** Deletions are watched of everything: of a folder that is deleted, clients tell but not of the files in it. */
async function watchFiles(connection: Connection): Promise<void> {
  await connection.client.register(DidChangeWatchedFilesNotification.type, {
    watchers: [
      { globPattern: '**/*.zoneflow' },
      { globPattern: `**/${configFile}` },
      { globPattern: '**/*', kind: WatchKind.Delete },
    ],
  });
}
