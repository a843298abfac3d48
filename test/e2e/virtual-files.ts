import * as vscode from 'vscode';

/** Every file by its path, with a `/` at its start. */
type Contents = Map<string, Uint8Array>;

/**
 * A virtual file system as GitHub Repositories has one, for the tests in VS Code for the web: an extension of its own. Its
 * files are what the page's server gives; they change in memory alone.
 */
class VirtualFiles implements vscode.FileSystemProvider {
  private readonly changes = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.changes.event;

  constructor(private readonly contents: Promise<Contents>) {}

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => {});
  }

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const bytes = (await this.contents).get(uri.path);
    const times = { ctime: 0, mtime: 0 };
    if (bytes) return { type: vscode.FileType.File, size: bytes.length, ...times };
    if ((await this.readDirectory(uri)).length === 0) throw vscode.FileSystemError.FileNotFound(uri);
    return { type: vscode.FileType.Directory, size: 0, ...times };
  }

  async readDirectory(uri: vscode.Uri): Promise<[string, vscode.FileType][]> {
    const start = uri.path.endsWith('/') ? uri.path : `${uri.path}/`;
    const below = [...(await this.contents).keys()].filter((path) => path.startsWith(start));
    const entries = below.map((path): [string, vscode.FileType] => {
      const [name, ...more] = path.slice(start.length).split('/');
      return [name, more.length > 0 ? vscode.FileType.Directory : vscode.FileType.File];
    });
    return [...new Map(entries)];
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    const bytes = (await this.contents).get(uri.path);
    if (!bytes) throw vscode.FileSystemError.FileNotFound(uri);
    return bytes;
  }

  async writeFile(uri: vscode.Uri, bytes: Uint8Array): Promise<void> {
    const contents = await this.contents;
    const type = contents.has(uri.path) ? vscode.FileChangeType.Changed : vscode.FileChangeType.Created;
    contents.set(uri.path, bytes);
    this.changes.fire([{ type, uri }]);
  }

  async delete(uri: vscode.Uri): Promise<void> {
    const contents = await this.contents;
    for (const path of [...contents.keys()]) {
      if (path === uri.path || path.startsWith(`${uri.path}/`)) contents.delete(path);
    }
    this.changes.fire([{ type: vscode.FileChangeType.Deleted, uri }]);
  }

  createDirectory(): void {}

  rename(): void {
    throw vscode.FileSystemError.NoPermissions('Nothing is renamed here.');
  }
}

/** Fetches the files from where the extension itself came from. */
async function fetchFiles(extension: vscode.Uri): Promise<Contents> {
  const response = await fetch(vscode.Uri.joinPath(extension, '..', 'files.json').toString(true));
  const texts = Object.entries((await response.json()) as Record<string, string>);
  return new Map(texts.map(([path, text]) => [`/${path}`, new TextEncoder().encode(text)]));
}

export function activate({ extensionUri, subscriptions }: vscode.ExtensionContext): void {
  const files = new VirtualFiles(fetchFiles(extensionUri));
  subscriptions.push(
    vscode.workspace.registerFileSystemProvider('virtual', files, { isCaseSensitive: true }),
  );
}
