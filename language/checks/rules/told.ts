import type { Analysis, RuleFacts } from '../../analysis/index.js';
import type { Book } from '../../analysis/book.js';
import type { Finding, Related } from '../../findings.js';
import type { Policy, Rule } from '../../policy/model.js';
import { conflict, exception } from './conflict.js';
import { emptyRule } from './empty.js';
import { inertRule } from './inert.js';
import { maskedRule } from './masked.js';
import { redundantRule } from './redundant.js';
import { shadowedRule } from './shadowed.js';
import { undecidedRule } from './undecided.js';
import { subjectOf, type Subject } from './words.js';

/** A check that puts facts about one rule into words, and the numbers of the rules that its related places are, in their order. */
interface Telling {
  readonly tell: (analysis: Analysis, subject: Subject) => Finding | undefined;
  readonly others: (facts: RuleFacts) => readonly number[] | undefined;
}

const nobody = (): undefined => undefined;

const tellings: readonly Telling[] = [
  { tell: emptyRule, others: nobody },
  { tell: shadowedRule, others: ({ blame }) => blame },
  { tell: redundantRule, others: ({ redundantBy }) => redundantBy },
  { tell: conflict, others: (facts) => facts.conflict?.numbers },
  { tell: exception, others: (facts) => facts.exception?.numbers },
  { tell: maskedRule, others: ({ masked }) => masked?.numbers },
  { tell: inertRule, others: nobody },
  { tell: undecidedRule, others: nobody },
];

/** A finding as it was told before, and the numbers of the rules of its related places. */
interface Told {
  readonly finding: Finding;
  readonly others: readonly number[];
}

/** What was told of facts, which stay the same object for as long as an edit does not touch them. */
const known = new WeakMap<RuleFacts, readonly Told[]>();

/** All findings that put facts into words. After an edit the words stay, and only places are set anew. */
export function toldFindings(analysis: Analysis): Finding[] {
  const findings: Finding[] = [];
  for (const judged of analysis.books()) {
    const { book, facts, told } = judged;
    const places: Places = new Map();
    for (let id = 0; id < told.length; id++) {
      if (told[id] === 0) continue;
      const before = known.get(facts[id]);
      const now =
        before === undefined
          ? tellAll(analysis, subjectOf(judged, id))
          : placeAll(analysis.policy, before, id, book, places);
      if (now !== before) known.set(facts[id], now);
      for (const { finding } of now) findings.push(finding);
    }
  }
  return findings;
}

function tellAll(analysis: Analysis, subject: Subject): Told[] {
  const told: Told[] = [];
  for (const { tell, others } of tellings) {
    const finding = tell(analysis, subject);
    if (finding !== undefined) told.push({ finding, others: others(subject.facts) ?? [] });
  }
  return told;
}

/** Related places of rules that have moved, by rule; a rule that many findings name is one of them in all. */
type Places = Map<Rule, Related[]>;

/** What was told of a rule, where rules stand now; the same list where none has moved. */
function placeAll(
  policy: Policy,
  told: readonly Told[],
  id: number,
  { rules, numbers }: Book,
  places: Places,
): readonly Told[] {
  const ruleOf = (number: number): Rule => rules[numbers.ids[number]];
  const isSame = told.every(({ finding: { place, related }, others }) => {
    if (!policy.isAt(rules[id], place)) return false;
    return related === undefined || related.every((other, i) => policy.isAt(ruleOf(others[i]), other.place));
  });
  if (isSame) return told;
  return told.map(({ finding, others }) => {
    const { related } = finding;
    const placed = related && {
      related: related.map((other, i) => moved(policy, other, ruleOf(others[i]), places)),
    };
    return { finding: { ...finding, place: policy.placeOf(rules[id]), ...placed }, others };
  });
}

/** The related place of a rule where that stands now. */
function moved(policy: Policy, related: Related, rule: Rule, places: Places): Related {
  if (policy.isAt(rule, related.place)) return related;
  let known = places.get(rule);
  if (known === undefined) places.set(rule, (known = []));
  let now = known.find(({ message }) => message === related.message);
  if (now === undefined) known.push((now = { ...related, place: policy.placeOf(rule) }));
  return now;
}
