import type { Report, ReportFinding } from '../report.js';

/** The report as one JSON object, version 1 (section 8 of the contract). What a finding does not have is left out. */
export function toJson({ policies, counts }: Report): string {
  const report = {
    version: 1,
    findings: policies.flatMap(({ policy, findings }) => findings.map((finding) => toEntry(policy, finding))),
    counts,
    rules: policies.reduce((total, { rules }) => total + rules, 0),
    files: policies.reduce((total, { files }) => total + files.length, 0),
    asOf: policies[0].asOf,
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}

function toEntry(policy: string, finding: ReportFinding) {
  const { code, severity, message, file, range, rule, related, witness, path } = finding;
  const others = related.map((other) => ({
    file: other.file,
    range: other.range,
    rule: other.rule,
    message: other.message,
  }));
  return { code, severity, message, policy, file, range, rule, related: others, witness, path };
}
