import { URI } from 'vscode-uri';
import { noHistory, type Files, type Host } from '../host.js';

/** A host that leaves every URI but `file:` to `others`. */
export function hostByScheme(disk: Host, others: Files): Host {
  const filesOf = (uri: string): Files => (URI.parse(uri).scheme === 'file' ? disk : others);
  return {
    findRoot: (uri) => filesOf(uri).findRoot(uri),
    listFiles: (root, include) => filesOf(root.uri).listFiles(root, include),
    readFile: (uri, root) => filesOf(uri).readFile(uri, root),
    readPast: (root, revision) =>
      URI.parse(root.uri).scheme === 'file' && disk.readPast
        ? disk.readPast(root, revision)
        : Promise.resolve(noHistory),
    pageOf: (code) => disk.pageOf?.(code),
    breathe: () => disk.breathe(),
  };
}
