import { allRules } from '../analysis/book.js';
import type { Finding } from '../findings.js';
import type { Rule } from '../policy/model.js';
import { picker } from './pick.js';
import { finding, type CheckInput } from './report.js';

/** Days before the end of a rule from which on it is reported. */
const warningDays = 30;

const dated = picker(({ expires }: Rule) => expires !== undefined);

/** `expired-rule`, `expiring-rule`: rules that have ended, or end within 30 days after the date of the check. */
export function expiry(input: CheckInput): Finding[] {
  const { asOf } = input.policy;
  const last = addDays(asOf, warningDays);
  const findings: Finding[] = [];
  for (const rules of allRules(input.policy)) {
    for (const id of dated(rules)) {
      const rule = rules[id];
      if (rule.expires === undefined || rule.expires > last) continue;
      if (rule.expired) {
        const message = `\`${rule.name}\` ended on ${rule.expires} and takes part in no verdict. Delete it, or set a later \`expires\` if it is still needed.`;
        findings.push(finding('expired-rule', input.policy.placeOf(rule), message, { rule: rule.name }));
      } else {
        const message = `\`${rule.name}\` ends ${when(asOf, rule.expires)}, on ${rule.expires}. Renew it with a later \`expires\`, or let it end.`;
        findings.push(finding('expiring-rule', input.policy.placeOf(rule), message, { rule: rule.name }));
      }
    }
  }
  return findings;
}

const unaccounted = picker(
  ({ action, owner, purpose }: Rule) => action === 'allow' && (owner === undefined || purpose === undefined),
);

/** `missing-owner`, `missing-purpose`: allow rules that nobody answers for, once the policy declares teams. */
export function accountability(input: CheckInput): Finding[] {
  if (input.policy.teams.length === 0) return [];
  const findings: Finding[] = [];
  for (const rules of allRules(input.policy)) {
    for (const id of unaccounted(rules)) {
      const rule = rules[id];
      if (rule.owner === undefined) {
        const message = `\`${rule.name}\` has no owner, so nobody will say when it can go. Add \`owner = ${input.policy.teams[0]}\` or another team.`;
        findings.push(finding('missing-owner', input.policy.placeOf(rule), message, { rule: rule.name }));
      }
      if (rule.purpose === undefined) {
        const message = `\`${rule.name}\` does not say what it is for. Add \`purpose = "…"\`.`;
        findings.push(finding('missing-purpose', input.policy.placeOf(rule), message, { rule: rule.name }));
      }
    }
  }
  return findings;
}

/** The day `days` after `date`, both `YYYY-MM-DD`. */
export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

function when(from: string, to: string): string {
  const days = Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
  if (days === 0) return 'today';
  return days === 1 ? 'tomorrow' : `in ${days} days`;
}
