import { describe } from '../../language/checks/report.js';
import { fileFromHere, type PolicyReport, type Report, type ReportFinding } from '../report.js';
import { oneLine, printable } from '../terminal.js';

/**
 * The report as JUnit XML: a suite for each policy, in it a case for each file; errors and warnings are its failures.
 * Other findings are in the output of the suite.
 */
export function toJunit({ policies }: Report): string {
  const suites = policies.map(suite);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="zoneflow">\n${suites.join('')}</testsuites>\n`;
}

function suite(report: PolicyReport): string {
  const failures = report.findings.filter(isFailure);
  const files = [...new Set([...report.files, ...failures.map(({ file }) => file)])].sort();
  const cases = files.map((file) =>
    testCase(
      report.policy,
      file,
      failures.filter((finding) => finding.file === file),
    ),
  );
  const failed = new Set(failures.map(({ file }) => file)).size;
  const notes = report.findings
    .filter((finding) => !isFailure(finding))
    .map((finding) => line(report.policy, finding));
  const output = notes.length === 0 ? '' : `    <system-out>${escapeXml(notes.join('\n'))}</system-out>\n`;
  const head = `<testsuite name="${escapeXml(report.policy)}" tests="${files.length}" failures="${failed}">`;
  return `  ${head}\n${cases.join('')}${output}  </testsuite>\n`;
}

const isFailure = ({ severity }: ReportFinding): boolean => severity === 'error' || severity === 'warning';

function testCase(policy: string, file: string, findings: readonly ReportFinding[]): string {
  const name = escapeXml(oneLine(fileFromHere(policy, file)));
  if (findings.length === 0) return `    <testcase classname="zoneflow" name="${name}"/>\n`;
  const [{ code, message }] = findings;
  const count = findings.length === 1 ? '' : ` (and ${findings.length - 1} more)`;
  const text = findings.map((finding) => line(policy, finding)).join('\n');
  const failure = `<failure type="${code}" message="${escapeXml(message + count)}">${escapeXml(text)}</failure>`;
  return `    <testcase classname="zoneflow" name="${name}">\n      ${failure}\n    </testcase>\n`;
}

function line(policy: string, { code, severity, message, file, range, witness }: ReportFinding): string {
  const example =
    witness === undefined || message.includes(describe(witness)) ? '' : ` For example: ${describe(witness)}.`;
  return `${oneLine(fileFromHere(policy, file))}:${range.start.line}:${range.start.column}: ${severity}: ${message}${example} [${code}]`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** XML has no way at all to hold most control characters. */
const escapeXml = (text: string): string =>
  printable(text)
    .replace(/[\ufffe\uffff]/g, '\ufffd')
    .replace(/[&<>"]/g, (char) => entities[char]);
