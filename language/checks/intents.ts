import type { Analysis, Hop, Outcome } from '../analysis/index.js';
import type { Finding, Related } from '../findings.js';
import type { Expectation, Never, Policy } from '../policy/model.js';
import { describe, finding } from './report.js';

/** `intent-violated`: a `never` that the rules break, with the connection or the chain that breaks it. */
export function intents(analysis: Analysis): Finding[] {
  return analysis.policy.nevers.flatMap((never) => intent(analysis, never));
}

/** What is to be said of one `never`: nothing where it holds. */
export function intent(analysis: Analysis, never: Never): Finding[] {
  const outcome = analysis.never(never);
  return outcome.state === 'violated'
    ? [violated(analysis.policy, never, outcome.hops)]
    : unproven(never, outcome);
}

/** `test-failed`: an `expect` that does not hold, with a connection that shows it. */
export function tests(analysis: Analysis): Finding[] {
  return analysis.policy.expectations.flatMap((expectation) => test(analysis, expectation));
}

/** What is to be said of one `expect`: nothing where it holds. */
export function test(analysis: Analysis, expectation: Expectation): Finding[] {
  const outcome = analysis.expectation(expectation);
  return outcome.state === 'violated'
    ? [failed(analysis.policy, expectation, outcome.hops[0])]
    : unproven(expectation, outcome);
}

function violated(policy: Policy, never: Never, hops: readonly Hop[]): Finding {
  const first = hops[0].connection;
  const path = hops.map(({ connection }) => connection);
  const chain =
    hops.length === 1 ? describe(first) : `${hops.length} hops, ${path.map(describe).join(', then ')}`;
  const message =
    `\`${never.text}\` does not hold: ${chain} ${hops.length === 1 ? 'is' : 'are'} allowed by ${names(hops)}. ` +
    `Narrow ${hops.length === 1 ? 'the rule' : 'one of the rules'}, or deny the connection in an earlier tier.`;
  const extras = {
    related: hops.flatMap((hop) => relate(policy, hop)),
    witness: first,
    ...(never.hops !== undefined && { path }),
  };
  return finding('intent-violated', never.place, message, extras);
}

function failed(policy: Policy, expectation: Expectation, hop: Hop): Finding {
  const got = expectation.expected === 'allow' ? 'denied' : 'allowed';
  const by = hop.rules.length === 0 ? 'by default, as no rule decides it' : `by ${names([hop])}`;
  const remedy =
    expectation.expected === 'allow' ? 'Allow it, or expect less.' : 'Deny it, or correct the expectation.';
  const message = `Expected ${expectation.expected}, but ${describe(hop.connection)} is ${got} ${by}. ${remedy}`;
  return finding('test-failed', expectation.place, message, {
    related: relate(policy, hop),
    witness: hop.connection,
  });
}

function unproven(statement: Never | Expectation, { state }: Outcome): Finding[] {
  if (state === 'empty') {
    const message = `\`${statement.text}\` describes no connection, so it proves nothing. Correct its ends or services.`;
    return [finding('empty-rule', statement.place, message, { severity: 'error' })];
  }
  if (state !== 'undecided') return [];
  const message = `\`${statement.text}\` could not be decided within the limit of effort. Split it, or the rules it meets, into smaller ones.`;
  return [finding('undecided-rule', statement.place, message)];
}

const names = (hops: readonly Hop[]): string =>
  [...new Set(hops.map(({ rules }) => `\`${rules[0]?.name ?? 'default'}\``))].join(', ');

function relate(policy: Policy, { connection, rules }: Hop): Related[] {
  return rules.map((rule) => ({
    place: policy.placeOf(rule),
    rule: rule.name,
    message: `\`${rule.name}\` decides ${describe(connection)}.`,
  }));
}
