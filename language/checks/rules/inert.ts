import type { Analysis } from '../../analysis/index.js';
import type { Finding } from '../../findings.js';
import { describe } from '../report.js';
import { at, layer, type Subject } from './words.js';

/** `inert-rule`: a deny of what nothing allows, or a pass over what its tier does not speak of. */
export const inertRule = (analysis: Analysis, { book, rule, facts }: Subject): Finding | undefined => {
  if (facts.inert !== true) return undefined;
  const witness = analysis.connection(facts.witness!);
  const where = layer(book, rule);
  const why =
    rule.action === 'pass'
      ? `no deny or allow of ${where} matches anything that it passes over`
      : book.ruleset === undefined
        ? `no allow of ${where} or a later one matches anything that it denies`
        : 'no later allow matches anything that it denies';
  const remedy =
    rule.action === 'pass'
      ? 'Delete it.'
      : 'Delete it, or move it to tier guardrail if it is there to guard against rules to come.';
  const elsewhere =
    book.ruleset === undefined ? remedy : 'Delete it: the end of the ruleset denies the same.';
  return at(
    analysis.policy,
    'inert-rule',
    rule,
    `This rule changes nothing: ${why}, for example ${describe(witness)}. ${elsewhere}`,
    {
      witness,
    },
  );
};
