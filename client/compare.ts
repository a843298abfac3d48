import { commands, window, workspace, type Disposable, type Uri } from 'vscode';
import { methods, type ChangesResult } from '../server/protocol.js';
import { AnswerPages } from './answer-pages.js';
import type { PolicyServer } from './server.js';

/** Compares a policy as it is in the editor with a revision in Git, and shows what is allowed differently as a page. */
export class Comparer implements Disposable {
  private readonly pages = new AnswerPages('zoneflow-changes');
  private last = 'HEAD~1';

  constructor(private readonly server: PolicyServer) {}

  dispose(): void {
    this.pages.dispose();
  }

  /** Asks for the revision. Rejects where the server is not running. */
  async askAndCompare(document: Uri): Promise<void> {
    const answer = await window.showInputBox({
      title: 'Compare Policy With Revision',
      prompt: 'A commit, branch or tag, as Git names it: HEAD~1, main, v1.2',
      value: this.last,
      validateInput: (text) => (text.trim() === '' ? 'Name a revision.' : undefined),
    });
    if (answer === undefined) return;
    this.last = answer.trim();
    await this.compare(document, this.last);
  }

  /** Rejects where the server is not running. */
  async compare(document: Uri, against: string): Promise<void> {
    if (!mayRunGit()) return void offerTrust();
    const params = { uri: document.toString(), against };
    const changes = await this.server.request<ChangesResult>(methods.changes, params);
    if ('error' in changes) void window.showWarningMessage(changes.error);
    else await this.pages.show(`${changes.policy} since ${against}`, changes.page);
  }
}

/** Whether Git may be run, by whoever asks: it runs in the folder, with the settings of its repository. */
export const mayRunGit = (): boolean => workspace.isTrusted;

/** What is said where it may not. */
export const untrusted =
  'A policy is compared by Git, which is not run in a folder that is not trusted. Trust it first.';

async function offerTrust(): Promise<void> {
  const manage = 'Manage Trust';
  if ((await window.showWarningMessage(untrusted, manage)) === manage)
    await commands.executeCommand('workbench.trust.manage');
}
