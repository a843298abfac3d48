import type { Severity } from '../../language/findings.js';
import { fileFromHere, type PolicyReport, type Report, type ReportFinding } from '../report.js';

const commands: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'notice',
  hint: 'notice',
};

/** The report as workflow commands of GitHub Actions, which show each finding at its line of a pull request. */
export function toGithub({ policies }: Report): string {
  return policies.flatMap((policy) => policy.findings.map((finding) => annotation(policy, finding))).join('');
}

function annotation(
  { policy }: PolicyReport,
  { code, severity, message, file, range: { start, end } }: ReportFinding,
): string {
  const columns = start.line === end.line ? [`col=${start.column}`, `endColumn=${end.column}`] : [];
  const properties = [
    `file=${escapeProperty(fileFromHere(policy, file))}`,
    `line=${start.line}`,
    `endLine=${end.line}`,
    ...columns,
    `title=${escapeProperty(`zoneflow ${code}`)}`,
  ];
  return `::${commands[severity]} ${properties.join(',')}::${escapeData(message)}\n`;
}

/** A line break would end the command, and what follows could be another one; other control characters move a terminal. */
const escapeData = (text: string): string =>
  text.replace(/[%\p{Cc}]/gu, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);

const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
