import type { Analysis } from '../../analysis/index.js';
import type { Book } from '../../analysis/book.js';
import type { Finding } from '../../findings.js';
import type { Rule } from '../../policy/model.js';
import { describe } from '../report.js';
import { at, done, does, layer, nameAll, relate, rulesOf, type Subject, type Places } from './words.js';

const places: Places = new WeakMap();

/** `shadowed-rule`: a rule that never decides anything, because stronger rules take all that it matches. */
export const shadowedRule = (analysis: Analysis, { book, rule, facts }: Subject): Finding | undefined => {
  if (facts.state !== 'shadowed') return undefined;
  const blamed = rulesOf(book, facts.blame ?? []);
  const witness = analysis.connection(facts.witness!);
  const cause =
    blamed.length === 0
      ? 'stronger rules decide all that it matches (too many pieces to say which take most)'
      : `${nameAll(blamed)} ${blamed.length === 1 ? 'decides' : 'decide'} all that it matches`;
  const example = `for example ${describe(witness)}`;
  return at(
    analysis.policy,
    'shadowed-rule',
    rule,
    `This rule never decides anything: ${cause}, ${example}. ${remedy(book, rule, blamed, facts.neededFrom)}`,
    {
      witness,
      related: relate(
        analysis.policy,
        book,
        blamed,
        places,
        (other) => `\`${other.name}\` in ${layer(book, other)} ${does[other.action]} what this rule matches.`,
      ),
      ...(facts.neededFrom !== undefined && { severity: 'hint' as const }),
    },
  );
};

function remedy(book: Book, rule: Rule, blamed: readonly Rule[], from: string | undefined): string {
  if (from !== undefined)
    return `From ${from} on it will decide something, because rules before it will have ended. Delete it if that is not meant.`;
  const agree = blamed.length > 0 && blamed.every((other) => other.action === rule.action);
  if (agree) return 'Delete it.';
  const instead =
    book.ruleset === undefined
      ? `narrow ${nameAll(blamed.slice(0, 1))} with \`except\``
      : `move it before ${nameAll(blamed.slice(0, 1))}`;
  const meant = rule.action === 'pass' ? 'passed over' : done[rule.action];
  return `Delete it; or, if this should be ${meant}, ${blamed.length === 0 ? 'narrow the rules before it' : instead}.`;
}
