import type { Action, Policy, Rule } from '../policy/model.js';
import { tiers } from '../policy/model.js';
import { coordinatesOf, regionOf, worlds, type Coordinates, type WorldName } from './coordinates.js';
import type { Entry, Filter, Index } from './engine/index.js';
import { LazyTree } from './engine/list.js';
import { Tree } from './engine/tree.js';
import type { Region } from './engine/region.js';
import type { Space } from './engine/space.js';
import { noWork, type Work } from './engine/work.js';

/** How strong an action is in its tier, strongest first; also its place among the trees of a tier. */
export const strength = { pass: 0, deny: 1, allow: 2 } as const satisfies Record<Action, number>;
const strengths = 3;

/** One world's part of a book: the region of each rule that has one there, and indexes over them. */
export interface World {
  readonly name: WorldName;
  readonly space: Space;
  /** By rule id. */
  readonly regions: readonly (Region | undefined)[];
  /** Of tiers: an index for each tier and action, `tier * 3 + strength`. Of a ruleset: one. */
  readonly trees: readonly Index[];
  /** Of a ruleset: an index for each action, by `strength`. */
  readonly actions: readonly Index[];
  /** All rules of the world in one tree: for what meets a rule. */
  readonly all: Tree;
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
  readonly coordinates: Coordinates;
  /** What takes part: `present.kept` everywhere until findings say otherwise. */
  readonly states: Uint8Array;
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

/** Builds the indexes. */
export function openLibrary(policy: Policy): Library {
  const work = noWork();
  const all = [policy.rules, ...policy.rulesets.map((ruleset) => ruleset.rules)];
  const coordinates = coordinatesOf(
    policy,
    all.flat().filter((rule) => !rule.expired),
  );
  const book = (rules: readonly Rule[], ruleset?: string): Book => {
    const keys = Int8Array.from(rules, treeIndex);
    return {
      ruleset,
      rules,
      keys,
      worlds: worlds.map((name) =>
        openWorld(name, rules, ruleset === undefined ? keys : undefined, coordinates, work),
      ),
      coordinates,
      states: new Uint8Array(rules.length),
      work,
    };
  };
  return {
    policy,
    coordinates,
    tiers: book(policy.rules),
    rulesets: policy.rulesets.map((ruleset) => book(ruleset.rules, ruleset.name)),
    work,
  };
}

const rulesetActions: readonly Action[] = ['pass', 'deny', 'allow'];

function openWorld(
  name: WorldName,
  rules: readonly Rule[],
  keys: Int8Array | undefined,
  coordinates: Coordinates,
  work: Work,
): World {
  const space = coordinates.spaces[name];
  const entries: Entry[][] = Array.from(
    { length: keys === undefined ? 1 : tiers.length * strengths },
    () => [],
  );
  const all: Entry[] = [];
  const regions = rules.map((rule, id) => {
    const region = rule.expired ? undefined : regionOf(coordinates, rule, name);
    if (region === undefined) return undefined;
    const entry = { id, region };
    all.push(entry);
    entries[keys === undefined ? 0 : keys[id]].push(entry);
    return region;
  });
  const tree = new Tree(all, space, work);
  const trees = keys === undefined ? [tree] : entries.map((list) => new LazyTree(list, space, work));
  const actions =
    keys !== undefined
      ? []
      : rulesetActions.map(
          (action) =>
            new LazyTree(
              all.filter(({ id }) => rules[id].action === action),
              space,
              work,
            ),
        );
  return { name, space, regions, trees, actions, all: tree };
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

/** Whether the rule matches anything at all. */
export const isLive = (book: Book, id: number): boolean =>
  book.worlds.some((world) => world.regions[id] !== undefined);
