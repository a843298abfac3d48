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
 * should leave alone keeps its verdict, what it should mend is mended. Worked out when first asked for, and kept.
 */
export function fixesFor(snapshot: Snapshot, finding: Finding): readonly Fix[] {
  let ofSnapshot = known.get(snapshot);
  if (ofSnapshot === undefined) known.set(snapshot, (ofSnapshot = new Map()));
  let fixes = ofSnapshot.get(finding);
  if (fixes === undefined) ofSnapshot.set(finding, (fixes = distinct(findFixes(snapshot, finding))));
  return fixes;
}

function findFixes(snapshot: Snapshot, finding: Finding): Fix[] {
  const about = (...kinds: ((subject: FixSubject) => Fix[])[]): Fix[] => {
    const subject = subjectOf(snapshot, finding);
    return subject === undefined ? [] : kinds.flatMap((kind) => kind(subject));
  };
  switch (finding.code) {
    case 'shadowed-rule':
      return [...about(deleteRule), ...passFor(snapshot, finding), ...about(deleteAll)];
    case 'redundant-rule':
      return about(deleteRule, deleteAll);
    case 'conflict':
      return about((subject) =>
        firstOf(
          () => exceptStronger(subject),
          () => narrow(subject),
        ),
      );
    case 'exception':
    case 'broad-rule':
      return about(narrow);
    case 'inert-rule':
      return about(deleteInert);
    case 'masked-rule':
      return [...about(narrow), ...passFor(snapshot, finding)];
    case 'test-failed':
      return passFor(snapshot, finding);
    default:
      return [];
  }
}

/** What the first way that leads anywhere gives. */
function firstOf(...ways: readonly (() => Fix[])[]): Fix[] {
  for (const way of ways) {
    const fixes = way();
    if (fixes.length > 0) return fixes;
  }
  return [];
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
