import type { Subject } from '../checks/rules/words.js';
import type { Finding } from '../findings.js';
import { placeOfItem, type SourceFile } from '../names/declarations.js';
import type { Policy, Rule } from '../policy/model.js';
import { comparePlaces, type Place } from '../text/span.js';
import type { RuleItem } from '../syntax/tree.js';
import type { Snapshot } from '../workspace.js';
import { firstFrom, firstThat } from '../text/search.js';

/** Pieces of regions that the proofs of one fix may look at: a light bulb must not keep its reader waiting. */
export const proofPieces = 10_000;

/** A rule that a finding is about, with what is known of it and where its text stands. */
export interface FixSubject extends Subject {
  readonly snapshot: Snapshot;
  readonly file: SourceFile;
  /** Index of the rule's item in the file. */
  readonly item: number;
  readonly node: RuleItem;
}

/** The rule of a finding; `undefined` where the finding is about none, or its text was read with a guess. */
export function subjectOf(snapshot: Snapshot, { place }: Finding): FixSubject | undefined {
  const file = snapshot.file(place.file);
  const item = file === undefined ? -1 : itemFrom(file, place.start);
  const node = file?.tree.items[item];
  if (file === undefined || node?.kind !== 'rule' || node.problems.length > 0) return undefined;
  const { policy } = snapshot.resolved;
  const whole = placeOfItem(file, item);
  for (const { book, facts, near, breadths } of snapshot.analysis.books()) {
    const id = ruleAt(policy, book.rules, whole);
    if (id >= 0)
      return { book, id, rule: book.rules[id], facts: facts[id], near, breadths, snapshot, file, item, node };
  }
  return undefined;
}

/** Index of the rule that stands at a place, of a list by place; -1 where none does. */
function ruleAt(policy: Policy, rules: readonly Rule[], place: Place): number {
  const id = firstThat(0, rules.length, (id) => comparePlaces(policy.placeOf(rules[id]), place) >= 0);
  return id < rules.length && policy.isAt(rules[id], place) ? id : -1;
}

export const samePlace = (a: Place, b: Place): boolean => a.start === b.start && a.file === b.file;

/** Index of the item that begins at `start`, -1 where none does. */
export function itemFrom({ tree: { starts } }: SourceFile, start: number): number {
  const item = firstFrom(starts, start);
  return starts[item] === start ? item : -1;
}
