import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../../language/findings.js';
import { toDiagnostic, type DiagnosticForm, type PlaceReader } from '../convert/diagnostics.js';
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
  /** A client can know ids of a server that ran before this one: they must not be taken for ours. */
  private readonly era = Date.now().toString(36);

  constructor(
    private readonly documents: OpenDocuments,
    private readonly form: DiagnosticForm,
  ) {}

  /** Takes the findings of a policy's newest check in place of those before. */
  update(policy: Policy, reader: PlaceReader, findings: readonly Finding[]): void {
    const before = this.byPolicy.get(policy);
    const found = new Map<string, Finding[]>(policy.files.places.map((path) => [path, []]));
    for (const finding of findings) {
      const inFile = found.get(finding.place.file);
      if (inFile) inFile.push(finding);
      else found.set(finding.place.file, [finding]);
    }
    const reports = new Map<string, Report>();
    for (const [path, inFile] of found) {
      const key = policy.files.uriOf(path);
      const uri = this.documents.get(key)?.uri ?? key;
      const last = before?.get(key);
      const items = diagnosticsOf(reader, inFile, this.form, last?.items ?? []);
      const stays = last?.uri === uri && last.items === items;
      reports.set(key, stays ? last : { uri, resultId: `${this.era}.${++this.lastId}`, items });
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

  private tell(): void {
    for (const listener of [...this.listeners]) listener();
  }
}

/**
 * The diagnostics of a file. What an edit leaves before and behind it is taken from `before`; the same list where nothing
 * has changed.
 */
function diagnosticsOf(
  reader: PlaceReader,
  findings: readonly Finding[],
  form: DiagnosticForm,
  before: readonly Diagnostic[],
): readonly Diagnostic[] {
  const items = new Array<Diagnostic>(findings.length);
  const moved = findings.length - before.length;
  let head = 0;
  for (; head < findings.length; head++) {
    items[head] = toDiagnostic(reader, findings[head], form, before[head]);
    if (items[head] !== before[head]) break;
  }
  if (head === findings.length && moved === 0) return before;
  for (let i = findings.length - 1; i > head; i--) {
    items[i] = toDiagnostic(reader, findings[i], form, before[i - moved]);
  }
  return items;
}
