import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import {
  fileMethods,
  type FileKind,
  type FileParams,
  type FileProblem,
  type FileResult,
  type FolderResult,
  type ReadFileParams,
} from '../server/protocol.js';
import type { PolicyServer } from './server.js';

/** Lets the server read, through VS Code, the files that it cannot get at itself: those of virtual workspaces, in the web all. */
export function readFilesFor(server: PolicyServer): void {
  server.onRequest<FileParams, FileKind | null>(fileMethods.kind, ({ uri }) =>
    unlessAbsent(async () => kindOf((await workspace.fs.stat(Uri.parse(uri))).type)).catch(() => null),
  );
  server.onRequest<ReadFileParams, FileResult | null>(fileMethods.read, ({ uri, maxBytes }) =>
    unlessAbsent(() => read(Uri.parse(uri), maxBytes)).catch((error: unknown) => problemOf(error)),
  );
  server.onRequest<FileParams, FolderResult | null>(fileMethods.list, ({ uri }) =>
    unlessAbsent(() => list(Uri.parse(uri))).catch((error: unknown) => problemOf(error)),
  );
}

async function read(uri: Uri, maxBytes: number): Promise<FileResult | null> {
  const { type, size } = await workspace.fs.stat(uri);
  if ((type & FileType.File) === 0) return null;
  if (size > maxBytes) return { problem: 'too-large' };
  const bytes = await workspace.fs.readFile(uri);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { problem: 'not-utf8' };
  }
}

async function list(uri: Uri): Promise<FolderResult> {
  const entries = await workspace.fs.readDirectory(uri);
  return { entries: entries.map(([name, type]) => ({ name, kind: kindOf(type) })) };
}

function kindOf(type: FileType): FileKind {
  if ((type & FileType.SymbolicLink) !== 0) return 'link';
  if ((type & FileType.Directory) !== 0) return 'folder';
  return type === FileType.File ? 'file' : 'other';
}

/** What is not there is no error to the server. */
function unlessAbsent<Result>(action: () => Promise<Result>): Promise<Result | null> {
  return action().catch((error: unknown) => {
    if (codeOf(error) === 'FileNotFound' || codeOf(error) === 'FileNotADirectory') return null;
    throw error;
  });
}

const problemOf = (error: unknown): { problem: FileProblem } => ({
  problem: codeOf(error) === 'NoPermissions' ? 'not-allowed' : 'failed',
});

const codeOf = (error: unknown): string | undefined =>
  error instanceof FileSystemError ? error.code : undefined;
