import { createHash } from 'node:crypto';
import type { PolicyReport, ReportFinding } from './report.js';

/**
 * Names findings of a policy by what they are about and not by their line, so that one that moved is known again: code,
 * policy, file and the rule's name, or the text, and a number where these are the same. `policy` is the root's path from
 * wherever the names are kept. To be asked once for each finding, in order.
 */
export function fingerprints(
  policy: string,
  sources: PolicyReport['sources'],
): (finding: ReportFinding) => string {
  const seen = new Map<string, number>();
  return ({ code, file, range: { start, end }, rule }) => {
    const source = sources.get(file);
    const text = source?.text.slice(
      source.lines.offsetAt({ line: start.line - 1, column: start.column - 1 }),
      source.lines.offsetAt({ line: end.line - 1, column: end.column - 1 }),
    );
    const subject = [code, policy, file, rule ?? text?.replace(/\s+/g, ' ') ?? ''].join('\n');
    const count = (seen.get(subject) ?? 0) + 1;
    seen.set(subject, count);
    return createHash('sha256').update(`${subject}\n${count}`).digest('hex').slice(0, 32);
  };
}
