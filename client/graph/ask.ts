import { commands, Uri, window, type Disposable, type QuickPickItem, type TextEditor } from 'vscode';
import type { GraphNode } from '../../language/graph/model.js';
import {
  clientCommands,
  methods,
  type GraphAtResult,
  type GraphResult,
  type ShowReachArguments,
} from '../../server/protocol.js';
import type { PolicyServer } from '../server.js';
import type { GraphPanels } from './panels.js';

/** Shows in the picture what the zone at the cursor may reach; asks for a zone where the cursor is on none. */
export async function showBlastRadius(
  server: PolicyServer,
  panels: GraphPanels,
  document: Uri,
): Promise<void> {
  const id =
    (await zoneAtCursor(server, document)) ?? (await pickNode(server, document, 'Blast radius of what?'));
  if (id !== undefined) await openReach(panels, document, id);
}

/** Asks for two ends, and shows in the picture who decides between them. */
export async function explainInGraph(
  server: PolicyServer,
  panels: GraphPanels,
  document: Uri,
): Promise<void> {
  const source = await pickNode(server, document, 'Explain (1/2): from where?');
  const target = source && (await pickNode(server, document, `Explain (2/2): ${source} to where?`));
  if (source && target) await panels.open(document, { kind: 'pair', source, target });
}

/** Registers what a click on the code lens does. Only the server calls it, so it is not in the manifest. */
export function registerShowReach(panels: GraphPanels): Disposable {
  return commands.registerCommand(clientCommands.showReach, ({ uri, id }: ShowReachArguments) =>
    openReach(panels, Uri.parse(uri), id),
  );
}

function openReach(panels: GraphPanels, document: Uri, id: string): Promise<void> {
  return panels.open(document, { kind: 'reach', id, direction: 'outward', hops: 1 });
}

/** The zone or workload that the text at the cursor is about; a rule is about none alone. */
async function zoneAtCursor(server: PolicyServer, document: Uri): Promise<string | undefined> {
  const uri = document.toString();
  const editor = editorOf(uri);
  if (!editor) return undefined;
  const { line, character } = editor.selection.active;
  const params = { uri, position: { line, character } };
  const at = await server.request<GraphAtResult | null>(methods.graphAt, params);
  const ids = at?.ids ?? [];
  return ids.length === 1 && !ids[0]!.includes('→') ? ids[0] : undefined;
}

const editorOf = (uri: string): TextEditor | undefined =>
  [window.activeTextEditor, ...window.visibleTextEditors].find(
    (editor) => editor?.document.uri.toString() === uri,
  );

async function pickNode(server: PolicyServer, document: Uri, title: string): Promise<string | undefined> {
  const result = await server.request<GraphResult | null>(methods.graph, { uri: document.toString() });
  const items = (result?.graph.nodes ?? []).map(itemOf);
  const options = { title, placeHolder: 'Choose a zone or workload', matchOnDescription: true };
  return (await window.showQuickPick(items, options))?.label;
}

const itemOf = ({ id, kind, title }: GraphNode): QuickPickItem => ({
  label: id,
  description: title ?? (kind === 'rest' ? 'everything else' : kind),
});
