import type { ClientCapabilities, InitializeParams } from 'vscode-languageserver';
import { TestFolder } from './folder.js';
import { LspClient } from './lspclient.js';

/** What one test of the server has started; `afterEach(harness.end)` puts it away. */
export class Harness {
  private readonly clients: LspClient[] = [];
  private readonly folders: TestFolder[] = [];

  async start(
    capabilities?: ClientCapabilities,
    params?: Partial<InitializeParams>,
  ): ReturnType<typeof LspClient.start> {
    const client = await LspClient.start(capabilities, params);
    this.clients.push(client);
    return client;
  }

  folder(files: Readonly<Record<string, string | Uint8Array>> = {}): TestFolder {
    const folder = new TestFolder(files);
    this.folders.push(folder);
    return folder;
  }

  readonly end = async (): Promise<void> => {
    await Promise.all(this.clients.splice(0).map((client) => client.stop()));
    for (const folder of this.folders.splice(0)) folder.dispose();
  };
}

/** What VS Code says of itself, of what matters to the server. */
export const fullCapabilities: ClientCapabilities = {
  workspace: {
    workspaceFolders: true,
    workspaceEdit: { documentChanges: true },
    didChangeWatchedFiles: { dynamicRegistration: true },
    diagnostics: { refreshSupport: true },
  },
  textDocument: {
    diagnostic: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } } as object,
    publishDiagnostics: { relatedInformation: true, tagSupport: { valueSet: [1, 2] } },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: [] } },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ['edit'] },
    },
    completion: {
      completionItem: {
        snippetSupport: true,
        labelDetailsSupport: true,
        documentationFormat: ['markdown', 'plaintext'],
      },
    },
    hover: { contentFormat: ['markdown', 'plaintext'] },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    definition: { linkSupport: true },
    rename: { prepareSupport: true },
  },
};

/** Those of a client to which findings must be pushed, and that watches files. */
export const pushCapabilities: ClientCapabilities = {
  ...fullCapabilities,
  textDocument: { ...fullCapabilities.textDocument, diagnostic: undefined },
};
