import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import path from 'node:path';
import * as vscode from 'vscode';
import { graphBox, click, hasDriver, press, screenshot, type, waitFor } from './driver.js';
import { checked, closeAll, eventually, fileUri, open, rangeOf, zoneflow } from './editor.js';

/** Runs git in the sample, which is no repository but for these tests. */
function git(...args: string[]): void {
  const who = ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', '-c', 'commit.gpgSign=false'];
  execFileSync('git', ['-C', fileUri('shop').fsPath, ...who, ...args], { stdio: 'ignore' });
}

const page = (): string | undefined =>
  vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'zoneflow-changes')?.getText();

describe('comparing with Git', () => {
  before(async () => {
    await zoneflow();
    git('init', '--quiet');
    git('add', '--all');
    git('commit', '--quiet', '--message', 'as it was');
    git('tag', 'v1');
  });
  after(() => rmSync(path.join(fileUri('shop').fsPath, '.git'), { recursive: true, force: true }));
  afterEach(closeAll);

  it('shows what the text in the editor allows beyond the last commit, with links to the rules', async () => {
    const editor = await open('shop/flows.zoneflow');
    await checked(editor.document.uri);
    const before = 'allow shop.app.orders to cde.pay';
    const place = rangeOf(editor.document, before);
    await editor.edit((edit) => edit.replace(place, 'allow shop to cde.pay'));
    await vscode.commands.executeCommand('zoneflow.compareWithLastCommit');
    const text = await eventually(page);
    assert.match(text, /1 newly allowed, 0 newly denied/);
    assert.match(text, /\*\*`shop except shop\.app\.orders` → `cde\.pay`\*\* on `https as orders`/);
    if (hasDriver()) await followLink();
    // VS Code in a browser saves by itself, so that reverting would change nothing.
    const again = await open('shop/flows.zoneflow');
    const { document } = again;
    await again.edit((change) => change.replace(rangeOf(document, 'allow shop to cde.pay'), before));
    await document.save();
  });

  async function followLink(): Promise<void> {
    await waitFor({ in: 'webview', selector: 'h3 >> text=1 newly allowed' });
    await screenshot('compare');
    await click({ in: 'webview', selector: 'a >> text=flows.zoneflow' });
    await eventually(() =>
      vscode.window.activeTextEditor?.document.fileName.endsWith('flows.zoneflow') ? true : undefined,
    );
  }

  it('draws in the picture what an edit opens and closes', async function () {
    if (!hasDriver()) this.skip();
    const before = 'allow shop.app.orders to cde.pay';
    const after = 'allow dmz.lb to cde.pay';
    const { document } = await open('shop/flows.zoneflow');
    await vscode.commands.executeCommand('zoneflow.openGraph');
    await waitFor(graphBox('cde'));
    const swap = async (old: string, text: string): Promise<void> => {
      const editor = await open('shop/flows.zoneflow');
      await editor.edit((edit) => edit.replace(rangeOf(document, old), text));
    };
    await swap(before, after);
    await checked(document.uri);
    await click({ in: 'webview', selector: '.toolbar [aria-label="What changed"]' });
    await waitFor({
      in: 'webview',
      selector: '.panel [role=status]:has-text("1 newly allowed, 1 newly denied.")',
    });
    await waitFor({ in: 'webview', selector: '.extra.added' });
    await waitFor({ in: 'webview', selector: '.extra.removed' });
    await screenshot('graph-changes');
    await swap(after, before);
    await document.save();
  });

  it('asks for a revision, and says where it is none', async function () {
    if (!hasDriver()) this.skip();
    const { document } = await open('shop/flows.zoneflow');
    await checked(document.uri);
    for (const [revision, answer] of [
      ['nowhere', { in: 'page', selector: '.notification-list-item >> text=nowhere is no revision' }],
      ['v1', { in: 'webview', selector: 'h3 >> text=no change in what is allowed' }],
    ] as const) {
      const done = vscode.commands.executeCommand('zoneflow.compareWithRevision');
      await waitFor({ in: 'page', selector: '.quick-input-title >> text=Compare Policy With Revision' });
      await press('Control+A');
      await type(revision);
      await press('Enter');
      await done;
      await waitFor(answer);
    }
    await vscode.commands.executeCommand('notifications.clearAll');
  });
});
