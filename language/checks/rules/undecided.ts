import type { Analysis } from '../../analysis/index.js';
import type { Question } from '../../analysis/rules/judge.js';
import type { Finding } from '../../findings.js';
import type { Policy, Rule } from '../../policy/model.js';
import { at, type Subject } from './words.js';

const asked: Record<Question, string> = {
  shadowed: 'whether it decides anything',
  redundant: 'whether another rule says the same',
  conflict: 'which stronger rules of its tier or ruleset win over it',
  masked: 'which rules of earlier tiers decide part of it',
  inert: 'whether it changes anything',
  expiry: 'on which day it will be needed',
};

/** `undecided-rule`: an exact answer would have cost more than the limit of effort, so none is given. */
export const undecidedRule = ({ policy }: Analysis, { rule, facts }: Subject): Finding | undefined => {
  if (facts.undecided.length === 0) return undefined;
  return undecided(policy, rule, facts.undecided.map((question) => asked[question]).join('; '));
};

/** The finding that a question about a rule, "whether …", was given up. */
export const undecided = (policy: Policy, rule: Rule, question: string): Finding =>
  at(
    policy,
    'undecided-rule',
    rule,
    `This rule meets too many other rules to decide within the limit of effort: ${question}. Split it into narrower rules.`,
  );
