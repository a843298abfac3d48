import { idsOf } from '../analysis/numbers.js';
import type { Fix } from '../findings.js';
import { deletionOf } from './deletion.js';
import { fix } from './edits.js';
import type { FixSubject } from './subject.js';

/**
 * Deletes a shadowed or redundant rule. That no verdict changes is what the finding says; where other rules will end and
 * the rule be needed, or that could not be decided, the fix is not the one to take unseen.
 */
export function deleteRule({ file, item, facts, book, rule }: FixSubject): Fix[] {
  if (facts.undecided.includes('expiry')) return [];
  const edits = deletionOf(file, new Set([item]));
  const shadowed = facts.state === 'shadowed';
  if (facts.neededFrom !== undefined) {
    const later = shadowed ? 'would decide something' : 'would be needed';
    return [fix(`Delete this rule, although it ${later} from ${facts.neededFrom} on`, ...edits)];
  }
  const title = `Delete this rule, which ${shadowed ? 'never decides anything' : 'changes no verdict'}`;
  const deletion = fix(title, ...edits);
  // Whoever wrote a rule that others overrule with another action may have meant them to give way.
  const agreed =
    !shadowed ||
    idsOf(book.numbers, facts.blame ?? []).every((other) => book.rules[other].action === rule.action);
  return [agreed ? { ...deletion, preferred: true } : deletion];
}

/** Deletes a rule without effect: so the finding is defined. It may be there for what is to come, so it is not the fix to take unseen. */
export const deleteInert = ({ file, item, rule }: FixSubject): Fix[] => [
  fix(
    `Delete this ${rule.action}, which has no effect on any verdict now`,
    ...deletionOf(file, new Set([item])),
  ),
];
