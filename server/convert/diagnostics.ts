import {
  DiagnosticSeverity,
  DiagnosticTag,
  type Diagnostic,
  type Location,
  type Range,
} from 'vscode-languageserver';
import type { Finding, FindingCode, Severity } from '../../language/findings.js';
import { counted } from '../../language/ide/markdown.js';
import type { Place } from '../../language/text/span.js';
import type { Snapshot } from '../../language/workspace.js';
import { isRangeOf, startOfFile, toRange } from './positions.js';

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

/** `before` is what was made of a finding earlier, in the same form: it is given back where it still says the same. */
export function toDiagnostic(
  reader: PlaceReader,
  finding: Finding,
  form: DiagnosticForm,
  before?: Diagnostic,
): Diagnostic {
  if (before !== undefined && saysTheSame(before, finding, reader, form)) return before;
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

/** What stands for the findings of a file that are too many to be shown: at the start of the file. */
export function toRemainder(left: number): Diagnostic {
  return {
    range: startOfFile,
    severity: DiagnosticSeverity.Information,
    source: diagnosticSource,
    message:
      `This file has ${counted(left, 'more finding')} than an editor shows. ` +
      'Mend the most severe ones, which are shown, or run zoneflow check, which lists all.',
  };
}

/** Whether a diagnostic is what would be made of a finding. Makes nothing: there may be thousands at each keystroke. */
function saysTheSame(
  { code, severity, message, range, relatedInformation = [] }: Diagnostic,
  finding: Finding,
  reader: PlaceReader,
  form: DiagnosticForm,
): boolean {
  const related = form.relatedInformation ? (finding.related ?? []) : [];
  return (
    code === finding.code &&
    severity === severities[finding.severity] &&
    message === finding.message &&
    relatedInformation.length === related.length &&
    isPlaceOf(range, finding.place, reader) &&
    relatedInformation.every(
      (other, i) =>
        other.message === related[i].message &&
        other.location.uri === reader.uriOf(related[i].place.file) &&
        isPlaceOf(other.location.range, related[i].place, reader),
    )
  );
}

function isPlaceOf(range: Range, place: Place, { snapshot }: PlaceReader): boolean {
  const lines = snapshot.linesOf(place.file);
  return lines ? isRangeOf(lines, range, place) : range === startOfFile;
}

/** A place as a location; at the start of a file whose text could not be read. */
export function toLocation({ snapshot, uriOf }: PlaceReader, place: Place): Location {
  const lines = snapshot.linesOf(place.file);
  return { uri: uriOf(place.file), range: lines ? toRange(lines, place) : startOfFile };
}
