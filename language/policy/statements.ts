import type { SourceFile } from '../names/declarations.js';
import { listChanged } from '../text/lists.js';
import type { Changes } from './environment.js';
import { isFileTouched, readStatements, type FileStatements } from './file-statements.js';
import { wordsOf } from './folded.js';
import type { Expectation, Never, Rule, Ruleset } from './model.js';
import { textOf } from './resolved-rule.js';
import { firstFrom } from './rule-places.js';
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
  const counts = kept ?? new Map<string, number>();
  let ruleCount = 0;
  const reading = { scope, tables, changes, counts: kept ? undefined : counts };
  for (const file of files) {
    const earlier = before?.byPath.get(file.path);
    const stays =
      kept && earlier?.file === file && earlier.isSound && !(changes && isFileTouched(file, changes));
    const read = stays ? earlier : readStatements(reading, file, earlier);
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

/**
 * The counts of names made from content, where an edit changes the name of no rule that it does not touch: the rules that
 * it takes out and puts in are the only ones that say what they say.
 */
function keptCounts(files: readonly SourceFile[], before: StatementsRead): Map<string, number> | undefined {
  const { counts, byPath } = before;
  if (counts === undefined || files.length !== byPath.size) return undefined;
  const gone: string[] = [];
  const come: string[] = [];
  for (const file of files) {
    const old = byPath.get(file.path);
    if (old === undefined) return undefined;
    if (old.file === file) continue;
    const { start, end, moved } = listChanged(old.file.tree.items, file.tree.items);
    gone.push(...madeNamesIn(old, start, end - moved));
    for (let item = start; item < end; item++) {
      const node = file.tree.items[item];
      if (node.kind === 'rule' && node.flow === undefined) come.push(textOf(wordsOf({ file, item }, node)));
    }
  }
  const rest = new Set(gone);
  const isOwn = gone.every((name) => counts.get(name) === 1) && new Set(come).size === come.length;
  if (!isOwn || come.some((name) => counts.has(name) && !rest.has(name))) return undefined;
  before.counts = undefined;
  for (const name of gone) counts.delete(name);
  for (const name of come) counts.set(name, 1);
  return counts;
}

/** The names made from content of the rules, also those in error, from one item to another (exclusive). */
function madeNamesIn({ file, all, items, madeNames }: FileStatements, start: number, end: number): string[] {
  const names: string[] = [];
  for (let item = start, next = firstFrom(items, start); item < end; item++) {
    const rule = items[next] === item ? all[next++] : undefined;
    const name = madeNames.get(file.tree.items[item]) ?? (rule?.named === false ? rule.name : undefined);
    if (name !== undefined) names.push(name);
  }
  return names;
}
