import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../../language/findings.js';
import { areSame, toDiagnostic, type DiagnosticForm, type PlaceReader } from '../convert/diagnostics.js';
import type { OpenDocuments } from '../documents.js';
import type { Policy } from '../policy.js';

/** The findings in one file, as they were last worked out. */
export interface Report {
  /** As the client writes it where the file is open. */
  readonly uri: string;
  /** Changes exactly when `items` do. */
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
}

/** The findings of all policies by file, and who wants to hear of changes. */
export class Reports {
  private readonly byPolicy = new Map<Policy, ReadonlyMap<string, Report>>();
  private readonly listeners = new Set<() => void>();
  private lastId = 0;

  constructor(
    private readonly documents: OpenDocuments,
    private readonly form: DiagnosticForm,
  ) {}

  /** Takes the findings of a policy's newest check in place of those before. */
  update(policy: Policy, reader: PlaceReader, findings: readonly Finding[]): void {
    const before = this.byPolicy.get(policy);
    const found = new Map<string, Diagnostic[]>(policy.files.places.map((path) => [path, []]));
    for (const finding of findings) {
      const items = found.get(finding.place.file);
      const diagnostic = toDiagnostic(reader, finding, this.form);
      if (items) items.push(diagnostic);
      else found.set(finding.place.file, [diagnostic]);
    }
    const reports = new Map<string, Report>();
    for (const [path, items] of found) {
      const uri = policy.files.uriOf(path);
      reports.set(uri, this.reportOf(this.documents.get(uri)?.uri ?? uri, items, before?.get(uri)));
    }
    this.byPolicy.set(policy, reports);
    this.tell();
  }

  /** Takes back all that was found in a policy. */
  drop(policy: Policy): void {
    if (this.byPolicy.delete(policy)) this.tell();
  }

  /** The report of a file of a policy, by its normal URI. */
  of(policy: Policy, uri: string): Report | undefined {
    return this.byPolicy.get(policy)?.get(uri);
  }

  /** All reports by normal URI; a file in two policies, as can be for a moment, is in that of the one found last. */
  all(): Map<string, Report> {
    return new Map([...this.byPolicy.values()].flatMap((reports) => [...reports]));
  }

  /** Calls `listener` after each change, until the returned function is called. */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  private reportOf(uri: string, items: Diagnostic[], before: Report | undefined): Report {
    if (before?.uri === uri && areSame(before.items, items)) return before;
    return { uri, resultId: String(++this.lastId), items };
  }

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}
