import type { SourceFile } from '../names/declarations.js';
import type { Place } from '../text/span.js';
import type { Rule } from './model.js';
import { ResolvedRule } from './resolved-rule.js';

/** The rules of one state of a file, in tiers and in rulesets. */
export interface PlacedRules {
  readonly file: SourceFile;
  /** By place; those in error that say nothing are left out. */
  readonly all: readonly ResolvedRule[];
  /** Index of the item of each in the file's tree. */
  readonly items: Int32Array;
  readonly search: Search;
}

/** What the last searches for rules of a file have taught. */
export interface Search {
  /** How much further on than when it was last looked for the rule found last stands: most rules have moved alike. */
  shift: number;
  /** Indexes of all rules, made when the hints are of no use. */
  byRule: Map<Rule, number> | undefined;
}

/** A search that has learned nothing. */
export const newSearch = (): Search => ({ shift: 0, byRule: undefined });

/** The place of a rule that one of the files holds; throws where none does. */
export function placeOfRule(files: ReadonlyMap<string, PlacedRules>, rule: Rule): Place {
  const rules = rulesOf(files, rule);
  const { starts, ends } = rules.file.tree;
  const item = itemOf(rules, rule);
  return { file: rule.file, start: starts[item], end: ends[item] };
}

/** Whether a rule that one of the files holds stands at a place. */
export function isRuleAt(files: ReadonlyMap<string, PlacedRules>, rule: Rule, place: Place): boolean {
  if (rule.file !== place.file) return false;
  const rules = rulesOf(files, rule);
  const { starts, ends } = rules.file.tree;
  const item = itemOf(rules, rule);
  return starts[item] === place.start && ends[item] === place.end;
}

function rulesOf(files: ReadonlyMap<string, PlacedRules>, rule: Rule): PlacedRules {
  return files.get(rule.file) ?? missing(rule);
}

const itemOf = (rules: PlacedRules, rule: Rule): number => rules.items[indexOf(rules, rule)];

/** How far from where it was a rule is looked for, before all are looked through. */
const farthest = 64;

function indexOf({ all, search }: PlacedRules, rule: Rule): number {
  if (!(rule instanceof ResolvedRule)) return missing(rule);
  const last = rule.lastIndex;
  if (all[last] === rule) return last;
  if (all[last + search.shift] === rule) return (rule.lastIndex = last + search.shift);
  const at = nearBy(all, rule) ?? indexed(all, search).get(rule) ?? missing(rule);
  search.shift = at - last;
  return (rule.lastIndex = at);
}

function nearBy(all: readonly Rule[], rule: ResolvedRule): number | undefined {
  const last = rule.lastIndex;
  for (let distance = 1; distance <= farthest; distance++) {
    if (all[last + distance] === rule) return last + distance;
    if (all[last - distance] === rule) return last - distance;
  }
  return undefined;
}

function indexed(all: readonly Rule[], search: Search): Map<Rule, number> {
  return (search.byRule ??= new Map(all.map((rule, index) => [rule, index])));
}

function missing(rule: Rule): never {
  throw new Error(`The policy has no such rule in ${rule.file}: ${rule.name}`);
}
