import type { JudgedBook, RuleFacts } from '../../analysis/index.js';
import type { Neighbourhoods } from '../../analysis/rules/nearby.js';
import type { Breadths } from '../../analysis/rules/breadths.js';
import type { Book } from '../../analysis/book.js';
import type { Finding, FindingCode, Related } from '../../findings.js';
import { tiers, type Policy, type Rule } from '../../policy/model.js';
import type { Extras } from '../../policy/scope.js';
import { inOnePiece } from '../../text/detach.js';
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

/** What is known of rule `id` of a book. */
export const subjectOf = ({ book, facts, near, breadths }: JudgedBook, id: number): Subject => ({
  book,
  id,
  rule: book.rules[id],
  facts: facts[id],
  near,
  breadths,
});

/** A finding at a rule. */
export const at = (
  policy: Policy,
  code: FindingCode,
  rule: Rule,
  message: string,
  extras: Extras = {},
): Finding => finding(code, policy.placeOf(rule), message, { rule: rule.name, ...extras });

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

/** Related places of the rules of a book, by the rule that stands there. */
export type Places = WeakMap<Book, Map<Rule, Related>>;

/**
 * Other rules as related places, each with what it does to the one that the finding is about. A rule that many findings
 * name is one related place in all of them, kept in `places`: what `role` says must depend on that rule and its book alone.
 */
export function relate(
  policy: Policy,
  book: Book,
  rules: readonly Rule[],
  places: Places,
  role: (rule: Rule) => string,
): Related[] {
  let known = places.get(book);
  if (known === undefined) places.set(book, (known = new Map()));
  const related: Related[] = [];
  for (const rule of rules) {
    let place = known.get(rule);
    if (place === undefined)
      known.set(
        rule,
        (place = { place: policy.placeOf(rule), rule: rule.name, message: inOnePiece(role(rule)) }),
      );
    related.push(place);
  }
  return related;
}

/** The rules with some numbers. */
export const rulesOf = (book: Book, numbers: readonly number[]): Rule[] =>
  numbers.map((number) => book.rules[book.numbers.ids[number]]);
