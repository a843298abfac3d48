import type {
  CancellationToken,
  PreviousResultId,
  WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import { normalUri } from '../convert/uris.js';
import type { OpenDocuments } from '../documents.js';
import type { Report, Reports } from './reports.js';

/**
 * One request of a client for the findings of all policies. It stays open until there is something to say that the
 * client does not know, so that a client that asks again at once does not keep both sides busy.
 */
export class WorkspacePull {
  private readonly known: Map<string, { readonly uri: string; readonly resultId: string }>;

  constructor(
    private readonly documents: OpenDocuments,
    private readonly reports: Reports,
    previous: readonly PreviousResultId[],
  ) {
    this.known = new Map(previous.map(({ uri, value }) => [normalUri(uri), { uri, resultId: value }]));
  }

  /**
   * Hands over each change until the client cancels. Without a way to do so it returns the first change.
   *
   * @param send takes parts of the answer while the request goes on
   */
  async run(
    token: CancellationToken,
    send?: (items: WorkspaceDocumentDiagnosticReport[]) => void,
  ): Promise<WorkspaceDocumentDiagnosticReport[]> {
    while (!token.isCancellationRequested) {
      const news = this.news();
      if (news.length > 0 && !send) return news;
      if (news.length > 0) send?.(news);
      await this.nextChange(token);
    }
    return [];
  }

  /** Forgets what the client was told of a document that it has just closed: it may have let go of that, or may show it until told otherwise. */
  forget(uri: string): void {
    this.known.set(uri, { uri: this.known.get(uri)?.uri ?? uri, resultId: '' });
  }

  private news(): WorkspaceDocumentDiagnosticReport[] {
    const all = this.reports.all();
    const gone = [...this.known].filter(([key]) => !all.has(key));
    // Also those that the client asks for one by one: one that closes its document goes on with what it was told here.
    const changed = [...all].filter(([key, { resultId }]) => this.known.get(key)?.resultId !== resultId);
    for (const [key] of gone) this.known.delete(key);
    for (const [key, { uri, resultId }] of changed) this.known.set(key, { uri, resultId });
    return [
      ...gone.map(([, { uri }]) => ({ kind: 'full' as const, uri, version: null, items: [] })),
      ...changed.map(([key, report]) => this.toItem(key, report)),
    ];
  }

  private toItem(key: string, { uri, resultId, items }: Report): WorkspaceDocumentDiagnosticReport {
    const version = this.documents.get(key)?.version ?? null;
    return { kind: 'full', uri, version, resultId, items: [...items] };
  }

  private nextChange(token: CancellationToken): Promise<void> {
    return new Promise((resolve) => {
      const done = (): void => {
        stop();
        cancelled.dispose();
        resolve();
      };
      const stop = this.reports.onChange(done);
      const cancelled = token.onCancellationRequested(done);
    });
  }
}
