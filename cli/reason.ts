import { errorCode } from '../server/disk/read.js';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'it does not exist',
  EACCES: 'permission is denied',
  EPERM: 'permission is denied',
  EISDIR: 'it is a folder',
  ENOTDIR: 'a part of it is no folder',
  ELOOP: 'it is a link that leads back to itself',
  ENOSPC: 'no space is left',
  ENAMETOOLONG: 'it is too long',
};

/** Why a call of the file system failed, to stand in a sentence. */
export function reasonOf(error: unknown): string {
  const code = errorCode(error);
  return reasons[code] ?? `the system says ${code}`;
}
