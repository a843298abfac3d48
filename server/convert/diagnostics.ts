import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Location,
  type Range,
} from 'vscode-languageserver';
import type { Finding, FindingCode, Severity } from '../../language/findings.js';
import type { Place } from '../../language/text/span.js';
import type { Snapshot } from '../../language/workspace.js';
import { startOfFile, toRange } from './positions.js';

/** What a client takes of a diagnostic. */
export interface DiagnosticForm {
  readonly relatedInformation: boolean;
  readonly tags: boolean;
  /** Where a link behind the code leads. */
  readonly pageOf?: ((code: FindingCode) => string | undefined) | undefined;
}

/** Turns places of one snapshot into LSP's. */
export interface PlaceReader {
  readonly snapshot: Snapshot;
  /** URI of a file of the policy, as the client writes it. */
  readonly uriOf: (path: string) => string;
}

const severities: Record<Severity, DiagnosticSeverity> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Findings on text that could go and nothing would change. */
const unnecessary: ReadonlySet<FindingCode> = new Set([
  'shadowed-rule',
  'redundant-rule',
  'unused-declaration',
]);

/** Name of the tool, as an editor shows it beside a finding. */
export const diagnosticSource = 'zoneflow';

export function toDiagnostic(reader: PlaceReader, finding: Finding, form: DiagnosticForm): Diagnostic {
  const { code, severity, message, place, related = [] } = finding;
  const diagnostic: Diagnostic = {
    range: toLocation(reader, place).range,
    severity: severities[severity],
    code,
    source: diagnosticSource,
    message,
  };
  const page = form.pageOf?.(code);
  if (page !== undefined) diagnostic.codeDescription = { href: page };
  if (form.tags && unnecessary.has(code)) diagnostic.tags = [DiagnosticTag.Unnecessary];
  if (form.relatedInformation && related.length > 0) {
    diagnostic.relatedInformation = related.map((other) => ({
      location: toLocation(reader, other.place),
      message: other.message,
    }));
  }
  return diagnostic;
}

/** A place as a location; at the start of a file whose text could not be read. */
export function toLocation({ snapshot, uriOf }: PlaceReader, place: Place): Location {
  const lines = snapshot.linesOf(place.file);
  return { uri: uriOf(place.file), range: lines ? toRange(lines, place) : startOfFile };
}

/** Whether two lists of diagnostics, both made by `toDiagnostic` in one form, say the same: there may be thousands. */
export function areSame(some: readonly Diagnostic[], others: readonly Diagnostic[]): boolean {
  return some.length === others.length && some.every((one, i) => isSame(one, others[i]));
}

function isSame(one: Diagnostic, other: Diagnostic): boolean {
  const [related, others] = [one.relatedInformation ?? [], other.relatedInformation ?? []];
  return (
    one.code === other.code &&
    one.severity === other.severity &&
    one.message === other.message &&
    isSameRange(one.range, other.range) &&
    related.length === others.length &&
    related.every(
      ({ message, location }, i) =>
        message === others[i].message &&
        location.uri === others[i].location.uri &&
        isSameRange(location.range, others[i].location.range),
    )
  );
}

const isSameRange = (one: Range, other: Range): boolean =>
  one.start.line === other.start.line &&
  one.start.character === other.start.character &&
  one.end.line === other.end.line &&
  one.end.character === other.end.character;
