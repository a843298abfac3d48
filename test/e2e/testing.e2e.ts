import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { hasDriver, hover, resize, screenshot, waitFor } from './driver.js';
import { checked, closeAll, eventually, open, rangeOf, setTheme, zoneflow } from './editor.js';

const bastion = 'test a second factor is needed, for the bastion and beyond it';

/** Whether the Test Explorer opens at what has just got a result. */
const reveal = (value: boolean | undefined): Thenable<void> =>
  vscode.workspace
    .getConfiguration('testing')
    .update('alwaysRevealTestOnStateChange', value, vscode.ConfigurationTarget.Global);

describe('the Test Explorer', function () {
  before(async () => {
    await zoneflow();
    await setTheme('Default Dark Modern');
    await reveal(true);
  });
  after(async () => {
    await setTheme(undefined);
    await reveal(undefined);
  });
  afterEach(async () => {
    await closeAll();
    await vscode.commands.executeCommand('workbench.view.explorer');
  });

  it('lists the tests and intents of a policy', async () => {
    const { testIds } = await zoneflow();
    const { document } = await open('shop/intent.zoneflow');
    await checked(document.uri);
    await eventually(() => testIds().includes('never dmz to cde') || undefined);
    assert.ok(testIds().includes(`${bastion} / expect deny admin.desks to cde on ssh as dba when mfa`));
    assert.equal(testIds().filter((id) => id.startsWith(bastion)).length, 3);
  });

  it('proves them, and shows a counter-example at the line of one that fails', async function () {
    const { testResults, testIds } = await zoneflow();
    const editor = await open('shop/flows.zoneflow');
    await checked(editor.document.uri);
    const place = rangeOf(editor.document, 'allow shop.app.orders to cde.pay');
    await editor.edit((edit) => edit.replace(place, 'allow shop to cde.pay'));
    const intents = await open('shop/intent.zoneflow');
    await eventually(() => testIds().includes('never dmz to cde') || undefined);
    if (hasDriver()) await resize(1500, 900);
    await vscode.commands.executeCommand('workbench.view.testing.focus');
    await vscode.commands.executeCommand('testing.runAll');
    const broken = 'never shop.web to [shop.db, cde]';
    await eventually(() => testResults().get(broken) === 'failed' || undefined);
    await eventually(() => testResults().get('never dmz to cde') === 'holds' || undefined);
    if (!hasDriver()) return;
    const at = rangeOf(intents.document, broken).start;
    intents.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('testing.openOutputPeek');
    await waitFor({ in: 'page', selector: '.test-output-peek-message-container' });
    await waitFor({ in: 'page', selector: '.zone-widget >> text=flows.zoneflow' });
    await hover({ in: 'page', selector: '.tab.active' });
    await screenshot('tests-failed');
    await resize(1280, 800);
  });
});
