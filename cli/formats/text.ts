import type { Severity } from '../../language/findings.js';
import { describe } from '../../language/checks/report.js';
import {
  fileFromHere,
  type PolicyReport,
  type Report,
  type ReportFinding,
  type ReportPlace,
} from '../report.js';
import { oneLine, painter, printable, type Colour, type Paint } from '../terminal.js';
import { excerpt } from './excerpt.js';

type Painter = (name: Colour) => Paint;

const colours: Readonly<Record<Severity, Colour>> = {
  error: 'red',
  warning: 'yellow',
  info: 'blue',
  hint: 'cyan',
};

/** Places beside a finding that are shown; the rest is counted. */
const maxRelated = 8;

/** The report for people: each finding with its line of text and the rules it blames, and a summary. */
export function toText(report: Report, options: { readonly colour: boolean }): string {
  const paint = painter(options.colour);
  const findings = report.policies.flatMap((policy) =>
    policy.findings.map((finding) => oneFinding(policy, finding, paint)),
  );
  return [...findings, summary(report, paint)].join('\n');
}

function oneFinding(policy: PolicyReport, finding: ReportFinding, paint: Painter): string {
  const colour = paint(colours[finding.severity]);
  const head = `${paint('bold')(where(policy, finding))}: ${colour(finding.severity)}: ${oneLine(finding.message)}`;
  const lines = [
    `${head} ${paint('dim')(`[${finding.code}]`)}`,
    ...excerpt(policy.sources.get(finding.file), finding.range, colour, paint('dim')),
  ];
  const example = finding.witness && describe(finding.witness);
  const shown = finding.related.slice(0, maxRelated);
  for (const other of shown) lines.push(`    ${where(policy, other)}: ${oneLine(other.message)}`);
  if (finding.related.length > shown.length)
    lines.push(`    … and ${finding.related.length - shown.length} more places`);
  if (finding.path)
    finding.path.forEach((hop, i) => lines.push(`    hop ${i + 1}: ${printable(describe(hop))}`));
  else if (example !== undefined && !finding.message.includes(example))
    lines.push(`    for example: ${printable(example)}`);
  return `${lines.join('\n')}\n`;
}

/** In the form that terminals and editors make a link of. */
function where({ policy }: PolicyReport, { file, range }: ReportPlace): string {
  return `${oneLine(fileFromHere(policy, file))}:${range.start.line}:${range.start.column}`;
}

function summary({ policies, counts }: Report, paint: Painter): string {
  const words = (['error', 'warning', 'info', 'hint'] as const)
    .filter((severity) => counts[severity] > 0)
    .map((severity) => paint(colours[severity])(plural(counts[severity], severity)));
  const rules = policies.reduce((total, policy) => total + policy.rules, 0);
  const files = policies.reduce((total, policy) => total + policy.files.length, 0);
  const found = words.length === 0 ? paint('green')('No findings') : words.join(', ');
  const several = policies.length === 1 ? '' : ` of ${plural(policies.length, 'policy')}`;
  return `${found} in ${plural(rules, 'rule')}, ${plural(files, 'file')}${several}, as of ${datesOf(policies)}.\n`;
}

/** Policies that are named with a date of their own; the rest is counted. */
const maxNamed = 4;

/** The date of the check; where `zoneflow.json` sets different ones, that of each policy. */
function datesOf(policies: readonly PolicyReport[]): string {
  if (policies.every(({ asOf }) => asOf === policies[0].asOf)) return policies[0].asOf;
  const named = policies.slice(0, maxNamed).map(({ policy, asOf }) => `${asOf} (${oneLine(policy)})`);
  const others = policies.length - named.length;
  return others === 0 ? named.join(', ') : `${named.join(', ')} and the dates of ${others} more`;
}

function plural(count: number, word: string): string {
  if (count === 1 || word === 'info') return `${count} ${word}`;
  return `${count} ${word.endsWith('y') ? `${word.slice(0, -1)}ie` : word}s`;
}
