import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Why something could not be read from Git: the fact, then the remedy, for the user. */
export class GitProblem extends Error {}

/** What git may print, and how long it may take. Bytes, milliseconds. */
const mostOutput = 512 * 1024 * 1024;
const patienceMs = 60_000;

/** Set where a hook or another git runs this program; the repository is found by the folder alone. */
const misleading = ['GIT_DIR', 'GIT_WORK_TREE', 'GIT_INDEX_FILE', 'GIT_PREFIX', 'GIT_NAMESPACE'];

/**
 * Runs git in a folder and returns what it prints; `undefined` where it fails, which is then told in the result of `why`.
 * Nothing is written, nothing is fetched, and nothing that the repository's own settings name is run: only commands that
 * read objects are called, the network is closed to git, and there is no shell.
 */
export async function runGit(
  folder: string,
  args: readonly string[],
  input = '',
): Promise<{ readonly out: Buffer; readonly code: number; readonly why: string }> {
  const environment: NodeJS.ProcessEnv = {
    ...process.env,
    ...{ GIT_TERMINAL_PROMPT: '0', GIT_OPTIONAL_LOCKS: '0', GIT_LITERAL_PATHSPECS: '1', LC_ALL: 'C' },
    // A clone without all objects would fetch them: with no protocol allowed and no lazy fetch it fails instead.
    ...{ GIT_ALLOW_PROTOCOL: 'none', GIT_NO_LAZY_FETCH: '1' },
  };
  for (const name of misleading) delete environment[name];
  const settings = ['--no-pager', '-c', 'core.fsmonitor=false', '-c', 'core.hooksPath='];
  const child = spawn(gitProgram(), ['-C', folder, ...settings, ...args], {
    env: environment,
    stdio: ['pipe', 'pipe', 'pipe'],
    windowsHide: true,
    timeout: patienceMs,
  });
  const out: Buffer[] = [];
  let size = 0;
  let why = '';
  child.stdout.on('data', (piece: Buffer) => {
    size += piece.length;
    if (size <= mostOutput) out.push(piece);
    else child.kill();
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => (why = (why + text).slice(0, 4_000)));
  // git may end before it has read all: what it says then is in its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.on('error', (error: NodeJS.ErrnoException) => reject(notRun(error)));
    child.on('close', (code, signal) => {
      if (signal !== null)
        reject(new GitProblem('git took too long or printed too much and was ended. Try a smaller folder.'));
      else resolve({ out: Buffer.concat(out), code: code ?? 1, why: why.trim() });
    });
  });
}

const notRun = (error: NodeJS.ErrnoException): GitProblem =>
  new GitProblem(
    error.code === 'ENOENT'
      ? 'git was not found, which reads revisions. Install it and put it on the PATH, or compare two folders.'
      : `git could not be started (${error.code ?? error.message}). Check its installation, or compare two folders.`,
  );

/** On Windows a program of that name in the current folder would come first. */
function gitProgram(): string {
  if (process.platform !== 'win32') return 'git';
  const folders = (process.env.PATH ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder));
  const found = folders.map((folder) => path.join(folder, 'git.exe')).find((file) => existsSync(file));
  return found ?? 'git.exe';
}
