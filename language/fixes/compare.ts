import { seeing, openLibrary, treeOf, type Book, type Library, type World } from '../analysis/book.js';
import { regionOf } from '../analysis/coordinates.js';
import { without } from '../analysis/decided.js';
import { findUncovered, isWitness, type Budget } from '../analysis/engine/cover.js';
import { intersectRegions, type Point, type Region } from '../analysis/engine/region.js';
import { deciding, sharesOf } from '../analysis/explain.js';
import { connectionAt } from '../analysis/witness.js';
import type { Connection } from '../findings.js';
import { tiers, type Policy, type Rule, type Traffic } from '../policy/model.js';

/** What a change of rules does to verdicts. */
export interface Difference {
  /** A connection that was allowed and is denied after. */
  readonly denied?: Connection;
  /** A connection that was denied and is allowed after. */
  readonly allowed?: Connection;
  /** The budget ran out: there may be connections of which nothing is known. */
  readonly undecided: boolean;
}

/** More rules around a change than this are not looked at. */
const mostRules = 1_000;

/**
 * Which verdicts of the tiers differ where rules say something else; exact within the budget. `pairs` are the rules that
 * change, each before and after; both take up the same conditions. All other rules of the policy stay.
 */
export function compareVerdicts(
  library: Library,
  pairs: readonly (readonly [before: Rule, after: Rule])[],
  budget: Budget,
): Difference {
  const touched = pairs.flatMap(([a, b]) => (saySame(a, b) ? [a] : [a, b])).filter(({ expired }) => !expired);
  const ids = new Set(
    touched.flatMap((rule) => deciding(library.tiers, sharesOf(library, rule), ['pass', 'deny', 'allow'])),
  );
  if (ids.size > mostRules) return { undecided: true };
  const changed = new Map(pairs);
  const around = [...ids].map((id) => library.tiers.rules[id]).filter((rule) => !changed.has(rule));
  const books = commonBooks(library.policy, [...around, ...changed.keys()], [...around, ...changed.values()]);
  if (books === undefined) return { undecided: true };
  const look = (action: 'allow' | 'deny'): Connection | 'undecided' | undefined =>
    firstChange(library.policy, books, touched, action, budget);
  const [denied, allowed] = [look('deny'), look('allow')];
  return {
    undecided: denied === 'undecided' || allowed === 'undecided',
    ...(typeof denied === 'object' && { denied }),
    ...(typeof allowed === 'object' && { allowed }),
  };
}

const saySame = (a: Rule, b: Rule): boolean =>
  a.source === b.source && a.destination === b.destination && a.services === b.services;

type Books = readonly [before: Book, after: Book];

/** Both lists of rules over one layout of the integers, so that a region of one is a region of the other. */
function commonBooks(policy: Policy, before: readonly Rule[], after: readonly Rule[]): Books | undefined {
  const bare = { ...policy, rulesets: [], nevers: [], expectations: [] };
  const { coordinates } = openLibrary({ ...bare, rules: [...before, ...after] });
  const ancestors = { coordinates, isWhole: false, find: () => undefined };
  const [old, now] = [before, after].map((rules) => openLibrary({ ...bare, rules }, ancestors).tiers);
  return old.coordinates === coordinates && now.coordinates === coordinates ? [old, now] : undefined;
}

/** A connection of the traffic whose verdict becomes `action`. */
function firstChange(
  policy: Policy,
  [before, after]: Books,
  traffic: readonly Traffic[],
  action: 'allow' | 'deny',
  budget: Budget,
): Connection | 'undecided' | undefined {
  let result: 'undecided' | undefined;
  for (const one of traffic) {
    for (const [i, world] of before.worlds.entries()) {
      const region = regionOf(before.coordinates, one, world.name);
      if (region === undefined) continue;
      const probe = (point: Point, piece: Region): Region | undefined => {
        const old = verdictAround(before, world, point, piece);
        const now = verdictAround(after, after.worlds[i], point, old.region);
        return old.action !== now.action && now.action === action ? undefined : now.region;
      };
      const found = findUncovered(region, probe, world.space, budget, before.work);
      if (isWitness(found)) return connectionAt(policy, before.coordinates, found, one);
      if (found === 'undecided') result = found;
    }
  }
  return result;
}

/** The verdict on a point, and a part of `region` around it that has the same. */
function verdictAround(
  book: Book,
  world: World,
  point: Point,
  region: Region,
): { readonly action: 'allow' | 'deny'; readonly region: Region } {
  const seen = seeing(book, 1);
  let rest = region;
  for (let tier = 0; tier < tiers.length; tier++) {
    const [passes, denies, allows] = (['pass', 'deny', 'allow'] as const).map((action) =>
      treeOf(world, tier, action),
    );
    const [passed] = passes.largestHolders(point, seen, 1);
    if (passed !== undefined) {
      rest = intersectRegions(rest, passed.region)!;
      continue;
    }
    const [denied] = denies.largestHolders(point, seen, 1);
    const [allowed] = denied === undefined ? allows.largestHolders(point, seen, 1) : [];
    const decider = denied ?? allowed;
    if (decider !== undefined) rest = intersectRegions(rest, decider.region)!;
    const other = decider === undefined ? [denies, allows] : denied ? [passes] : [passes, denies];
    for (const tree of other) rest = without(rest, tree.meeting(rest, seen), point, world.space);
    if (decider !== undefined) return { action: denied ? 'deny' : 'allow', region: rest };
  }
  return { action: 'deny', region: rest };
}
