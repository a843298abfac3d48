import type { Analysis } from '../../analysis/index.js';
import type { Finding } from '../../findings.js';
import { describe } from '../report.js';
import { at, does, layer, nameAll, relate, rulesOf, type Subject, type Places } from './words.js';

const places: Places = new WeakMap();

/** `masked-rule`: an earlier tier decides part of what an allow or deny matches, the other way. */
export const maskedRule = (analysis: Analysis, { book, rule, facts }: Subject): Finding | undefined => {
  if (facts.masked === undefined) return undefined;
  const maskers = rulesOf(book, facts.masked.numbers);
  const witness = analysis.connection(facts.masked.witness);
  const first = maskers[0];
  const message =
    `Part of this rule has no effect: ${nameAll(maskers, facts.masked.more)} in an earlier tier ` +
    `${maskers.length === 1 && !facts.masked.more ? 'decides' : 'decide'} it the other way, for example it ${does[first.action]} ${describe(witness)}. ` +
    `Nothing to do if that is meant; else add a \`pass\` to ${layer(book, first)}.`;
  const related = relate(
    analysis.policy,
    book,
    maskers,
    places,
    (other) =>
      `\`${other.name}\` in ${layer(book, other)} ${does[other.action]} part of what this rule matches.`,
  );
  return at(analysis.policy, 'masked-rule', rule, message, { witness, related });
};
