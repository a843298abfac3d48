import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import * as driver from './driver.js';
import type { Target } from './driver.js';

const nonce = 'driver';
const page = `<!doctype html><html><head>
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
</head><body>
  <button id="count" aria-label="none">Count</button><input id="field">
  <script nonce="${nonce}">
    let clicks = 0;
    const vscode = acquireVsCodeApi();
    const button = document.getElementById('count');
    button.addEventListener('click', () => {
      button.setAttribute('aria-label', String(++clicks));
      vscode.postMessage(clicks);
    });
  </script>
</body></html>`;

const button: Target = { in: 'webview', selector: '#count' };

describe('the driver', function () {
  let panel: vscode.WebviewPanel;
  const messages: unknown[] = [];

  before(function () {
    if (!driver.hasDriver()) this.skip();
    panel = vscode.window.createWebviewPanel('driverTest', 'Driver', vscode.ViewColumn.Active, {
      enableScripts: true,
    });
    panel.webview.onDidReceiveMessage((message) => messages.push(message));
    panel.webview.html = page;
  });

  after(() => panel?.dispose());

  it('clicks in a webview', async () => {
    await driver.click(button);
    await driver.click(button);
    await driver.waitFor({ in: 'webview', selector: '#count[aria-label="2"]' });
    assert.deepEqual(messages, [1, 2]);
  });

  it('reads a webview under a strict content security policy', async () => {
    assert.equal(await driver.evaluate(button, 'element.textContent'), 'Count');
    assert.deepEqual(await driver.texts(button), ['Count']);
    assert.ok((await driver.boxOf(button)).width > 10);
  });

  it('types into a webview', async () => {
    const field: Target = { in: 'webview', selector: '#field' };
    await driver.click(field);
    await driver.type('shop.web');
    await driver.press('Backspace');
    assert.equal(await driver.evaluate(field, 'element.value'), 'shop.we');
  });

  it('says what it could not find', async () => {
    const missing: Target = { in: 'webview', selector: '#missing', timeout: 200 };
    await assert.rejects(driver.click(missing), /no #missing is visible in the webview/);
  });

  it('notices a breach of the content security policy', async () => {
    const script = 'document.head.append(Object.assign(document.createElement("script"), { text: "1" }))';
    await driver.evaluate(button, script);
    const lines = await driver.consoleLines();
    assert.ok(lines.some(({ text }) => /Content Security Policy/.test(text)));
  });
});
