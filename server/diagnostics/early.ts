import type { Finding, FindingCode } from '../../language/findings.js';
import { knownChange } from '../../language/names/declarations.js';
import { differenceOf, type Change } from '../../language/text/change.js';
import type { Place } from '../../language/text/span.js';
import type { Snapshot } from '../../language/workspace.js';
import { choose, rank, type Chosen, type EditedAt, type Moved, type Ranks } from './choice.js';

/** Findings that say nothing of rules, and are known before these have been checked. */
const early: ReadonlySet<FindingCode> = new Set<FindingCode>([
  'syntax-error',
  'unknown-name',
  'duplicate-name',
  'cyclic-reference',
  'invalid-value',
  'unknown-property',
  'zone-overlap',
  'outside-parent',
  'expired-rule',
  'expiring-rule',
  'missing-owner',
  'missing-purpose',
  'unplaced-workload',
  'unused-declaration',
]);

/** A check that has been made. */
export interface Checked {
  readonly snapshot: Snapshot;
  /** Of its findings those that say something of rules. */
  readonly late: Ranks;
}

/** Of findings, by place, those that are known only when the rules have been checked. */
export const lateOf = (findings: readonly Finding[]): Ranks =>
  rank(findings.filter(({ code }) => !early.has(code)));

/**
 * What is shown of what is known before the rules of a policy have been checked, in steps: the findings that need no
 * verdicts, and of the others what the last check said of text that is still there, at its new place. The latter keeps
 * their marks from going and coming at every keystroke.
 */
export function* earlyFindings(
  snapshot: Snapshot,
  last: Checked | undefined,
  editedAt: EditedAt,
): Generator<void, Map<string, Chosen>> {
  const now = (yield* snapshot.earlyFindingsInSteps()).filter(({ code }) => early.has(code));
  yield;
  return choose(rank(now), editedAt, last && movedSince(last, snapshot));
}

function movedSince({ snapshot: before, late }: Checked, after: Snapshot): Moved {
  const changes = new Map<string, Change>();
  const changeOf = (path: string): Change => {
    const known = changes.get(path) ?? changeIn(path, before, after);
    changes.set(path, known);
    return known;
  };
  const placed = (place: Place): Place | undefined => {
    const change = changeOf(place.file);
    const shift = place.end < change.start ? 0 : change.newEnd - change.end;
    if (!isKept(place, change)) return undefined;
    return shift === 0 ? place : { file: place.file, start: place.start + shift, end: place.end + shift };
  };
  return {
    ranks: late,
    holdsIn(path) {
      const change = changeOf(path);
      return ({ place }) => isKept(place, change);
    },
    move(finding) {
      const related = finding.related?.flatMap((other) => {
        const place = placed(other.place);
        return place === undefined ? [] : [{ ...other, place }];
      });
      return { ...finding, place: placed(finding.place)!, ...(related && { related }) };
    },
  };
}

/** Whether the text of a place is as it was before a change. */
const isKept = ({ start, end }: Place, change: Change): boolean => end < change.start || start > change.end;

/** What has changed in a file; where it is no longer there, all. */
function changeIn(path: string, before: Snapshot, after: Snapshot): Change {
  const [old, now] = [before.file(path), after.file(path)];
  if (old === now) return { start: Infinity, end: Infinity, newEnd: Infinity };
  if (old === undefined || now === undefined) return { start: 0, end: Infinity, newEnd: 0 };
  return knownChange(old, now) ?? differenceOf(old.text, now.text);
}
