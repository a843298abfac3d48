import { constants } from 'node:fs';
import { lstat, open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import type { FileContent } from '../../language/workspace.js';

/** Opening a pipe must not wait for somebody to write into it. Windows has neither. */
const readAtOnce = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/** A larger file is not read. Bytes. */
export const maxFileBytes = 16 * 1024 * 1024;

/**
 * Reads a file of a policy as UTF-8 without its byte order mark. What cannot be read comes back as the reason, with the
 * remedy; `undefined` where there is no such file. Never rejects.
 */
export async function readPolicyFile(file: string): Promise<FileContent | undefined> {
  const name = path.basename(file);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, readAtOnce);
    const info = await handle.stat();
    if (info.isDirectory()) return undefined;
    if (!info.isFile())
      return { unreadable: `${name} is no regular file and was not read. Put a text file in its place.` };
    if (info.size > maxFileBytes) return { unreadable: tooLarge(name) };
    return decode(name, await handle.readFile());
  } catch (error) {
    return whyNot(file, name, error);
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** What is said of a file that is larger than `maxFileBytes`. */
export const tooLarge = (name: string): string =>
  `${name} is larger than ${maxFileBytes / 1024 / 1024} MB and was not read. Split it into several files.`;

function decode(name: string, bytes: Uint8Array): FileContent {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { unreadable: `${name} is not UTF-8 text. Save it as UTF-8.` };
  }
}

const absent = new Set(['ENOENT', 'ENOTDIR']);

async function whyNot(file: string, name: string, error: unknown): Promise<FileContent | undefined> {
  const code = errorCode(error);
  if (absent.has(code)) {
    const link = await lstat(file).catch(() => undefined);
    return link ? { unreadable: `${name} is a link that leads nowhere. Mend or delete it.` } : undefined;
  }
  if (code === 'ELOOP') return { unreadable: `${name} is a link that leads to itself. Mend or delete it.` };
  if (code === 'EACCES' || code === 'EPERM') {
    return { unreadable: `${name} may not be read. Give yourself the right to read it.` };
  }
  return { unreadable: `${name} could not be read (${code}). Check that it can be opened.` };
}

/** The code of a file system error, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown error';
}
