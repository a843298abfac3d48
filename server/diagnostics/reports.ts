import type { Diagnostic } from 'vscode-languageserver';
import type { Finding } from '../../language/findings.js';
import { toDiagnostic, toRemainder, type DiagnosticForm, type PlaceReader } from '../convert/diagnostics.js';
import type { OpenDocuments } from '../documents.js';
import type { Policy } from '../policy.js';
import type { Chosen } from './choice.js';

/** The findings in one file, as they were last worked out. */
export interface Report {
  /** As the client writes it where the file is open. */
  readonly uri: string;
  /** Changes exactly when `items` do. */
  readonly resultId: string;
  readonly items: readonly Diagnostic[];
}

/** A report, and what the next one is made from. */
interface KeptReport extends Report {
  /** `items` without the one about the rest. */
  readonly shown: readonly Diagnostic[];
  /** How many findings are left out. */
  readonly left: number;
}

/** The findings of all policies by file, and who wants to hear of changes. */
export class Reports {
  private readonly byPolicy = new Map<Policy, ReadonlyMap<string, KeptReport>>();
  private readonly listeners = new Set<() => void>();
  private lastId = 0;
  /** A client can know ids of a server that ran before this one: they must not be taken for ours. */
  private readonly era = Date.now().toString(36);

  constructor(
    private readonly documents: OpenDocuments,
    private readonly form: DiagnosticForm,
  ) {}

  /** Takes what is to be shown of the findings of a policy, by path, in place of what was before. */
  update(policy: Policy, reader: PlaceReader, chosen: ReadonlyMap<string, Chosen>): void {
    const before = this.byPolicy.get(policy);
    const reports = new Map<string, KeptReport>();
    for (const path of new Set([...policy.files.places, ...chosen.keys()])) {
      const { findings, left } = chosen.get(path) ?? { findings: [], left: 0 };
      const key = policy.files.uriOf(path);
      const uri = this.documents.get(key)?.uri ?? key;
      const last = before?.get(key);
      const shown = diagnosticsOf(reader, findings, this.form, last?.shown ?? []);
      const stays = last?.uri === uri && last.shown === shown && last.left === left;
      reports.set(key, stays ? last : this.report(uri, shown, left));
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

  private report(uri: string, shown: readonly Diagnostic[], left: number): KeptReport {
    const items = left === 0 ? shown : [...shown, toRemainder(left)];
    return { uri, resultId: `${this.era}.${++this.lastId}`, items, shown, left };
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
