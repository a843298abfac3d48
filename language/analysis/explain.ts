import type { Connection } from '../findings.js';
import { tiers, type Action, type Rule, type Traffic } from '../policy/model.js';
import { seeing, treeOf, type Book, type Library, type World } from './book.js';
import { regionOf } from './coordinates.js';
import { bestHolder, bottom, decidedBefore, decidedBeforeRule } from './decided.js';
import { findUncovered, isWitness, type Budget, type Coverage, type Probe } from './engine/cover.js';
import { intersectRegions, type Region } from './engine/region.js';
import { connectionAt } from './witness.js';

/** The connections of a question that one rule decides. */
export interface Part {
  readonly action: 'allow' | 'deny';
  /** `undefined`: no rule decides them, which denies. */
  readonly rule: Rule | undefined;
  /** One of them. */
  readonly example: Connection;
}

export interface Explanation {
  /** `empty`: the question describes no connection. */
  readonly verdict: 'allow' | 'deny' | 'partly' | 'empty';
  /** Each rule that decides a connection (the first by place where several do), by place; the default last. */
  readonly parts: readonly Part[];
  /** False where the budget ran out: then parts may be missing. */
  readonly complete: boolean;
}

/** The traffic in one world. */
export interface Share {
  readonly world: World;
  readonly region: Region;
}

/** The traffic in each world in which there is any. */
export function sharesOf(library: Library, traffic: Traffic): Share[] {
  return library.tiers.worlds.flatMap((world) => {
    const region = regionOf(library.coordinates, traffic, world.name);
    return region === undefined ? [] : [{ world, region }];
  });
}

/** Who decides the connections of `traffic`, exactly, in steps. `pieces` limits the effort for each rule. */
export function* explainInSteps(
  library: Library,
  traffic: Traffic,
  pieces: number,
): Generator<void, Explanation> {
  const book = library.tiers;
  const shares = sharesOf(library, traffic);
  const parts: Part[] = [];
  let complete = true;
  const note = (rule: Rule | undefined, found: Coverage): boolean => {
    if (found === 'undecided') complete = false;
    if (!isWitness(found)) return false;
    const example = connectionAt(library.policy, library.coordinates, found, traffic);
    parts.push({ action: rule?.action === 'allow' ? 'allow' : 'deny', rule, example });
    return true;
  };
  for (const id of deciding(book, shares, ['deny', 'allow'])) {
    const found = firstIn(shares, (share) => decidedFirst(book, share, id, { pieces }));
    note(book.rules[id], found);
    yield;
  }
  note(
    undefined,
    firstIn(shares, (share) => undecided(book, share, { pieces })),
  );
  const actions = new Set(parts.map((part) => part.action));
  const verdict = shares.length === 0 ? 'empty' : actions.size > 1 ? 'partly' : ([...actions][0] ?? 'partly');
  return { verdict, parts, complete };
}

/** The answers of the worlds put together: a witness of the first that has one. */
export function firstIn(shares: readonly Share[], ask: (share: Share) => Coverage): Coverage {
  let result: Coverage = 'covered';
  for (const share of shares) {
    const answer = ask(share);
    if (isWitness(answer)) return answer;
    if (answer === 'undecided') result = answer;
  }
  return result;
}

/** Ids of the rules with one of the actions that meet the traffic, by place. */
export function deciding(book: Book, shares: readonly Share[], actions: readonly Action[]): number[] {
  const ids = new Set<number>();
  const seen = seeing(book, 1);
  for (const { world, region } of shares) {
    for (let tier = 0; tier < tiers.length; tier++) {
      for (const action of actions) {
        for (const entry of treeOf(world, tier, action).meeting(region, seen)) ids.add(entry.id);
      }
    }
  }
  return [...ids].sort((a, b) => a - b);
}

/** A connection of the share that the rule decides, alone or with others. */
export function decidedBy(book: Book, { world, region }: Share, id: number, budget: Budget): Coverage {
  const own = world.regions[id];
  const common = own && intersectRegions(own, region);
  if (common === undefined) return 'covered';
  return findUncovered(common, decidedBeforeRule(book, world, id, 1), world.space, budget, book.work);
}

/** A connection of the share for which the rule is the one to name: no rule of its tier and action stands before it. */
function decidedFirst(book: Book, { world, region }: Share, id: number, budget: Budget): Coverage {
  const own = world.regions[id];
  const common = own && intersectRegions(own, region);
  if (common === undefined) return 'covered';
  return findUncovered(common, namedBefore(book, world, id), world.space, budget, book.work);
}

/** The probe for "another rule than this one is named as deciding": a stronger one, or one of the same strength before it. */
export function namedBefore(book: Book, world: World, id: number): Probe {
  const stronger = decidedBeforeRule(book, world, id, 1);
  const tree = treeOf(world, book.rules[id].tier, book.rules[id].action);
  const before = seeing(book, 1, -1, 0, id);
  return (point, piece) => stronger(point, piece) ?? bestHolder(tree, point, piece, before);
}

/** A connection of the share that no rule decides. */
export function undecided(book: Book, { world, region }: Share, budget: Budget): Coverage {
  const seen = seeing(book, 1);
  return findUncovered(region, decidedBefore(world, bottom, seen, seen), world.space, budget, book.work);
}
