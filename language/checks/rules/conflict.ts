import type { Analysis } from '../../analysis/index.js';
import type { Opponents } from '../../analysis/rules/opponents.js';
import type { Finding } from '../../findings.js';
import { describe } from '../report.js';
import { at, done, does, nameAll, relate, rulesOf, type Subject, type Places } from './words.js';

const places: Places = new WeakMap();

/** `conflict`: rules of the same tier or ruleset that want different things, neither written as the other's exception. */
export const conflict = (analysis: Analysis, subject: Subject): Finding | undefined => {
  const { book, facts } = subject;
  if (facts.conflict === undefined) return undefined;
  const winners = rulesOf(book, facts.conflict.numbers);
  const remedy =
    book.ruleset === undefined
      ? `If that is meant, say so: take it out of this rule with \`except\`; if not, narrow ${nameAll(winners.slice(0, 1))}.`
      : `If that is meant, narrow this rule; if not, move it before ${nameAll(winners.slice(0, 1))}.`;
  return opposed(analysis, 'conflict', subject, facts.conflict, remedy);
};

/** `exception`: the same, but the stronger rule lies inside the weaker: the normal way to write an exception. */
export const exception = (analysis: Analysis, subject: Subject): Finding | undefined => {
  const { rule, facts } = subject;
  if (facts.exception === undefined) return undefined;
  const remedy = `The rest of what this rule matches stays ${done[rule.action]}; nothing to do if that is meant.`;
  return opposed(analysis, 'exception', subject, facts.exception, remedy);
};

function opposed(
  analysis: Analysis,
  code: 'conflict' | 'exception',
  { book, rule }: Subject,
  opponents: Opponents,
  remedy: string,
): Finding {
  const winners = rulesOf(book, opponents.numbers);
  const witness = analysis.connection(opponents.witness);
  const first = winners[0];
  const lead =
    code === 'conflict'
      ? `This rule wants what it matches ${done[rule.action]}, but`
      : `This rule has ${winners.length === 1 && !opponents.more ? 'an exception' : 'exceptions'}:`;
  const verb = winners.length === 1 && !opponents.more ? 'wins' : 'win';
  const message =
    `${lead} ${nameAll(winners, opponents.more)} ${verb} where both match: ` +
    `${winners.length === 1 && !opponents.more ? 'it' : `\`${first.name}\``} ${does[first.action]} ${describe(witness)}, for example. ${remedy}`;
  const related = relate(
    analysis.policy,
    book,
    winners,
    places,
    (other) => `\`${other.name}\` ${does[other.action]} part of what this rule matches, and wins.`,
  );
  return at(analysis.policy, code, rule, message, { witness, related });
}
