import type { Connection, Diagnostic } from 'vscode-languageserver';
import type { OpenDocuments } from '../documents.js';
import type { Report, Reports } from './reports.js';

/** What is pushed to a client: everything, only what it does not pull, or nothing. */
export type PushScope = 'all' | 'closed' | 'none';

/**
 * Pushes findings to a client that does not ask for them: all, or those of closed files where it asks for open documents
 * alone. What it was told and is no longer so is taken back.
 */
export class Pusher {
  private readonly told = new Map<string, { readonly uri: string; readonly resultId: string }>();

  constructor(
    private readonly connection: Connection,
    private readonly documents: OpenDocuments,
    private readonly reports: Reports,
    private readonly scope: () => PushScope,
  ) {}

  /** Tells the client what has changed since it was last told. */
  update(): void {
    const wanted = this.wanted();
    for (const [key, { uri }] of [...this.told]) {
      const now = wanted.get(key);
      if (now?.uri === uri) continue;
      this.told.delete(key);
      this.send(uri, []);
    }
    for (const [key, report] of wanted) {
      const { uri, resultId, items } = report;
      if (this.told.get(key)?.resultId === resultId) continue;
      this.told.set(key, { uri, resultId });
      this.send(uri, items, this.documents.get(key)?.version);
    }
  }

  private wanted(): Map<string, Report> {
    const scope = this.scope();
    if (scope === 'none') return new Map();
    const all = [...this.reports.all()];
    return new Map(
      all.filter(([key, { items }]) => {
        if (scope === 'closed' && this.documents.get(key)) return false;
        return items.length > 0 || this.told.has(key) || this.documents.get(key) !== undefined;
      }),
    );
  }

  private send(uri: string, items: readonly Diagnostic[], version?: number): void {
    const diagnostics = [...items];
    const params = version === undefined ? { uri, diagnostics } : { uri, diagnostics, version };
    // A client that is gone by now needs them no more.
    this.connection.sendDiagnostics(params).catch(() => undefined);
  }
}
