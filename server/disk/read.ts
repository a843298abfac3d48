import { constants } from 'node:fs';
import { lstat, open, realpath, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { maxFileBytes } from '../../language/text/size.js';
import type { FileContent } from '../../language/workspace.js';
import { outsideLink, unreadable } from './unreadable.js';

/** Opening a pipe must not wait for somebody to write into it. Windows has neither. */
const readAtOnce = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

/**
 * Reads a file of the policy in the folder `root` as UTF-8 without its byte order mark. What cannot be read comes back as
 * the reason, with the remedy: so does a link out of the root. `undefined` where there is no such file in it. Never rejects.
 */
export async function readFileOf(root: string, file: string): Promise<FileContent | undefined> {
  const realRoot = await realpath(root).catch(() => root);
  const leadsOut = async (target: string): Promise<boolean> => {
    const real = await realpath(target).catch(() => undefined);
    return real !== undefined && real !== realRoot && !isBelow(real, realRoot);
  };
  if (!(await leadsOut(file))) return readPolicyFile(file);
  // What lies behind a folder that is such a link is no part of the policy at all.
  if (await leadsOut(path.dirname(file))) return undefined;
  return { unreadable: outsideLink(path.relative(root, file).split(path.sep).join('/')).message };
}

/** Whether a path lies below a folder; both with links followed. */
export const isBelow = (file: string, folder: string): boolean =>
  file.startsWith(folder.endsWith(path.sep) ? folder : folder + path.sep);

/** Reads a file, of whatever policy, as `readFileOf` does. */
export async function readPolicyFile(file: string): Promise<FileContent | undefined> {
  const name = path.basename(file);
  let handle: FileHandle | undefined;
  try {
    handle = await open(file, readAtOnce);
    const info = await handle.stat();
    if (info.isDirectory()) return undefined;
    if (!info.isFile())
      return { unreadable: `${name} is no regular file and was not read. Put a text file in its place.` };
    if (info.size > maxFileBytes) return unreadable(name, 'too-large');
    return decodePolicy(name, await handle.readFile());
  } catch (error) {
    return whyNot(file, name, error);
  } finally {
    await handle?.close().catch(() => undefined);
  }
}

/** The bytes of a file as text without its byte order mark, or why they are none. */
export function decodePolicy(name: string, bytes: Uint8Array): FileContent {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return unreadable(name, 'not-utf8');
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
  if (code === 'EACCES' || code === 'EPERM') return unreadable(name, 'not-allowed');
  return unreadable(name, 'failed', code);
}

/** The code of a file system error, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' ? code : 'unknown error';
}
