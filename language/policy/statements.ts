import type { SourceFile } from '../names/declarations.js';
import { listChanged } from '../text/lists.js';
import type { Changes } from './environment.js';
import { isFileTouched, readStatements, type FileStatements } from './file-statements.js';
import { wordsOf } from './folded.js';
import type { Expectation, Never, Rule, Ruleset } from './model.js';
import { renumbered } from './renumber.js';
import { textOf } from './resolved-rule.js';
import type { Tables } from './rule.js';
import type { Scope } from './scope.js';

/** All that speaks of connections. What is in error is left out of these lists, and has been reported. */
export interface Statements {
  readonly rules: readonly Rule[];
  readonly rulesets: readonly Ruleset[];
  readonly nevers: readonly Never[];
  readonly expectations: readonly Expectation[];
  /** How many rules the text holds, those in error, expired and in rulesets included. */
  readonly ruleCount: number;
  /** For the next time. */
  readonly read: StatementsRead;
}

/** What was read of a policy's statements, for the next time. */
export interface StatementsRead {
  readonly byPath: ReadonlyMap<string, FileStatements>;
  /** No name was declared twice: then every flow has the name that its text gives it. */
  readonly isUnique: boolean;
  /** How many rules each name made from content stands for; goes over to the next state. */
  counts: Map<string, number> | undefined;
}

/**
 * Resolves the rules, rulesets, intents and tests of `files` (sorted by path). `before` is what was read of an earlier
 * state, and `changes` what has come to stand for something else since.
 */
export function resolveStatements(
  scope: Scope,
  files: readonly SourceFile[],
  tables: Tables,
  before?: StatementsRead,
  changes?: Changes,
): Statements {
  const lists: (readonly Rule[])[] = [];
  const rulesets: Ruleset[] = [];
  const nevers: Never[] = [];
  const expectations: Expectation[] = [];
  const byPath = new Map<string, FileStatements>();
  const isUnique = scope.declarations.duplicates.length === 0;
  const kept = before?.isUnique && isUnique ? keptCounts(files, before) : undefined;
  const counts = kept?.counts ?? new Map<string, number>();
  let ruleCount = 0;
  const reading = { scope, tables, changes, counts: kept ? undefined : counts };
  for (const file of files) {
    const earlier = before?.byPath.get(file.path);
    const stays =
      kept && earlier?.file === file && earlier.isSound && !(changes && isFileTouched(file, changes));
    let read = stays ? earlier : readStatements(reading, file, earlier);
    if (kept && kept.again.size > 0) read = renumbered(read, kept.again);
    byPath.set(file.path, read);
    lists.push(read.rules);
    for (const ruleset of read.rulesets) rulesets.push(ruleset);
    for (const never of read.nevers) nevers.push(never);
    for (const expectation of read.expectations) expectations.push(expectation);
    ruleCount += read.ruleCount;
  }
  const rules = joined(lists);
  return { rules, rulesets, nevers, expectations, ruleCount, read: { byPath, isUnique, counts } };
}

/** All rules of some lists in one, which is the list itself where there is one. */
function joined(lists: readonly (readonly Rule[])[]): readonly Rule[] {
  if (lists.length === 1) return lists[0];
  const rules = new Array<Rule>(lists.reduce((sum, { length }) => sum + length, 0));
  let next = 0;
  for (const list of lists) for (let i = 0; i < list.length; i++) rules[next++] = list[i];
  return rules;
}

/** More contents than these are not numbered anew one by one. */
const mostRenumbered = 8;

/** The counts of contents in a state after an edit. */
interface KeptCounts {
  readonly counts: Map<string, number>;
  /** Those contents of which there were or are several, where an edit has put in or taken out one: 0 for each. */
  readonly again: Map<string, number>;
}

/**
 * The counts of contents, taken over from the state before an edit; `undefined` where the edit is so large that counting anew
 * costs no more. The edit changes the name of no rule that it does not touch, but of those that say what it puts in or out.
 */
function keptCounts(files: readonly SourceFile[], before: StatementsRead): KeptCounts | undefined {
  const { counts, byPath } = before;
  if (counts === undefined || files.length !== byPath.size) return undefined;
  const changes = new Map<string, number>();
  for (const file of files) {
    const old = byPath.get(file.path)?.file;
    if (old === undefined) return undefined;
    if (old === file) continue;
    const { start, end, moved } = listChanged(old.tree.items, file.tree.items);
    count(changes, old, start, end - moved, -1);
    count(changes, file, start, end, 1);
  }
  const again = new Map<string, number>();
  for (const [text, change] of changes) {
    const known = counts.get(text) ?? 0;
    if (Math.max(known, known + change) > 1) again.set(text, 0);
  }
  if (again.size > mostRenumbered) return undefined;
  before.counts = undefined;
  for (const [text, change] of changes) {
    const now = (counts.get(text) ?? 0) + change;
    if (now > 0) counts.set(text, now);
    else counts.delete(text);
  }
  return { counts, again };
}

/** Counts the contents of the rules without a name from one item of a file to another (exclusive), so many times each. */
function count(
  counts: Map<string, number>,
  file: SourceFile,
  start: number,
  end: number,
  times: number,
): void {
  for (let item = start; item < end; item++) {
    const node = file.tree.items[item];
    if (node.kind !== 'rule' || node.flow !== undefined) continue;
    const text = textOf(wordsOf({ file, item }, node));
    counts.set(text, (counts.get(text) ?? 0) + times);
  }
}
