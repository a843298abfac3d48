import {
  closeSync,
  openSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { errorCode } from '../server/disk/read.js';

/** Gives a policy file a new text; says why where that cannot be done. A byte order mark stays. */
export function rewriteFile(file: string, text: string): string | undefined {
  try {
    replaceFile(file, `${hasMark(file) ? '\uFEFF' : ''}${text}`);
    return undefined;
  } catch (error) {
    return `This file could not be written (${errorCode(error)}). Give yourself the right to write it.`;
  }
}

/** Whether a file begins with a byte order mark, which its text comes without. */
function hasMark(file: string): boolean {
  const bytes = Buffer.alloc(3);
  const handle = openSync(file, 'r');
  readSync(handle, bytes);
  closeSync(handle);
  return bytes.equals(Buffer.from([0xef, 0xbb, 0xbf]));
}

/** Writes beside the file and then takes its place, so that an interruption leaves the old text or the new, never half. */
function replaceFile(file: string, text: string): void {
  const target = realpathSync(file);
  const beside = `${target}.${process.pid}.tmp`;
  try {
    writeFileSync(beside, text, { mode: statSync(target).mode, flag: 'wx' });
    renameSync(beside, target);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}
