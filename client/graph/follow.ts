import { Disposable, window, type TextEditor } from 'vscode';
import { methods, type GraphAtResult } from '../../server/protocol.js';
import { isPolicy } from '../documents.js';
import { rootOf } from '../roots.js';
import type { PolicyServer } from '../server.js';
import type { PolicyStatus } from '../status.js';
import { coalesce } from './coalesce.js';
import type { GraphPanels } from './panels.js';
import { graphSettings } from './settings.js';

/** How long the cursor must rest before the picture follows it, in milliseconds. */
const restingMs = 120;

/** Highlights in the picture what the cursor is on in the text. */
export function followCursor(server: PolicyServer, panels: GraphPanels, status: PolicyStatus): Disposable {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const highlight = coalesce(() => highlightAtCursor(server, panels, status));
  const soon = (editor: TextEditor | undefined): void => {
    if (!isPolicy(editor?.document)) return;
    clearTimeout(timer);
    timer = setTimeout(() => void highlight(), restingMs);
  };
  return Disposable.from(
    window.onDidChangeTextEditorSelection(({ textEditor }) => soon(textEditor)),
    window.onDidChangeActiveTextEditor(soon),
    panels.onDidBegin(() => soon(window.activeTextEditor)),
    new Disposable(() => clearTimeout(timer)),
  );
}

async function highlightAtCursor(
  server: PolicyServer,
  panels: GraphPanels,
  status: PolicyStatus,
): Promise<void> {
  const editor = window.activeTextEditor;
  const visible = panels.visibleRoots();
  if (!editor || !isPolicy(editor.document) || visible.length === 0 || !graphSettings().followCursor) return;
  const uri = editor.document.uri.toString();
  const root = rootOf(uri, [...visible, ...status.roots]);
  const panel = root === undefined ? undefined : panels.forRoot(root);
  if (!panel?.visible) return;
  const { line, character } = editor.selection.active;
  try {
    const at = await server.request<GraphAtResult | null>(methods.graphAt, {
      uri,
      position: { line, character },
    });
    panel.post({ type: 'highlight', ids: at?.ids ?? [] });
  } catch (error) {
    server.output.debug(`The graph could not follow the cursor: ${String(error)}`);
  }
}
