import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { click, hasDriver, press, screenshot, type, waitFor } from './driver.js';
import { checked, closeAll, eventually, open, zoneflow } from './editor.js';

interface Manifest {
  contributes: {
    commands: { command: string }[];
    walkthroughs: { id: string; steps: { title: string }[] }[];
  };
}

const manifest = (): Manifest => vscode.extensions.getExtension('zoneflow.zoneflow')?.packageJSON as Manifest;

describe('the extension', () => {
  before(zoneflow);
  afterEach(closeAll);

  it('registers every command of its manifest', async () => {
    const registered = await vscode.commands.getCommands(true);
    for (const { command } of manifest().contributes.commands)
      assert.ok(registered.includes(command), command);
  });

  it('checks a policy when a file of it is opened, and finds no error in the sample', async () => {
    const { document } = await open('shop/flows.zoneflow');
    const status = await checked(document.uri);
    assert.equal(status.policy, 'webshop');
    assert.equal(status.state, 'ready');
    assert.equal(status.counts.error, 0);
    assert.ok(status.files >= 6 && status.rules > 10);
    if (hasDriver()) await waitFor({ in: 'page', selector: '.statusbar-item >> text=webshop' });
  });

  it('checks the whole policy on request and shows the problems', async () => {
    const { document } = await open('shop/flows.zoneflow');
    await checked(document.uri);
    await vscode.commands.executeCommand('zoneflow.checkPolicy');
    if (hasDriver()) await waitFor({ in: 'page', selector: '.markers-panel' });
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('begins a new policy that has no mistake', async () => {
    await vscode.commands.executeCommand('zoneflow.newPolicy');
    const document = vscode.window.activeTextEditor?.document;
    assert.equal(document?.languageId, 'zoneflow');
    const { counts } = await checked(document.uri);
    assert.deepEqual({ error: counts.error, warning: counts.warning }, { error: 0, warning: 0 });
  });

  it('shows its walkthrough with every step', async function () {
    if (!hasDriver()) this.skip();
    const [walkthrough] = manifest().contributes.walkthroughs;
    assert.ok(walkthrough);
    await vscode.commands.executeCommand(
      'workbench.action.openWalkthrough',
      `zoneflow.zoneflow#${walkthrough.id}`,
    );
    for (const { title } of walkthrough.steps)
      await click({ in: 'page', selector: `.step-title >> text="${title}"` });
    await screenshot('walkthrough');
  });

  it('explains a connection on a page of its own', async function () {
    if (!hasDriver()) this.skip();
    const { document } = await open('shop/flows.zoneflow');
    await checked(document.uri);
    const answered = vscode.commands.executeCommand('zoneflow.explain');
    for (const [step, answer] of ['internet', 'cde', 'ssh'].entries()) {
      await waitFor({ in: 'page', selector: `.quick-input-title >> text=(${step + 1}/3)` });
      await type(answer);
      await press('Enter');
    }
    await answered;
    await waitFor({ in: 'webview', selector: 'h1 >> text=Denied' });
    await screenshot('explain');
  });

  it('starts its server again on request', async () => {
    const { document } = await open('shop/flows.zoneflow');
    await checked(document.uri);
    const api = await zoneflow();
    await vscode.commands.executeCommand('zoneflow.restartServer');
    await eventually(() => (api.serverState() === 'running' ? true : undefined));
    assert.equal((await checked(document.uri)).state, 'ready');
  });
});
