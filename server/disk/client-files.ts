import type { Connection } from 'vscode-languageserver';
import { URI } from 'vscode-uri';
import { configFile } from '../../language/policy/config.js';
import { maxFileBytes } from '../../language/text/size.js';
import { baseName, folderOf, uriBelow } from '../convert/uris.js';
import type { Files, Listing, PolicyRoot } from '../host.js';
import { includes } from '../include.js';
import {
  fileMethods,
  type FileKind,
  type FileParams,
  type FileResult,
  type FolderResult,
  type ReadFileParams,
} from '../protocol.js';
import { unknownLink, unreadable, unreadableFolder } from './unreadable.js';

/** A client that has not answered by then is taken not to know. Milliseconds. */
const patienceMs = 20_000;

/** How many folders are asked about at once. */
const atOnce = 16;

/** The files that a client can get at, by asking it for each. It must have said that it reads files. */
export function clientFiles(connection: Connection): Files {
  const ask = <Result>(method: string, params: FileParams): Promise<Result | null> =>
    answerOf(connection.sendRequest<Result | null>(method, params));
  return {
    async findRoot(uri) {
      if (URI.parse(uri).scheme === 'untitled') return { kind: 'document', uri };
      for (let folder = folderOf(uri); ; folder = folderOf(folder)) {
        const kind = await ask<FileKind>(fileMethods.kind, { uri: uriBelow(folder, configFile) });
        if (kind !== null && kind !== 'folder') return { kind: 'whole', uri: folder };
        if (folderOf(folder) === folder) return { kind: 'flat', uri: folderOf(uri) };
      }
    },

    listFiles: (root, include) =>
      listFiles(root, include, (uri) => ask<FolderResult>(fileMethods.list, { uri })),

    async readFile(uri) {
      const params: ReadFileParams = { uri, maxBytes: maxFileBytes };
      const result = await ask<FileResult>(fileMethods.read, params);
      if (result === null) return undefined;
      return 'problem' in result ? unreadable(baseName(uri), result.problem) : { text: result.text };
    },
  };
}

/** Null where the client answers with an error, or not at all: one file system that hangs must not hold up the rest. */
async function answerOf<Result>(request: Promise<Result | null>): Promise<Result | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tooLate = new Promise<null>((resolve) => (timer = setTimeout(() => resolve(null), patienceMs)));
  const answer = await Promise.race([request.catch(() => null), tooLate]);
  clearTimeout(timer);
  return answer ?? null;
}

/** The same files as on a disk, but for links, which are not followed. */
async function listFiles(
  root: PolicyRoot,
  include: readonly string[],
  list: (uri: string) => Promise<FolderResult | null>,
): Promise<Listing> {
  const wanted = await includes(include);
  const files: string[] = [];
  const problems: Listing['problems'][number][] = [];
  const look = async (folder: string): Promise<string[]> => {
    const result = await list(folder === '' ? root.uri : uriBelow(root.uri, folder));
    if (result !== null && 'problem' in result) problems.push(unreadableFolder(folder));
    const entries = result !== null && 'entries' in result ? result.entries : [];
    if (folder !== '' && entries.some(({ name, kind }) => name === configFile && kind !== 'folder'))
      return [];
    const found = entries.map(({ name, kind }) => ({
      path: folder === '' ? name : `${folder}/${name}`,
      kind,
    }));
    for (const { path, kind } of found) {
      if (kind === 'file' && wanted(path)) files.push(path);
      if (kind === 'link' && wanted(path)) problems.push(unknownLink(path));
    }
    return found.flatMap(({ path, kind }) => (kind === 'folder' ? [path] : []));
  };
  let folders = root.kind === 'document' ? [] : [''];
  while (folders.length > 0) {
    const below = await Promise.all(folders.slice(0, atOnce).map(look));
    folders = root.kind === 'whole' ? [...folders.slice(atOnce), ...below.flat()] : [];
  }
  return { files: files.sort(), problems };
}
