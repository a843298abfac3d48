import type { Analysis, RuleFacts } from '../../analysis/index.js';
import type { Finding, Related } from '../../findings.js';
import type { Rule } from '../../policy/model.js';
import type { Place } from '../../text/span.js';
import { conflict, exception } from './conflict.js';
import { emptyRule } from './empty.js';
import { inertRule } from './inert.js';
import { maskedRule } from './masked.js';
import { redundantRule } from './redundant.js';
import { shadowedRule } from './shadowed.js';
import { undecidedRule } from './undecided.js';
import { subjectOf, type Subject } from './words.js';

/** A check that puts facts about one rule into words, and the rules that its related places are, in their order. */
interface Telling {
  readonly tell: (analysis: Analysis, subject: Subject) => Finding | undefined;
  readonly others: (facts: RuleFacts) => readonly number[] | undefined;
}

const nobody = (): undefined => undefined;

const tellings: readonly Telling[] = [
  { tell: emptyRule, others: nobody },
  { tell: shadowedRule, others: ({ blame }) => blame },
  { tell: redundantRule, others: ({ redundantBy }) => redundantBy },
  { tell: conflict, others: (facts) => facts.conflict?.ids },
  { tell: exception, others: (facts) => facts.exception?.ids },
  { tell: maskedRule, others: ({ masked }) => masked?.ids },
  { tell: inertRule, others: nobody },
  { tell: undecidedRule, others: nobody },
];

/** A finding as it was told before, and the rules of its related places. */
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
    for (const id of told) {
      const before = known.get(facts[id]);
      if (before !== undefined) {
        for (const each of before) findings.push(placeAnew(each, book.rules[id], book.rules));
        continue;
      }
      const fresh = tellAll(analysis, subjectOf(judged, id));
      known.set(facts[id], fresh);
      for (const { finding } of fresh) findings.push(finding);
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

/** The finding where its rules stand now; the same object where none has moved. */
function placeAnew({ finding, others }: Told, rule: Rule, rules: readonly Rule[]): Finding {
  const { related } = finding;
  const isSame =
    samePlace(finding.place, rule.place) &&
    (related === undefined || related.every(({ place }, i) => samePlace(place, rules[others[i]].place)));
  if (isSame) return finding;
  return {
    ...finding,
    place: rule.place,
    ...(related && { related: related.map((other, i) => moved(other, rules[others[i]])) }),
  };
}

/** Related places of rules that have moved; a rule that many findings name is one of them in all. */
const places = new WeakMap<Rule, Related[]>();

/** The related place of a rule where that stands now. */
function moved(related: Related, rule: Rule): Related {
  if (samePlace(related.place, rule.place)) return related;
  let known = places.get(rule);
  if (known === undefined) places.set(rule, (known = []));
  let now = known.find(({ message }) => message === related.message);
  if (now === undefined) known.push((now = { ...related, place: rule.place }));
  return now;
}

/** Whether two places are the same. */
export const samePlace = (a: Place, b: Place): boolean =>
  a.start === b.start && a.end === b.end && a.file === b.file;
