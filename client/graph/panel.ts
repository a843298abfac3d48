import { EventEmitter, Uri, window, workspace, type Disposable, type WebviewPanel } from 'vscode';
import {
  methods,
  type GraphResult,
  type GraphTargetParams,
  type SourceLocation,
} from '../../server/protocol.js';
import type { FromWebview, ToWebview } from '../webview/protocol.js';
import type { Question } from '../webview/question.js';
import type { Subject } from '../webview/subject.js';
import { isPolicy, normalUri } from '../documents.js';
import { rootOf } from '../roots.js';
import type { PolicyServer } from '../server.js';
import { answerTo } from './answers.js';
import { coalesce } from './coalesce.js';
import { saveExport } from './export.js';
import { readMessage } from './incoming.js';
import { page } from './page.js';
import { revealLocations } from './reveal.js';
import { graphSettings } from './settings.js';

/** A node or an edge, without the document: what the picture knows of a target. */
type Target = GraphTargetParams extends infer One ? (One extends unknown ? Omit<One, 'uri'> : never) : never;

/** What a panel needs from the extension around it. */
export interface PanelContext {
  readonly server: PolicyServer;
  readonly extensionUri: Uri;
}

/**
 * One picture of one policy, from the opening of its panel to its closing.
 *
 * A hidden webview is not kept: the page says `ready` whenever it is loaded, and then gets all that it shows.
 */
export class GraphPanel implements Disposable {
  private readonly closed = new EventEmitter<void>();
  readonly onDidClose = this.closed.event;
  private readonly begun = new EventEmitter<void>();
  /** The page has been loaded, and shows nothing highlighted yet. */
  readonly onDidBegin = this.begun.event;
  /** Asks for the picture anew, unless nobody sees it; then the next `ready` does. */
  readonly refresh = coalesce(() => this.load());
  private latest: GraphResult | undefined;
  private version = 0;
  private live = false;
  private stale = true;
  /** What the side panel is to be opened about once the page is there. */
  private waiting: Subject | undefined;

  /** @param document URI of a document of the policy; another of it takes its place when it is gone */
  constructor(
    readonly panel: WebviewPanel,
    private readonly context: PanelContext,
    private document: string,
    first?: GraphResult,
  ) {
    if (first) this.adopt(first);
    panel.iconPath = graphIcon(context.extensionUri);
    panel.onDidDispose(() => this.closed.fire());
    panel.onDidChangeViewState(() => (this.live &&= panel.visible));
    panel.webview.onDidReceiveMessage((message: unknown) => this.receive(message));
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [webviewFolder(context.extensionUri)],
    };
    panel.webview.html = this.page();
  }

  /** URI of the policy root; unknown until the server has answered. */
  get root(): string | undefined {
    return this.latest && normalUri(this.latest.root);
  }

  get visible(): boolean {
    return this.panel.visible;
  }

  /** Sends a message to the page; lost where the page is not there, as it will ask again. */
  post(message: ToWebview): void {
    if (this.live) void this.panel.webview.postMessage(message);
  }

  /** Opens the side panel of the page about something. */
  tell(subject: Subject): void {
    if (this.live) this.post({ type: 'subject', subject });
    else this.waiting = subject;
  }

  /** Tells the page the user's settings. Where the picture no longer follows the cursor, nothing stays highlighted. */
  applySettings(): void {
    const settings = graphSettings();
    this.post(settings);
    if (!settings.followCursor) this.post({ type: 'highlight', ids: [] });
  }

  dispose(): void {
    this.panel.dispose();
    this.closed.dispose();
    this.begun.dispose();
  }

  private async load(): Promise<void> {
    this.stale = true;
    if (!this.live) return;
    try {
      const result = await this.ask();
      this.stale = false;
      if (result) this.adopt(result);
      this.show(result);
    } catch (error) {
      this.context.server.output.warn(`The graph could not be made: ${String(error)}`);
      if (!this.latest)
        this.post({
          type: 'message',
          text: 'The graph cannot be shown while the language server is not running. Restart it.',
        });
    }
  }

  /** A policy may outlive the document it was opened from: then another open one of it is asked about. */
  private async ask(): Promise<GraphResult | null> {
    const { server } = this.context;
    const result = await server.request<GraphResult | null>(methods.graph, { uri: this.document });
    if (result || this.root === undefined) return result;
    const root = this.root;
    const other = workspace.textDocuments.find(
      (document) => isPolicy(document) && rootOf(document.uri.toString(), [root]) !== undefined,
    );
    if (!other) return null;
    this.document = other.uri.toString();
    return server.request<GraphResult | null>(methods.graph, { uri: this.document });
  }

  private adopt(result: GraphResult): void {
    this.latest = result;
    this.stale = false;
    this.version += 1;
    this.panel.title = `Zoneflow: ${result.policy}`;
  }

  private show(result: GraphResult | null | undefined): void {
    if (!result) {
      this.post({
        type: 'message',
        text: 'There is no policy here any more. Open a .zoneflow file and show its graph.',
      });
      return;
    }
    const { policy, graph, marks, tiers, rulesets, problems } = result;
    this.post({ type: 'graph', version: this.version, policy, graph, marks, tiers, rulesets, problems });
  }

  private receive(untrusted: unknown): void {
    const message = readMessage(untrusted);
    if (message) this.handle(message);
    else this.context.server.output.warn('The graph view sent a message that is not understood.');
  }

  private handle(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        return this.begin();
      case 'reveal':
        return void this.reveal({ id: message.id }, message.id);
      case 'revealEdge':
        return void this.reveal(
          { source: message.source, target: message.target },
          `${message.source} → ${message.target}`,
        );
      case 'revealRule':
        return void this.reveal({ rule: message.rule }, `the rule ${message.rule}`);
      case 'ask':
        return void this.answer(message.id, message.question);
      case 'export':
        return void saveExport(this.folder(), { policy: this.latest?.policy ?? '', ...message });
      case 'error':
        return this.context.server.output.error(`Graph view: ${message.text}`);
    }
  }

  private async answer(id: number, question: Question): Promise<void> {
    const answer = await answerTo(this.context.server, this.document, question);
    this.post({ type: 'answer', id, answer });
  }

  private begin(): void {
    this.live = true;
    this.applySettings();
    if (this.latest) this.show(this.latest);
    if (this.waiting) this.post({ type: 'subject', subject: this.waiting });
    this.waiting = undefined;
    if (this.stale) void this.refresh();
    this.begun.fire();
  }

  private async reveal(target: Target, title: string): Promise<void> {
    try {
      const params = { uri: this.document, ...target };
      const locations = await this.context.server.request<SourceLocation[] | null>(
        methods.graphTarget,
        params,
      );
      if (locations?.length) await revealLocations(locations, this.panel.viewColumn);
      else window.setStatusBarMessage(`Nothing in the policy’s text declares ${title}.`, 5000);
    } catch (error) {
      this.context.server.output.warn(`${title} could not be shown in the text: ${String(error)}`);
    }
  }

  private folder(): Uri {
    const root = this.latest && Uri.parse(this.latest.root);
    if (root && root.scheme !== 'untitled') return root;
    return workspace.workspaceFolders?.[0]?.uri ?? Uri.file('');
  }

  private page(): string {
    const { webview } = this.panel;
    const folder = webviewFolder(this.context.extensionUri);
    const address = (name: string): string => webview.asWebviewUri(Uri.joinPath(folder, name)).toString();
    return page({
      script: address('main.js'),
      styles: ['main.css', 'views.css'].map(address),
      worker: address('layout-worker.js'),
      document: this.document,
      cspSource: webview.cspSource,
      nonce: crypto.randomUUID(),
    });
  }
}

const webviewFolder = (extension: Uri): Uri => Uri.joinPath(extension, 'dist', 'client', 'webview');

const graphIcon = (extension: Uri): { light: Uri; dark: Uri } => ({
  light: Uri.joinPath(extension, 'client', 'icon', 'graph-light.svg'),
  dark: Uri.joinPath(extension, 'client', 'icon', 'graph-dark.svg'),
});
