import path from 'node:path';
import { URI } from 'vscode-uri';
import { folderOf, normalUri } from '../convert/uris.js';
import { noHistory, type Host, type PolicyRoot } from '../host.js';
import { findRootFolder, listPolicyFiles } from './discover.js';
import { noFiles } from './no-files.js';
import { findingPage } from './pages.js';
import { readFileOf } from './read.js';

/** The machine's disk, for the server on Node. Of URIs other than `file:` it knows nothing but what is open. */
export const diskHost: Host = {
  async findRoot(uri) {
    const file = pathOf(uri);
    if (file === undefined) return noFiles.findRoot(uri);
    const folder = await findRootFolder(path.dirname(file));
    return folder === undefined
      ? { kind: 'flat', uri: folderOf(uri) }
      : { kind: 'whole', uri: uriOf(folder) };
  },

  async listFiles(root: PolicyRoot, include) {
    const folder = root.kind === 'document' ? undefined : pathOf(root.uri);
    if (folder === undefined) return noFiles.listFiles(root, include);
    return listPolicyFiles(folder, include, root.kind === 'whole');
  },

  async readFile(uri, root) {
    const file = pathOf(uri);
    const folder = folderOfRoot(root);
    return file === undefined || folder === undefined ? undefined : readFileOf(folder, file);
  },

  async readPast(root, revision) {
    const folder = folderOfRoot(root);
    if (folder === undefined) return noHistory;
    const [{ readRevision }, { GitProblem }] = await Promise.all([
      import('./revision.js'),
      import('./git.js'),
    ]);
    try {
      return await readRevision({ folder, revision });
    } catch (error) {
      if (error instanceof GitProblem) return { problem: error.message };
      throw error;
    }
  },

  pageOf(code) {
    const page = findingPage(code);
    return page === undefined ? undefined : URI.file(page).toString();
  },

  breathe: () => new Promise((resolve) => setImmediate(resolve)),
};

const folderOfRoot = ({ kind, uri }: PolicyRoot): string | undefined =>
  pathOf(kind === 'document' ? folderOf(uri) : uri);

const onWindows = process.platform === 'win32';

/** The path that a `file:` URI names; elsewhere than on Windows `/C:/x` is a path like any other. */
function pathOf(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  if (parsed.scheme !== 'file' || parsed.path.includes('\0')) return undefined;
  return onWindows ? parsed.fsPath : parsed.path;
}

const uriOf = (file: string): string => normalUri(URI.file(file).toString());
