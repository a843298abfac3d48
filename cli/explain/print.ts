import type { Explanation } from '../../language/analysis/index.js';
import { describe } from '../../language/checks/report.js';
import { tiers, type Rule } from '../../language/policy/model.js';
import type { Snapshot } from '../../language/workspace.js';
import { fileFromHere } from '../report.js';
import { oneLine, painter, printable } from '../terminal.js';

/** The tier in which a rule decides and where it stands: the file relative to the root, the line from 1. */
export function ruleFacts(snapshot: Snapshot, rule: Rule): { tier: string; file: string; line: number } {
  const { file, start } = snapshot.resolved.policy.placeOf(rule);
  const line = (snapshot.linesOf(file)?.lineAt(start) ?? 0) + 1;
  return { tier: tiers[rule.tier], file, line };
}

/** An explanation as one JSON object; each part says what a line of `--stdin` would, with an example. */
export function answerJson(snapshot: Snapshot, { verdict, parts, complete }: Explanation): string {
  const entries = parts.map(({ action, rule, example }) => ({
    verdict: action,
    by: rule?.name ?? 'default',
    ...(rule && ruleFacts(snapshot, rule)),
    example,
  }));
  const answer = { version: 1, verdict, parts: entries, complete, asOf: snapshot.asOf };
  return `${JSON.stringify(answer, undefined, 2)}\n`;
}

const colours = { allow: 'green', deny: 'red', partly: 'yellow', empty: 'yellow' } as const;

/** An explanation for people: the verdict, then each rule that decides, with an example. `policy` is the root from here. */
export function answerText(
  snapshot: Snapshot,
  { verdict, parts }: Explanation,
  { policy, colour }: { readonly policy: string; readonly colour: boolean },
): string {
  const paint = painter(colour);
  const lines = [paint('bold')(paint(colours[verdict])(verdict))];
  for (const { action, rule, example } of parts) {
    const by = rule ? deciding(snapshot, rule, policy) : 'by default: no rule decides';
    lines.push(`  ${paint(colours[action])(action)} ${printable(by)}`);
    lines.push(`      ${paint('dim')(`for example ${printable(describe(example))}`)}`);
  }
  return `${lines.join('\n')}\n`;
}

function deciding(snapshot: Snapshot, rule: Rule, policy: string): string {
  const { tier, file, line } = ruleFacts(snapshot, rule);
  const text = rule.named ? `${rule.name}: ${rule.text}` : rule.name;
  return `by ${oneLine(fileFromHere(policy, file))}:${line}, tier ${tier}: ${text}`;
}
