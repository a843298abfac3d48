import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import {
  graphBox as box,
  click,
  evaluate,
  hasDriver,
  hover,
  press,
  resize,
  screenshot,
  texts,
  waitFor,
} from './driver.js';
import { checked, closeAll, eventually, open, rangeOf, setTheme, zoneflow } from './editor.js';

/**
 * The first quarter of an hour with Zoneflow, step after step in one window: a policy without error, its graph, a misspelt
 * zone and its fix, and the ways from the picture to the text and back. Each step leaves a picture.
 */
describe('the first steps on the shop', function () {
  let editor: vscode.TextEditor;

  const errors = (): vscode.Diagnostic[] =>
    vscode.languages
      .getDiagnostics()
      .filter(([uri]) => uri.path.includes('/shop/') && !uri.path.includes('/faulty/'))
      .flatMap(([, found]) => found)
      .filter(({ severity }) => severity === vscode.DiagnosticSeverity.Error);
  const select = async (text: string, within = 0): Promise<void> => {
    editor = await open('shop/flows.zoneflow');
    const at = rangeOf(editor.document, text).start.translate(0, within);
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
  };

  /** A hover goes away when hints come in beside the text, as they do a moment after an edit: then it is shown again. */
  const showHover = async (text: string): Promise<void> => {
    const shown = { in: 'page' as const, selector: `.monaco-hover >> text=${text}`, timeout: 2_000 };
    for (let attempt = 1; attempt <= 5; attempt++) {
      await vscode.commands.executeCommand('editor.action.showHover');
      const found = await waitFor(shown).then(
        () => true,
        () => false,
      );
      if (found) return;
    }
    await waitFor(shown);
  };

  before(async function () {
    if (!hasDriver()) this.skip();
    await zoneflow();
    await closeAll();
    await resize(1500, 900);
    await setTheme('Default Dark Modern');
    editor = await open('shop/flows.zoneflow');
  });

  after(async () => {
    await closeAll();
    await vscode.commands.executeCommand('workbench.action.closePanel');
    await resize(1280, 800);
    await setTheme(undefined);
  });

  it('shows no error in Problems', async () => {
    const { counts } = await checked(editor.document.uri);
    assert.equal(counts.error, 0);
    await vscode.commands.executeCommand('workbench.actions.view.problems');
    await waitFor({ in: 'page', selector: '.markers-panel' });
    assert.deepEqual(errors(), []);
    await screenshot('scenario-1-no-error');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('opens the graph with zones and flows', async () => {
    await vscode.commands.executeCommand('zoneflow.openGraph');
    for (const id of ['internet', 'dmz', 'shop', 'cde', 'admin', 'shared', 'acquirer'])
      await waitFor(box(id));
    const flow = { in: 'webview' as const, selector: '.edge[data-edge="internet→dmz"]' };
    // Boxes may stand in rows until the first layout is there.
    await waitFor(flow);
    assert.match(String(await evaluate(flow, 'element.getAttribute("aria-label")')), /https/);
    await screenshot('scenario-2-graph');
  });

  it('underlines a misspelt zone and suggests the right one', async () => {
    const place = rangeOf(editor.document, 'dmz.lb to shop.web');
    await editor.edit((edit) => edit.replace(place, 'dmz.lb to shop.wbe'));
    const [error] = await eventually(() => (errors().length > 0 ? errors() : undefined));
    assert.match(error?.message ?? '', /Did you mean `?shop\.web`?/);
    assert.equal(editor.document.getText(error?.range), 'shop.wbe');
    await waitFor({ in: 'page', selector: '.squiggly-error' });
    await select('shop.wbe', 6);
    await showHover('Did you mean');
    await screenshot('scenario-3-misspelt');
    await press('Escape');
  });

  it('mends it by the quick fix', async () => {
    await vscode.commands.executeCommand('editor.action.quickFix');
    await waitFor({ in: 'page', selector: '.action-widget >> text=shop.web' });
    await screenshot('scenario-4-quick-fix');
    await press('Enter');
    await eventually(() => (errors().length === 0 ? true : undefined));
    rangeOf(editor.document, 'dmz.lb to shop.web');
    await screenshot('scenario-5-mended');
  });

  it('leads from an edge in the picture to its rule', async () => {
    await select('flow mail-out');
    const edge = { in: 'webview' as const, selector: '.edge[data-edge="internet→dmz"] .hit' };
    await waitFor({ in: 'webview', selector: '.edge[data-edge="internet→dmz"]' });
    const onLine = `(() => {
      const at = element.getPointAtLength(element.getTotalLength() / 5).matrixTransform(element.getScreenCTM());
      const { x, y } = element.closest('.stage').getBoundingClientRect();
      return { x: at.x - x, y: at.y - y };
    })()`;
    const position = (await evaluate(edge, onLine)) as { x: number; y: number };
    await click({ in: 'webview', selector: '.stage' }, { position });
    const line = rangeOf(editor.document, 'flow storefront').start.line;
    await eventually(() => {
      const active = vscode.window.activeTextEditor;
      const here = active?.document === editor.document && active.selection.active.line === line;
      return here || undefined;
    });
    await hover({ in: 'page', selector: '.tab.active' });
    await screenshot('scenario-6-rule-of-edge');
  });

  it('highlights in the picture what the cursor is on', async () => {
    await select('cde.pay to acquirer', 2);
    await waitFor({ in: 'webview', selector: '.stage:not(.focusing) .edge.lit[data-edge="cde→acquirer"]' });
    await screenshot('scenario-7-cursor');
  });

  it('offers zones after `to`', async () => {
    const end = editor.document.positionAt(editor.document.getText().length);
    await editor.edit((edit) => edit.insert(end, '\nallow shop.web to '));
    const at = editor.document.positionAt(editor.document.getText().length);
    editor.selection = new vscode.Selection(at, at);
    editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
    const offered = await vscode.commands.executeCommand<vscode.CompletionList>(
      'vscode.executeCompletionItemProvider',
      editor.document.uri,
      at,
    );
    const labels = offered.items.map(({ label }) => (typeof label === 'string' ? label : label.label));
    for (const zone of ['shop.app', 'cde', 'dmz', 'internet']) assert.ok(labels.includes(zone), zone);
    await vscode.commands.executeCommand('editor.action.triggerSuggest');
    await waitFor({ in: 'page', selector: '.suggest-widget.visible .monaco-list-row' });
    assert.ok((await texts({ in: 'page', selector: '.suggest-widget .monaco-list-row' })).length > 3);
    await screenshot('scenario-8-completion');
    await press('Escape');
    await vscode.commands.executeCommand('undo');
  });

  it('shows the addresses of a zone on hover', async () => {
    await select('dmz.lb to shop.web', 15);
    await showHover('10.21.1.0/24');
    await screenshot('scenario-9-hover');
  });

  it('opens a zone by its button', async () => {
    await press('Escape');
    await click({ in: 'webview', selector: '[data-toggle="shop"]' });
    await waitFor(box('shop.web'));
    await hover({ in: 'page', selector: '.tab.active' });
    await screenshot('scenario-10-opened');
  });
});
