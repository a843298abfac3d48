import type { Connection } from '../findings.js';
import type { Expectation, Never, Rule, Traffic } from '../policy/model.js';
import type { Library } from './book.js';
import { decidedBy, deciding, firstIn, sharesOf, undecided } from './explain.js';
import { isWitness, type Coverage } from './engine/cover.js';
import { reachOf } from './reach.js';
import { decidersAt, worldOf } from './verdict.js';
import { connectionAt } from './witness.js';

/** One connection of a counter-example with the rules that decide it, by place; none where no rule does. */
export interface Hop {
  readonly connection: Connection;
  readonly rules: readonly Rule[];
}

/** Whether an intent or expectation holds; where it does not, a counter-example, of several hops for `reaches`. */
export type Outcome =
  | { readonly state: 'holds' | 'undecided' | 'empty' }
  | { readonly state: 'violated'; readonly hops: readonly Hop[] };

/** Whether no connection, or no chain of connections, that the intent forbids is allowed. */
export function checkNever(library: Library, never: Never, pieces: number): Outcome {
  if (never.hops !== undefined) return reachOf(library, never, never.hops, pieces);
  return unless(library, never, findAllowed(library, never, pieces));
}

/** Whether every connection that the expectation describes has the verdict it expects. */
export function checkExpectation(library: Library, expectation: Expectation, pieces: number): Outcome {
  const find = expectation.expected === 'allow' ? findDenied : findAllowed;
  return unless(library, expectation, find(library, expectation, pieces));
}

function unless(library: Library, traffic: Traffic, found: Coverage | 'empty'): Outcome {
  if (found === 'covered') return { state: 'holds' };
  if (!isWitnessOrEmpty(found)) return { state: 'undecided' };
  if (found === 'empty') return { state: 'empty' };
  const connection = connectionAt(library.policy, library.coordinates, found, traffic);
  const rules = decidersAt(library.tiers, worldOf(library.tiers, found), found);
  return { state: 'violated', hops: [{ connection, rules }] };
}

const isWitnessOrEmpty = (found: Coverage | 'empty'): found is Exclude<Coverage, string> | 'empty' =>
  found === 'empty' || isWitness(found);

/** An allowed connection of the traffic. */
export function findAllowed(library: Library, traffic: Traffic, pieces: number): Coverage | 'empty' {
  return findDecided(library, traffic, 'allow', pieces);
}

/** A denied connection of the traffic: one that a rule denies rather than one that no rule decides. */
export function findDenied(library: Library, traffic: Traffic, pieces: number): Coverage | 'empty' {
  const shares = sharesOf(library, traffic);
  const found = findDecided(library, traffic, 'deny', pieces);
  if (isWitnessOrEmpty(found)) return found;
  const open = firstIn(shares, (share) => undecided(library.tiers, share, { pieces }));
  return isWitness(open) || found === 'covered' ? open : found;
}

function findDecided(
  library: Library,
  traffic: Traffic,
  action: 'allow' | 'deny',
  pieces: number,
): Coverage | 'empty' {
  const shares = sharesOf(library, traffic);
  if (shares.length === 0) return 'empty';
  let result: Coverage = 'covered';
  for (const id of deciding(library.tiers, shares, [action])) {
    const found = firstIn(shares, (share) => decidedBy(library.tiers, share, id, { pieces }));
    if (isWitness(found)) return found;
    if (found === 'undecided') result = found;
  }
  return result;
}
