import type { Finding, Fix, TextEdit } from '../findings.js';
import { comparePlaces } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { deleteAll, deleteAllIn } from './delete-all.js';
import { deleteInert, deleteRule } from './delete-rule.js';
import { exceptStronger } from './except.js';
import { narrow } from './narrow.js';
import { passFor } from './pass.js';
import { subjectOf, type FixSubject } from './subject.js';

const known = new WeakMap<Snapshot, Map<Finding, readonly Fix[]>>();

/**
 * Changes of rules that mend a finding, the best first. Each is proven before it is offered, within a budget: what it
 * should leave alone keeps its verdict, what it should mend is mended. Worked out when first asked for, and kept. In steps.
 */
export function* fixesInSteps(snapshot: Snapshot, finding: Finding): Generator<void, readonly Fix[]> {
  let ofSnapshot = known.get(snapshot);
  if (ofSnapshot === undefined) known.set(snapshot, (ofSnapshot = new Map()));
  let fixes = ofSnapshot.get(finding);
  if (fixes === undefined) ofSnapshot.set(finding, (fixes = distinct(yield* findFixes(snapshot, finding))));
  return fixes;
}

function* findFixes(snapshot: Snapshot, finding: Finding): Generator<void, Fix[]> {
  switch (finding.code) {
    case 'shadowed-rule':
      return [
        ...(yield* about(snapshot, finding, deleteRule)),
        ...(yield* passFor(snapshot, finding)),
        ...(yield* about(snapshot, finding, deleteAll)),
      ];
    case 'redundant-rule':
      return yield* about(snapshot, finding, deleteRule, deleteAll);
    case 'conflict': {
      // What the first way that leads anywhere gives.
      const excepted = yield* about(snapshot, finding, exceptStronger);
      return excepted.length > 0 ? excepted : yield* about(snapshot, finding, narrow);
    }
    case 'exception':
    case 'broad-rule':
      return yield* about(snapshot, finding, narrow);
    case 'inert-rule':
      return yield* about(snapshot, finding, deleteInert);
    case 'masked-rule':
      return [...(yield* about(snapshot, finding, narrow)), ...(yield* passFor(snapshot, finding))];
    case 'test-failed':
      return yield* passFor(snapshot, finding);
    default:
      return [];
  }
}

/** The fixes of some kinds for the rule that a finding is about. */
function* about(
  snapshot: Snapshot,
  finding: Finding,
  ...kinds: ((subject: FixSubject) => Fix[])[]
): Generator<void, Fix[]> {
  const subject = subjectOf(snapshot, finding);
  const fixes: Fix[] = [];
  for (const kind of subject === undefined ? [] : kinds) {
    yield;
    fixes.push(...kind(subject!));
  }
  return fixes;
}

/** Of fixes that make the same edits the first. */
function distinct(fixes: readonly Fix[]): Fix[] {
  const seen = new Set<string>();
  return fixes.filter(({ edits }) => {
    const key = JSON.stringify(edits);
    return !seen.has(key) && seen.add(key);
  });
}

/**
 * All that may be mended in a file unasked: the preferred fix of each finding that brings one (of two that touch each
 * other the first); where there is none, its shadowed and redundant rules go. Not both at once: a name that is mended
 * can give a rule its meaning back, and with it the need for another.
 */
export function fixAllIn(snapshot: Snapshot, path: string): TextEdit[] {
  const taken: TextEdit[] = [];
  for (const { place, fixes } of snapshot.findings()) {
    const edits = place.file === path ? (fixes?.find(({ preferred }) => preferred)?.edits ?? []) : [];
    if (edits.every((edit) => taken.every((other) => !meets(edit, other)))) taken.push(...edits);
  }
  const file = snapshot.file(path);
  if (taken.length === 0 && file !== undefined) return deleteAllIn(snapshot, file);
  return taken.sort((a, b) => comparePlaces(a.place, b.place));
}

const meets = ({ place: a }: TextEdit, { place: b }: TextEdit): boolean =>
  a.file === b.file && a.start <= b.end && b.start <= a.end;
