import type { Finding, FindingCode } from '../../language/findings.js';
import { knownChange } from '../../language/names/declarations.js';
import { differenceOf, type Change } from '../../language/syntax/reparse.js';
import type { Place } from '../../language/text/span.js';
import type { Snapshot } from '../../language/workspace.js';
import { choose, type Chosen, type Moved } from './choice.js';

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
interface Checked {
  readonly snapshot: Snapshot;
  /** By place. */
  readonly findings: readonly Finding[];
}

/**
 * What is shown of what is known before the rules of a policy have been checked, in steps: the findings that need no
 * verdicts, and of the others what the last check said of text that is still there, at its new place. The latter keeps
 * their marks from going and coming at every keystroke.
 */
export function* earlyFindings(
  snapshot: Snapshot,
  last: Checked | undefined,
): Generator<void, Map<string, Chosen>> {
  const now = (yield* snapshot.earlyFindingsInSteps()).filter(({ code }) => early.has(code));
  yield;
  return choose(now, last && movedSince(last, snapshot));
}

function movedSince({ snapshot: before, findings }: Checked, after: Snapshot): Moved {
  const shiftOf = shifter(before, after);
  const move = (place: Place, shift: number): Place =>
    shift === 0 ? place : { file: place.file, start: place.start + shift, end: place.end + shift };
  return {
    findings,
    shiftOf: ({ code, place }) => (early.has(code) ? undefined : shiftOf(place)),
    move(finding) {
      const shift = shiftOf(finding.place) ?? 0;
      const related = finding.related?.flatMap((other) => {
        const shift = shiftOf(other.place);
        return shift === undefined ? [] : [{ ...other, place: move(other.place, shift) }];
      });
      return { ...finding, place: move(finding.place, shift), ...(related && { related }) };
    },
  };
}

/** How much further on places of one state of a policy stand in a later one; `undefined` where their text has changed. */
function shifter(before: Snapshot, after: Snapshot): (place: Place) => number | undefined {
  const changes = new Map<string, Change | undefined>();
  const changeOf = (file: string): Change | undefined => {
    if (changes.has(file)) return changes.get(file);
    const [old, now] = [before.file(file), after.file(file)];
    const gone = { start: 0, end: Infinity, newEnd: 0 };
    const change =
      old === now
        ? undefined
        : old && now
          ? (knownChange(old, now) ?? differenceOf(old.text, now.text))
          : gone;
    changes.set(file, change);
    return change;
  };
  return (place) => {
    const change = changeOf(place.file);
    if (change === undefined || place.end < change.start) return 0;
    return place.start <= change.end ? undefined : change.newEnd - change.end;
  };
}
