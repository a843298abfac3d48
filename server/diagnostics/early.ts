import type { Finding, FindingCode } from '../../language/findings.js';
import { differenceOf, type Change } from '../../language/syntax/reparse.js';
import { comparePlaces, type Place } from '../../language/text/span.js';
import type { Snapshot } from '../../language/workspace.js';

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

/**
 * What is known of a policy before its rules have been checked: the findings that need no verdicts, and of the others
 * what the last check said of text that is still there, at its new place. The latter keeps their marks from going
 * and coming at every keystroke.
 */
export function earlyFindings(
  snapshot: Snapshot,
  last: { readonly snapshot: Snapshot; readonly findings: readonly Finding[] } | undefined,
): Finding[] {
  const now = snapshot.earlyFindings().filter(({ code }) => early.has(code));
  if (last === undefined) return now;
  const move = mover(last.snapshot, snapshot);
  const kept = last.findings.flatMap((finding) => {
    const place = early.has(finding.code) ? undefined : move(finding.place);
    if (place === undefined) return [];
    const related = finding.related?.flatMap((other) => {
      const moved = move(other.place);
      return moved ? [{ ...other, place: moved }] : [];
    });
    return [{ ...finding, place, ...(related && { related }) }];
  });
  return [...now, ...kept].sort((a, b) => comparePlaces(a.place, b.place));
}

/** Takes places of one state of a policy to where they are in a later one; `undefined` where their text has changed. */
function mover(before: Snapshot, after: Snapshot): (place: Place) => Place | undefined {
  const changes = new Map<string, Change | undefined>();
  const changeOf = (file: string): Change | undefined => {
    if (changes.has(file)) return changes.get(file);
    const [old, now] = [before.file(file), after.file(file)];
    const gone = { start: 0, end: Infinity, newEnd: 0 };
    const change = old === now ? undefined : old && now ? differenceOf(old.text, now.text) : gone;
    changes.set(file, change);
    return change;
  };
  return (place) => {
    const change = changeOf(place.file);
    if (change === undefined || place.end < change.start) return place;
    if (place.start <= change.end) return undefined;
    const shift = change.newEnd - change.end;
    return { ...place, start: place.start + shift, end: place.end + shift };
  };
}
