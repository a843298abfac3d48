import { URI } from 'vscode-uri';
import type { Files, Host } from '../host.js';

/** A host that leaves every URI but `file:` to `others`. */
export function hostByScheme(disk: Host, others: Files): Host {
  const filesOf = (uri: string): Files => (URI.parse(uri).scheme === 'file' ? disk : others);
  return {
    findRoot: (uri) => filesOf(uri).findRoot(uri),
    listFiles: (root, include) => filesOf(root.uri).listFiles(root, include),
    readFile: (uri) => filesOf(uri).readFile(uri),
    breathe: () => disk.breathe(),
  };
}
