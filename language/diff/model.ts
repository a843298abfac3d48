import type { Connection } from '../findings.js';
import type { EndpointSet } from '../net/endpoints.js';
import type { ServiceSet } from '../net/services.js';
import type { Policy, Rule } from '../policy/model.js';

/** What of an end a change is about: a zone or workload, whole or in part; `*` and `shop.*` as in the segment graph; `any`. */
export interface EndName {
  readonly id: string;
  /** Names of what is nested in it and not meant. */
  readonly except: readonly string[];
  /** The addresses and symbols of it that are meant; `undefined` where it is meant whole. */
  readonly part: EndpointSet | undefined;
}

/** One condition that a change depends on. */
export interface ConditionState {
  readonly name: string;
  readonly holds: boolean;
}

/**
 * Connections that one policy allows and the other does not: all from `source` to `destination` on `services`, for these
 * initiators, under these conditions, that a network can carry.
 */
export interface Change {
  /** Whether the change is all of these connections. If not it is at least `example`, and nothing outside of them. */
  readonly isExact: boolean;
  /** Sets of the policy that allows them; symbols are ids of that policy. */
  readonly source: EndpointSet;
  readonly destination: EndpointSet;
  readonly services: ServiceSet;
  /** Names, `null` for initiators without one; `undefined`: any or none. */
  readonly identities: readonly (string | null)[] | undefined;
  /** In the order of their names. Those that make no difference are left out. */
  readonly conditions: readonly ConditionState[];
  readonly example: Connection;
  /** The rules of the one policy that allow them, by place; each of them allows all. */
  readonly allowedBy: readonly Rule[];
  /** The rules of the other policy that deny some of them, by place. */
  readonly deniedBy: readonly Rule[];
  /** Whether the other policy denies some of them because no rule decides. */
  readonly byDefault: boolean;
  /** How the ends are called in the policy that allows them. */
  readonly from: readonly EndName[];
  readonly to: readonly EndName[];
}

/** What one book of rules allows and another one does not. */
export interface Gains {
  readonly changes: readonly Change[];
  /** Rules of which it could not be decided, within the limit of effort, whether they allow anything new. */
  readonly undecided: readonly Rule[];
}

/** The tiers, or one ruleset, of two policies against each other. */
export interface BookDifference {
  /** `undefined` for the tiers. */
  readonly ruleset: string | undefined;
  /** A ruleset that only one of the policies has is compared with an empty one, which denies everything. */
  readonly presence: 'both' | 'old' | 'new';
  /** Allowed by the new one and not by the old one. */
  readonly allowed: Gains;
  /** Allowed by the old one and not by the new one. */
  readonly denied: Gains;
}

/** Names of what is a symbol (a segment without addresses), an identity or a condition in one of two policies only. */
export interface Strangers {
  readonly symbols: readonly string[];
  readonly identities: readonly string[];
  readonly conditions: readonly string[];
}

/** The exact difference of what two policies allow, at one date. */
export interface Difference {
  readonly old: Policy;
  readonly new: Policy;
  readonly tiers: BookDifference;
  /** Rulesets of which something differs, by name. */
  readonly rulesets: readonly BookDifference[];
  readonly onlyOld: Strangers;
  readonly onlyNew: Strangers;
  /** Nothing is undecided: what is not listed is proven to be the same. */
  readonly isProven: boolean;
  /** Pieces of regions that were looked at, for tests of effort. */
  readonly pieces: number;
}

/** Whether two policies allow the same, in the tiers and in every ruleset, as far as is known. */
export const isSame = ({ tiers, rulesets }: Difference): boolean =>
  [tiers, ...rulesets].every(
    ({ allowed, denied }) => allowed.changes.length === 0 && denied.changes.length === 0,
  );
