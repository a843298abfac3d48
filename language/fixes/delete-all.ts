import type { Fix, TextEdit } from '../findings.js';
import type { SourceFile } from '../names/declarations.js';
import type { Place } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { deletionOf } from './deletion.js';
import { fix } from './edits.js';
import { itemFrom, type FixSubject } from './subject.js';

/** Deletes all shadowed and redundant rules of the policy at once, this one and others. */
export function deleteAll({ snapshot, file: own, item }: FixSubject): Fix[] {
  const superfluous = superfluousRules(snapshot);
  if (superfluous.get(own)?.has(item) !== true) return [];
  const files = [...superfluous.keys()];
  const count = files.reduce((sum, file) => sum + superfluous.get(file)!.size, 0);
  if (count < 2) return [];
  const where = files.length === 1 ? '' : ` in ${files.length} files`;
  const edits = files.flatMap((file) => deletionOf(file, superfluous.get(file)!));
  return [fix(`Delete all ${count} rules${where} that are shadowed or redundant`, ...edits)];
}

/** The edits that delete all shadowed and redundant rules of one file. */
export function deleteAllIn(snapshot: Snapshot, file: SourceFile): TextEdit[] {
  const items = superfluousRules(snapshot).get(file);
  return items === undefined ? [] : deletionOf(file, items);
}

const known = new WeakMap<Snapshot, ReadonlyMap<SourceFile, ReadonlySet<number>>>();

/** By file the items of the rules that may go unseen. Any of them may go in any combination: so the findings are defined. */
function superfluousRules(snapshot: Snapshot): ReadonlyMap<SourceFile, ReadonlySet<number>> {
  let found = known.get(snapshot);
  if (found === undefined) known.set(snapshot, (found = findSuperfluous(snapshot)));
  return found;
}

function findSuperfluous(snapshot: Snapshot): ReadonlyMap<SourceFile, ReadonlySet<number>> {
  const found = new Map<SourceFile, Set<number>>();
  if (!isReadWhole(snapshot)) return found;
  const proven = provenPlaces(snapshot);
  for (const { code, place } of snapshot.findings()) {
    const file = snapshot.file(place.file);
    if (file === undefined || (code !== 'shadowed-rule' && code !== 'redundant-rule')) continue;
    const item = proven.has(keyOf(place)) ? itemFrom(file, place.start) : -1;
    if (item < 0) continue;
    if (!found.has(file)) found.set(file, new Set());
    found.get(file)!.add(item);
  }
  return found;
}

/** Whether no rule is left out because of a mistake in it: once mended, it could need one of those that went. */
function isReadWhole({ resolved: { policy, ruleCount } }: Snapshot): boolean {
  return policy.rulesets.reduce((sum, { rules }) => sum + rules.length, policy.rules.length) === ruleCount;
}

/** Places of the rules that no day to come makes needed. */
function provenPlaces({ analysis, resolved: { policy } }: Snapshot): ReadonlySet<string> {
  const places = new Set<string>();
  for (const { book, facts } of analysis.books()) {
    facts.forEach(({ state, redundantBy, neededFrom, undecided }, id) => {
      const reported = state === 'shadowed' || redundantBy !== undefined;
      const lasting = neededFrom === undefined && !undecided.includes('expiry');
      if (reported && lasting) places.add(keyOf(policy.placeOf(book.rules[id])));
    });
  }
  return places;
}

const keyOf = ({ file, start }: Place): string => `${file}\n${start}`;
