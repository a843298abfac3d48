import type { Uri } from 'vscode';
import {
  Disposable,
  EventEmitter,
  ProgressLocation,
  ViewColumn,
  window,
  workspace,
  type WebviewPanel,
} from 'vscode';
import { methods, type GraphChangedParams, type GraphResult } from '../../server/protocol.js';
import type { Subject } from '../webview/subject.js';
import { currentPolicyDocument, normalUri } from '../documents.js';
import { readKeptDocument } from './incoming.js';
import { GraphPanel, type PanelContext } from './panel.js';

/** The type by which VS Code knows the panels again after a reload. */
const graphViewType = 'zoneflow.graph';

/** All open pictures: at most one of each policy. */
export class GraphPanels implements Disposable {
  private readonly panels = new Set<GraphPanel>();
  private readonly begun = new EventEmitter<void>();
  /** The page of a picture has been loaded. */
  readonly onDidBegin = this.begun.event;
  private readonly subscriptions: Disposable;

  constructor(private readonly context: PanelContext) {
    context.server.onNotification<GraphChangedParams>(methods.graphChanged, ({ root }) => this.refresh(root));
    this.subscriptions = Disposable.from(
      window.registerWebviewPanelSerializer(graphViewType, {
        deserializeWebviewPanel: async (panel, state) => this.restore(panel, state),
      }),
      workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('zoneflow.graph')) this.forEach((panel) => panel.applySettings());
      }),
      context.server.onDidChangeState((state) => {
        if (state === 'running') this.forEach((panel) => void panel.refresh());
      }),
    );
  }

  /**
   * Shows the picture of the document's policy beside the text: the one that is open already, else a new one. With
   * `subject` its side panel is opened about that.
   */
  async open(document: Uri, subject?: Subject): Promise<void> {
    const result = await window.withProgress(
      { location: ProgressLocation.Window, title: 'Drawing the segment graph' },
      () => this.context.server.request<GraphResult | null>(methods.graph, { uri: document.toString() }),
    );
    if (!result) {
      void window.showInformationMessage(
        'There is no policy to draw here. Open a .zoneflow file and show its graph.',
      );
      return;
    }
    const open = this.forRoot(normalUri(result.root));
    if (open) open.panel.reveal(undefined, true);
    const shown = open ?? this.create(document, result);
    if (subject) shown.tell(subject);
  }

  /** The open picture of a policy. */
  forRoot(root: string): GraphPanel | undefined {
    return [...this.panels].find((panel) => panel.root === root);
  }

  /** The roots of the policies whose picture can be seen now. */
  visibleRoots(): string[] {
    return [...this.panels].flatMap((panel) =>
      panel.visible && panel.root !== undefined ? [panel.root] : [],
    );
  }

  /** Titles of the open pictures, for tests of the extension. */
  titles(): string[] {
    return [...this.panels].map(({ panel }) => panel.title);
  }

  dispose(): void {
    this.subscriptions.dispose();
    this.forEach((panel) => panel.dispose());
    this.begun.dispose();
  }

  private create(document: Uri, result: GraphResult): GraphPanel {
    const column = { viewColumn: ViewColumn.Beside, preserveFocus: true };
    const panel = window.createWebviewPanel(graphViewType, `Zoneflow: ${result.policy}`, column, {
      enableScripts: true,
    });
    const made = new GraphPanel(panel, this.context, document.toString(), result);
    this.add(made);
    return made;
  }

  private restore(panel: WebviewPanel, state: unknown): void {
    const document = readKeptDocument(state) ?? currentPolicyDocument()?.uri.toString();
    if (document === undefined) panel.dispose();
    else this.add(new GraphPanel(panel, this.context, document));
  }

  private add(panel: GraphPanel): void {
    this.panels.add(panel);
    panel.onDidClose(() => this.panels.delete(panel));
    panel.onDidBegin(() => this.begun.fire());
  }

  private refresh(root: string): void {
    void this.forRoot(normalUri(root))?.refresh();
  }

  private forEach(action: (panel: GraphPanel) => void): void {
    for (const panel of [...this.panels]) action(panel);
  }
}
