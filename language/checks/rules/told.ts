import type { Analysis, RuleFacts } from '../../analysis/index.js';
import type { Finding } from '../../findings.js';
import { conflict, exception } from './conflict.js';
import { emptyRule } from './empty.js';
import { inertRule } from './inert.js';
import { findingsOf, nothing, type Told } from './kept.js';
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

/** All findings that put facts into words. */
export const toldFindings = findingsOf({
  given: () => [],
  looker: (analysis) => (judged, id) =>
    judged.told[id] === 0 ? nothing : tellAll(analysis, subjectOf(judged, id)),
});

function tellAll(analysis: Analysis, subject: Subject): Told[] {
  const told: Told[] = [];
  for (const { tell, others } of tellings) {
    const finding = tell(analysis, subject);
    if (finding !== undefined) told.push({ finding, others: others(subject.facts) });
  }
  return told;
}
