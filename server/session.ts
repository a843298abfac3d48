import {
  CodeLensRefreshRequest,
  InlayHintRefreshRequest,
  type CancellationToken,
  type Connection,
  type Position,
  type WorkspaceFolder,
} from 'vscode-languageserver';
import type { SourceFile } from '../language/names/declarations.js';
import type { Snapshot } from '../language/workspace.js';
import type { ClientFeatures } from './capabilities.js';
import type { PlaceReader } from './convert/diagnostics.js';
import { toOffset } from './convert/positions.js';
import { normalUri } from './convert/uris.js';
import { choose, rank, type Chosen } from './diagnostics/choice.js';
import { Pusher, type PushScope } from './diagnostics/push.js';
import { Reports } from './diagnostics/reports.js';
import type { WorkspacePull } from './diagnostics/workspace-pull.js';
import { OpenDocuments } from './documents.js';
import { findingPages } from './finding-pages.js';
import { GraphMemory } from './graphs.js';
import type { Host } from './host.js';
import { liesIn, Policies } from './policies.js';
import type { CheckResult, Policy } from './policy.js';
import { PastMemory } from './past.js';
import { Settings } from './settings.js';
import { CheckProgress } from './progress.js';
import { statusOf } from './status.js';
import { TokenMemory } from './token-memory.js';
import { Traffic } from './traffic.js';
import { methods } from './protocol.js';

/** A document of a policy as one request sees it: later changes do not touch it. */
export interface View extends PlaceReader {
  readonly policy: Policy;
  /** Normal URI of the document, and its path in the policy. */
  readonly uri: string;
  readonly path: string;
  readonly file: SourceFile;
  /** The offset of a position in the document. */
  readonly offsetAt: (position: Position) => number;
}

/** A check that takes longer is announced when the next one begins. Milliseconds. */
const slowCheckMs = 250;

const dayMs = 24 * 60 * 60 * 1_000;

/** What one client and the server have to do with each other, from `initialize` to the end. */
export class Session {
  readonly host: Host;
  /** What is asked and answered; `host.breathe` lets it pass. */
  readonly traffic: Traffic;
  readonly documents = new OpenDocuments();
  readonly policies: Policies;
  readonly reports: Reports;
  readonly graphs: GraphMemory;
  readonly settings: Settings;
  readonly past = new PastMemory();
  readonly tokens = new TokenMemory();
  readonly pulls = new Set<WorkspacePull>();
  /** Whether the client has asked for the findings of the workspace: then nothing is pushed to it. */
  pullsWorkspace = false;
  private readonly pusher: Pusher;
  private readonly progress: CheckProgress;
  /** What the client has got of each open document by asking: result ids by normal URI. */
  private readonly pulled = new Map<string, string>();
  private folders: string[] = [];
  private midnight: ReturnType<typeof setTimeout> | undefined;

  constructor(
    readonly connection: Connection,
    host: Host,
    readonly features: ClientFeatures,
    folders: readonly WorkspaceFolder[],
  ) {
    const { documents } = this;
    const traffic = new Traffic(host.breathe, host.isSending);
    this.traffic = traffic;
    this.host = {
      ...host,
      breathe: () => {
        host.makeRoom?.(documents.length);
        return traffic.breathe();
      },
    };
    this.graphs = new GraphMemory(this.host);
    this.settings = new Settings(connection, features, () => this.refreshHints());
    this.setFolders(folders, []);
    this.reports = new Reports(documents, {
      relatedInformation: features.relatedInformation,
      tags: features.diagnosticTags,
      pageOf: findingPages(features, host),
    });
    this.pusher = new Pusher(connection, documents, this.reports, () => this.pushScope());
    this.progress = new CheckProgress(connection, features.showsProgress, (error) =>
      this.log('Showing progress', error),
    );
    this.policies = new Policies({
      ...{ host: this.host, documents, traffic },
      due: (policy) => this.due(policy),
      glanced: (policy, snapshot, findings) => this.report(policy, snapshot, findings),
      checked: (policy, result) => this.checked(policy, result),
      gone: (policy) => this.gone(policy),
      keeps: ({ kind, uri }) => kind !== 'document' && this.folders.some((folder) => liesIn(uri, folder)),
      log: (error) => this.log('Looking after the policies', error),
    });
    this.atMidnight();
  }

  /** The document and its policy as they are now; `undefined` where it is not open or belongs to none. */
  async view(uri: string): Promise<View | undefined> {
    const key = normalUri(uri);
    const policy = this.policies.known(key) ?? (await this.policies.of(key));
    const path = policy?.files.pathOf(key);
    if (policy === undefined || path === undefined) return undefined;
    const snapshot = policy.snapshot();
    const file = snapshot.file(path);
    if (file === undefined) return undefined;
    const offsetAt = (position: Position): number => toOffset(file.lines, position);
    return { ...this.readerOf(policy, snapshot), policy, uri: key, path, file, offsetAt };
  }

  /** Turns places of a snapshot of a policy into locations. */
  readerOf(policy: Policy, snapshot: Snapshot): PlaceReader {
    // Thousands of places are told of a few files.
    const known = new Map<string, string>();
    const uriOf = (path: string): string => {
      const found = known.get(path);
      if (found !== undefined) return found;
      const uri = policy.files.uriOf(path);
      const written = this.documents.get(uri)?.uri ?? uri;
      known.set(path, written);
      return written;
    };
    return { snapshot, uriOf };
  }

  /** Waits until the newest text of a policy has been checked; returns false where the request was cancelled meanwhile. */
  async settled(policy: Policy, token: CancellationToken): Promise<boolean> {
    return unlessCancelled(policy.settled(), token);
  }

  /**
   * Waits until there is something to tell of the newest text of a policy: all of its findings, or those that are known
   * at once where the rest takes long and the client can be told to ask again.
   */
  async reported(policy: Policy, token: CancellationToken): Promise<void> {
    await unlessCancelled(this.features.refreshesDiagnostics ? policy.glanced() : policy.settled(), token);
  }

  /** Notes which findings of a document the client has got by asking. */
  hasPulled(uri: string, resultId: string): void {
    this.pulled.set(uri, resultId);
  }

  /** Forgets what the client was told of a document that it has closed. */
  closed(uri: string): void {
    this.pulled.delete(uri);
    this.tokens.drop(uri);
    for (const pull of this.pulls) pull.forget(uri);
  }

  /** Pushes what is to be pushed by now. */
  push(): void {
    this.pusher.update();
  }

  setFolders(added: readonly WorkspaceFolder[], removed: readonly WorkspaceFolder[]): void {
    const gone = new Set(removed.map(({ uri }) => normalUri(uri)));
    const kept = this.folders.filter((folder) => !gone.has(folder));
    this.folders = [...kept, ...added.map(({ uri }) => normalUri(uri))];
  }

  /** Writes what went wrong to the client's output; nothing of it reaches the user otherwise. */
  log(what: string, error: unknown): void {
    const why = error instanceof Error ? (error.stack ?? error.message) : String(error);
    this.connection.console.error(`${what} failed: ${why}`);
  }

  dispose(): void {
    clearTimeout(this.midnight);
    this.progress.dispose();
    this.policies.dispose();
  }

  private pushScope(): PushScope {
    if (!this.features.pullsDiagnostics) return 'all';
    return this.pullsWorkspace ? 'none' : 'closed';
  }

  private due(policy: Policy): void {
    this.progress.begin(policy);
    const { lastCheck } = policy;
    const slow = lastCheck?.state !== 'ready' || lastCheck.ms > slowCheckMs;
    if (slow) this.tell(methods.status, statusOf(policy, 'checking'));
  }

  private checked(policy: Policy, result: CheckResult): void {
    this.progress.end(policy);
    if (result.state === 'failed') this.log(`The check of ${policy.files.name}`, result.error);
    else {
      const chosen = choose(rank(result.findings), (path) => policy.files.editedAt(path));
      this.report(policy, result.snapshot, chosen);
    }
    this.refreshPulled();
    this.tell(methods.status, statusOf(policy));
    if (result.state === 'ready' && result.isNew && policy.files.count > 1) this.refreshHints();
    if (result.state === 'ready' && result.isNew && this.graphs.isWatched(policy)) {
      this.tell(methods.graphChanged, { root: policy.root.uri });
    }
  }

  private report(policy: Policy, snapshot: Snapshot, findings: ReadonlyMap<string, Chosen>): void {
    this.reports.update(policy, this.readerOf(policy, snapshot), findings);
    this.push();
  }

  private gone(policy: Policy): void {
    this.progress.end(policy);
    this.graphs.drop(policy);
    this.past.drop(policy.root.uri);
    this.reports.drop(policy);
    this.push();
  }

  /** Where the findings of an open document have changed by an edit elsewhere, the client is to ask for them again. */
  private refreshPulled(): void {
    if (!this.features.refreshesDiagnostics) return;
    const now = this.reports.all();
    const old = [...this.pulled].filter(([uri, resultId]) => now.get(uri)?.resultId !== resultId);
    if (old.length === 0) return;
    for (const [uri] of old) this.pulled.delete(uri);
    this.connection.languages.diagnostics
      .refresh()
      .catch((error) => this.log('workspace/diagnostic/refresh', error));
  }

  /** What stands between the lines and words of open documents has changed otherwise than by an edit there. */
  private refreshHints(): void {
    const { refreshesCodeLenses, refreshesInlayHints } = this.features;
    const refreshes = [
      ...(refreshesCodeLenses ? [CodeLensRefreshRequest.type] : []),
      ...(refreshesInlayHints ? [InlayHintRefreshRequest.type] : []),
    ];
    // A client that is gone by now, or cannot do what it said, loses nothing by it.
    for (const type of refreshes) this.connection.sendRequest(type).catch(() => undefined);
  }

  /** Sends a notification; one that finds the client gone is lost with it. */
  private tell(method: string, params: object): void {
    this.connection.sendNotification(method, params).catch(() => undefined);
  }

  /** What a date in the policy means changes at midnight, though nobody types. */
  private atMidnight(): void {
    this.midnight = setTimeout(
      () => {
        for (const policy of this.policies.all()) policy.changed('now');
        this.atMidnight();
      },
      dayMs - (Date.now() % dayMs) + 1_000,
    );
  }
}

/** Waits for something to come, returns false where the request was cancelled meanwhile. */
async function unlessCancelled(coming: Promise<void>, token: CancellationToken): Promise<boolean> {
  await new Promise<void>((resolve) => {
    const cancelled = token.onCancellationRequested(resolve);
    void coming.then(() => {
      cancelled.dispose();
      resolve();
    });
  });
  return !token.isCancellationRequested;
}
