import type { Action, Policy, Rule } from '../policy/model.js';
import { tiers } from '../policy/model.js';
import {
  coordinatesOf,
  regionOf,
  worlds,
  type ChangedRules,
  type Coordinates,
  type WorldName,
} from './coordinates.js';
import type { Filter, Index, Regions } from './engine/index.js';
import { LazyTree } from './engine/list.js';
import type { Region } from './engine/region.js';
import type { Space } from './engine/space.js';
import { noWork, type Work } from './engine/work.js';
import { carryList, carryNumbers, type Lineage } from './lineage.js';
import { carryRuleNumbers, ownNumbers, type Numbers } from './numbers.js';

/** How strong an action is in its tier, strongest first; also its place among the trees of a tier. */
export const strength = { pass: 0, deny: 1, allow: 2 } as const satisfies Record<Action, number>;
const strengths = 3;

/** One world's part of a book: the region of each rule that has one there, and indexes over them. */
export interface World {
  readonly name: WorldName;
  readonly space: Space;
  /** By rule id what the rule matches in this world; `undefined` where that is nothing. */
  readonly regions: Regions;
  /** Of tiers: an index for each tier and action, `tier * 3 + strength`. Of a ruleset: one. */
  readonly trees: readonly Index[];
  /** Of a ruleset: an index for each action, by `strength`. */
  readonly actions: readonly Index[];
  /** All rules of the world in one index: for what meets a rule. */
  readonly all: LazyTree;
  /** The same rules by their keys. */
  readonly parts: readonly LazyTree[];
}

/**
 * Rules that are judged together: those of the tiers, or those of one ruleset. A rule's id is its index in `rules`, which
 * are by place. A rule that has expired or is empty has no region in any world.
 */
export interface Book {
  /** The ruleset's name; `undefined` for the tiers. */
  readonly ruleset: string | undefined;
  readonly rules: readonly Rule[];
  readonly worlds: readonly World[];
  /** By rule id, where its index stands among the `trees` of the tiers: `tier * 3 + strength`. */
  readonly keys: Int8Array;
  /** By rule id the number that names the rule in facts: it stays the same for as long as the rule does. */
  readonly numbers: Numbers;
  readonly coordinates: Coordinates;
  /** What takes part: `present.kept` everywhere until findings say otherwise. */
  readonly states: Uint8Array;
  /** Some rule that takes part will end. */
  readonly isDated: boolean;
  readonly work: Work;
}

/** States of a rule while rules are thought away; a filter sees states up to one of them. */
export const present = {
  /** It stays. */
  kept: 0,
  /** It is shadowed or reported as redundant: somebody may delete it, or not. */
  removable: 1,
  /** It takes no part. */
  gone: 2,
} as const;

/** All indexes over a policy's rules: what every question is asked of. */
export interface Library {
  readonly policy: Policy;
  readonly coordinates: Coordinates;
  readonly tiers: Book;
  readonly rulesets: readonly Book[];
  readonly work: Work;
}

/**
 * Builds the indexes. `before` is what is known of an earlier state of the same policy: what the two have in common is
 * kept, and every answer is the same as without it. `shared` are coordinates that tell apart all that the rules do, for
 * libraries whose regions are to be compared.
 */
export function openLibrary(policy: Policy, before?: Ancestors, shared?: Coordinates): Library {
  const work = noWork();
  const layout = before && { coordinates: before.coordinates, changed: changedRules(policy, before) };
  const coordinates = shared ?? coordinatesOf(policy, allRules(policy), layout);
  const book = (rules: readonly Rule[], ruleset?: string): Book => {
    const ancestor = before?.find(ruleset);
    const keys = keysOf(rules, ancestor);
    const setting = { rules, keys, isRuleset: ruleset !== undefined, coordinates, work };
    const opened = worlds.map((name, i) =>
      openWorld(
        name,
        setting,
        ancestor?.book.coordinates === coordinates
          ? { lineage: ancestor.lineage, world: ancestor.book.worlds[i] }
          : undefined,
      ),
    );
    const numbers = ancestor
      ? carryRuleNumbers(ancestor.book.numbers, ancestor.lineage)
      : ownNumbers(rules.length);
    const isDated = hasDated(rules, ancestor);
    const states = new Uint8Array(rules.length);
    return { ruleset, rules, keys, numbers, worlds: opened, coordinates, states, isDated, work };
  };
  return {
    policy,
    coordinates,
    tiers: book(policy.rules),
    rulesets: policy.rulesets.map((ruleset) => book(ruleset.rules, ruleset.name)),
    work,
  };
}

/** The rules of the tiers, then those of each ruleset. */
export const allRules = ({ rules, rulesets }: Policy): (readonly Rule[])[] => [
  rules,
  ...rulesets.map((ruleset) => ruleset.rules),
];

/** How rules differ from those of an earlier state; `undefined` where that is not known of all of them. */
function changedRules(policy: Policy, before: Ancestors): ChangedRules | undefined {
  if (!before.isWhole) return undefined;
  const come: Rule[] = [];
  const gone: Rule[] = [];
  const lists = [{ name: undefined, rules: policy.rules }, ...policy.rulesets];
  for (const { name, rules } of lists) {
    const ancestor = before.find(name);
    if (ancestor === undefined) return undefined;
    for (const id of ancestor.lineage.come) come.push(rules[id]);
    for (const id of ancestor.lineage.gone) gone.push(ancestor.book.rules[id]);
  }
  return { come, gone };
}

/** Earlier states of books, and what became of their rules. */
export interface Ancestors {
  readonly coordinates: Coordinates;
  /** Every earlier book has one of now that came out of it. */
  readonly isWhole: boolean;
  /** The book of a ruleset, or of the tiers. */
  find(ruleset: string | undefined): Ancestor | undefined;
}

export interface Ancestor {
  readonly book: Book;
  readonly lineage: Lineage;
}

function keysOf(rules: readonly Rule[], ancestor: Ancestor | undefined): Int8Array {
  const keys = new Int8Array(rules.length);
  if (ancestor !== undefined) {
    carryNumbers(ancestor.book.keys, ancestor.lineage, keys);
    for (const id of ancestor.lineage.come) keys[id] = treeIndex(rules[id]);
  } else for (let id = 0; id < rules.length; id++) keys[id] = treeIndex(rules[id]);
  return keys;
}

function hasDated(rules: readonly Rule[], ancestor: Ancestor | undefined): boolean {
  const isDated = (rule: Rule): boolean => rule.expires !== undefined && !rule.expired;
  if (ancestor?.book.isDated === false) return ancestor.lineage.come.some((id) => isDated(rules[id]));
  return rules.some(isDated);
}

/** What the worlds of a book have in common. */
interface Setting {
  readonly rules: readonly Rule[];
  readonly keys: Int8Array;
  readonly isRuleset: boolean;
  readonly coordinates: Coordinates;
  readonly work: Work;
}

interface Before {
  readonly lineage: Lineage;
  readonly world: World;
}

function openWorld(name: WorldName, setting: Setting, before: Before | undefined): World {
  const { isRuleset, coordinates, work, keys } = setting;
  const space = coordinates.spaces[name];
  const regions = regionsOf(name, setting, before);
  const follow = (tree: LazyTree, old: LazyTree | undefined): LazyTree => {
    if (before && old) tree.follow(old, before.lineage, before.lineage.come);
    return tree;
  };
  const all = follow(new LazyTree(regions, space, work), before?.world.all);
  const first = isRuleset ? -strengths : 0;
  const sizes = countKeys(regions, keys, first, isRuleset ? strengths : tiers.length * strengths);
  const parts = sizes.map((size, i) =>
    follow(
      new LazyTree(regions, space, work, { whole: all, keys, key: first + i, size }),
      before?.world.parts[i],
    ),
  );
  const [trees, actions] = isRuleset ? [[all], parts] : [parts, []];
  return { name, space, regions, all, parts, trees, actions };
}

/** How many entries there are of each key, of which the least is `first`. */
function countKeys(regions: Regions, keys: Int8Array, first: number, count: number): number[] {
  const sizes = new Array<number>(count).fill(0);
  for (let id = 0; id < regions.length; id++) if (regions[id] !== undefined) sizes[keys[id] - first]++;
  return sizes;
}

/** By id what each rule matches in a world. */
function regionsOf(name: WorldName, { rules, coordinates }: Setting, before: Before | undefined): Regions {
  const region = (id: number): Region | undefined =>
    rules[id].expired ? undefined : regionOf(coordinates, rules[id], name);
  if (before !== undefined) {
    const regions = carryList(before.world.regions, before.lineage, undefined);
    for (const id of before.lineage.come) regions[id] = region(id);
    return regions;
  }
  const regions = new Array<Region | undefined>(rules.length);
  for (let id = 0; id < rules.length; id++) regions[id] = region(id);
  return regions;
}

const treeIndex = ({ tier, action }: Pick<Rule, 'tier' | 'action'>): number =>
  tier * strengths + strength[action];

/** The tree of the rules of a tier with an action. */
export const treeOf = (world: World, tier: number, action: Action): Index =>
  world.trees[treeIndex({ tier, action })];

/** A filter that sees rules of a book in the given state or better. */
export function seeing(book: Book, most: number, except = -1, from = 0, below = book.rules.length): Filter {
  return { states: book.states, most, except, from, below };
}
