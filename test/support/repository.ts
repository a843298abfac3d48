import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { TestFolder } from './folder.js';

/** A Git repository for one test, gone after `dispose`. Nothing of the machine's own settings has a say in it. */
export class TestRepository extends TestFolder {
  constructor(files: Readonly<Record<string, string | Uint8Array>> = {}) {
    super(files);
    this.git('init', '--quiet', '--initial-branch=main');
    this.commit('first');
  }

  /** Runs git in the repository and returns what it prints. */
  git(...args: string[]): string {
    const nowhere = path.join(this.path, '.git/none');
    const who = { NAME: 'Test', EMAIL: 'test@example.com', DATE: '2026-11-01T12:00:00Z' };
    const roles = ['AUTHOR', 'COMMITTER'].flatMap((role) =>
      Object.entries(who).map(([key, value]) => [`GIT_${role}_${key}`, value]),
    );
    const env = { ...process.env, ...(Object.fromEntries(roles) as NodeJS.ProcessEnv) };
    return execFileSync('git', ['-C', this.path, '-c', 'commit.gpgSign=false', ...args], {
      encoding: 'utf8',
      env: { ...env, GIT_CONFIG_GLOBAL: nowhere, GIT_CONFIG_NOSYSTEM: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  }

  /** Commits everything as it is. */
  commit(message: string): void {
    this.git('add', '--all');
    this.git('commit', '--quiet', '--allow-empty', '--message', message);
  }
}
