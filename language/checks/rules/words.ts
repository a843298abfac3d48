import type { Analysis, RuleFacts } from '../../analysis/index.js';
import type { Neighbourhoods } from '../../analysis/rules/nearby.js';
import type { Breadths } from '../../analysis/rules/breadths.js';
import type { Book } from '../../analysis/book.js';
import type { Finding, FindingCode, Related } from '../../findings.js';
import { tiers, type Rule } from '../../policy/model.js';
import type { Extras } from '../../policy/scope.js';
import { finding } from '../report.js';

/** One rule with what is known of it. */
export interface Subject {
  readonly book: Book;
  readonly id: number;
  readonly rule: Rule;
  readonly facts: RuleFacts;
  readonly near: Neighbourhoods;
  readonly breadths: Breadths;
}

/** A finding for each rule that `look` has one for, tiers before rulesets, by place. */
export function forEachRule(analysis: Analysis, look: (subject: Subject) => Finding | undefined): Finding[] {
  const findings: Finding[] = [];
  for (const { book, facts, near, breadths } of analysis.books()) {
    facts.forEach((fact, id) => {
      const found = look({ book, id, rule: book.rules[id], facts: fact, near, breadths });
      if (found !== undefined) findings.push(found);
    });
  }
  return findings;
}

/** A finding at a rule. */
export const at = (code: FindingCode, rule: Rule, message: string, extras: Extras = {}): Finding =>
  finding(code, rule.place, message, { rule: rule.name, ...extras });

/** Names in a message; more than these are counted. */
const namedInMessage = 3;

/** "`a`", "`a` and `b`", "`a`, `b`, `c` and 4 more". */
export function nameAll(rules: readonly Rule[], more = false): string {
  const names = rules.slice(0, namedInMessage).map((rule) => `\`${rule.name}\``);
  const rest = rules.length - names.length;
  if (rest > 0) names.push(more ? `at least ${rest + 1} more` : `${rest} more`);
  else if (more) names.push('more');
  const last = names.pop()!;
  return names.length === 0 ? last : `${names.join(', ')} and ${last}`;
}

/** What an action does, in a sentence: "denies". */
export const does = { allow: 'allows', deny: 'denies', pass: 'passes over' } as const;

/** What an action does, as a state: "denied". */
export const done = { allow: 'allowed', deny: 'denied', pass: 'passed over' } as const;

/** "tier guardrail", or "this ruleset". */
export const layer = (book: Book, rule: Rule): string =>
  book.ruleset === undefined ? `tier ${tiers[rule.tier]}` : `ruleset ${book.ruleset}`;

/** Other rules as related places, each with what it does to the one that the finding is about. */
export const relate = (rules: readonly Rule[], role: (rule: Rule) => string): Related[] =>
  rules.map((rule) => ({ place: rule.place, rule: rule.name, message: role(rule) }));

export const rulesOf = (book: Book, ids: readonly number[]): Rule[] => ids.map((id) => book.rules[id]);
