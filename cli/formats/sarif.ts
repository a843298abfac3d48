import { defaultSeverity, type FindingCode, type Severity } from '../../language/findings.js';
import { fingerprints } from '../fingerprint.js';
import { pageOf, summaryOf } from '../pages.js';
import {
  fileFromHere,
  type PolicyReport,
  type Report,
  type ReportFinding,
  type ReportPlace,
} from '../report.js';
import { version } from '../version.js';

const levels: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'note',
  hint: 'note',
};

/** The report in the Static Analysis Results Interchange Format, SARIF 2.1.0 (an OASIS standard). */
export function toSarif({ policies }: Report): string {
  const codes = [...new Set(policies.flatMap(({ findings }) => findings.map(({ code }) => code)))].sort();
  const driver = { name: 'zoneflow', semanticVersion: version, rules: codes.map(toRule) };
  const results = policies.flatMap((policy) => {
    const fingerprint = fingerprints(policy.policy, policy.sources);
    return policy.findings.map((finding) => ({
      ...toResult(policy, finding, codes),
      partialFingerprints: { 'zoneflow/v1': fingerprint(finding) },
    }));
  });
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results };
  const log = { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function toRule(code: FindingCode) {
  const page = pageOf(code);
  const summary = page === undefined ? undefined : summaryOf(page);
  return {
    id: code,
    name: code,
    shortDescription: { text: code.replaceAll('-', ' ') },
    ...(summary !== undefined && { fullDescription: { text: summary } }),
    // A viewer shows the page itself: there is no address that every reader of the report could open.
    ...(page !== undefined && { help: { text: page, markdown: page } }),
    defaultConfiguration: { level: levels[defaultSeverity[code]] },
  };
}

function toResult(policy: PolicyReport, finding: ReportFinding, codes: readonly FindingCode[]) {
  const { code, severity, message, related, witness, path } = finding;
  return {
    ruleId: code,
    ruleIndex: codes.indexOf(code),
    level: levels[severity],
    message: { text: message },
    locations: [toLocation(policy, finding)],
    relatedLocations: related.map((other, id) => ({
      id,
      ...toLocation(policy, other),
      message: { text: other.message },
    })),
    properties: { severity, policy: policy.policy, rule: finding.rule, witness, path },
  };
}

function toLocation({ policy }: PolicyReport, { file, range: { start, end } }: ReportPlace) {
  const region = {
    startLine: start.line,
    startColumn: start.column,
    endLine: end.line,
    endColumn: end.column,
  };
  const uri = fileFromHere(policy, file).split('/').map(encodeURIComponent).join('/');
  return { physicalLocation: { artifactLocation: { uri, uriBaseId: '%SRCROOT%' }, region } };
}
