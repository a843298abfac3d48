import type { Analysis } from '../../analysis/index.js';
import type { Finding } from '../../findings.js';
import { describe } from '../report.js';
import { at, done, does, layer, nameAll, relate, rulesOf, type Subject, type Places } from './words.js';

const places: Places = new WeakMap();

/** `redundant-rule`: a rule that decides something, which the rules that stay would decide in the same way. */
export const redundantRule = (analysis: Analysis, { book, rule, facts }: Subject): Finding | undefined => {
  if (facts.redundantBy === undefined) return undefined;
  const twins = rulesOf(book, facts.redundantBy);
  const witness = analysis.connection(facts.witness!);
  const remedy =
    facts.neededFrom === undefined
      ? 'Delete it.'
      : `From ${facts.neededFrom} on it is needed, because other rules will have ended. Delete it only if that is not meant.`;
  const message =
    `This rule changes no verdict: ${nameAll(twins)} would decide the same without it, ` +
    `for example that ${describe(witness)} is ${done[rule.action]}. ${remedy}`;
  return at(analysis.policy, 'redundant-rule', rule, message, {
    witness,
    related: relate(
      analysis.policy,
      book,
      twins,
      places,
      (other) => `\`${other.name}\` in ${layer(book, other)} ${does[other.action]} it too.`,
    ),
    ...(facts.neededFrom !== undefined && { severity: 'hint' as const }),
  });
};
