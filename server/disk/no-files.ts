import { URI } from 'vscode-uri';
import { folderOf } from '../convert/uris.js';
import type { Files } from '../host.js';

/** For documents whose place cannot be looked at: those of one folder that are open are a policy, and there are no other files. */
export const noFiles: Files = {
  async findRoot(uri) {
    return URI.parse(uri).scheme === 'untitled'
      ? { kind: 'document', uri }
      : { kind: 'flat', uri: folderOf(uri) };
  },
  listFiles: async () => ({ files: [], problems: [] }),
  readFile: async () => undefined,
};
