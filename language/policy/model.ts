import type { EndpointSet } from '../net/endpoints.js';
import type { ServiceSet } from '../net/services.js';
import type { Place } from '../text/span.js';

/** The tiers in the order in which they decide. Rules outside a `tier` block are of `application`. */
export const tiers = ['emergency', 'guardrail', 'platform', 'application', 'baseline'] as const;
export type TierName = (typeof tiers)[number];

export type Action = 'allow' | 'deny' | 'pass';
export type Trust = 'untrusted' | 'dmz' | 'internal' | 'restricted';
export type Criticality = 'low' | 'medium' | 'high' | 'critical';

/**
 * The connections that a rule, intent or expectation describes: all combinations of its parts that a network can carry
 * (IPv4 with IPv4, IPv6 with IPv6, symbols with anything, no icmp with an IPv6 end, no icmpv6 with an IPv4 end).
 */
export interface Traffic {
  readonly source: EndpointSet;
  readonly destination: EndpointSet;
  readonly services: ServiceSet;
  /** Sorted indexes into `Policy.identities`; `undefined` is any identity or none. */
  readonly identities: readonly number[] | undefined;
  /** Sorted indexes into `Policy.conditions`, all of which must hold. */
  readonly conditions: readonly number[];
}

export interface Rule extends Traffic {
  /** The flow's name, or one made from the content; unique in the policy. */
  readonly name: string;
  /** Whether the text gives the name (`flow NAME:`). */
  readonly named: boolean;
  readonly action: Action;
  /** Index into `tiers`; -1 in a ruleset. */
  readonly tier: number;
  /** Path of the file that it stands in; `Policy.placeOf` tells where. */
  readonly file: string;
  /** The rule on one line, white space folded, without `flow NAME:` and properties: for messages. */
  readonly text: string;
  /** ISO dates `YYYY-MM-DD`. */
  readonly expires: string | undefined;
  readonly review: string | undefined;
  readonly owner: string | undefined;
  readonly purpose: string | undefined;
  readonly ticket: string | undefined;
  /** `expires` lies before the date of the check: the rule takes part in no verdict. */
  readonly expired: boolean;
  /** An end is written with a label map. */
  readonly byLabel: boolean;
}

export interface Ruleset {
  readonly name: string;
  /** In the order of their lines: the first that matches decides, the end denies. */
  readonly rules: readonly Rule[];
}

export interface Segment {
  readonly kind: 'zone' | 'workload' | 'group';
  /** The whole dotted name. */
  readonly name: string;
  readonly place: Place;
  /** The name's own place in the declaration. */
  readonly namePlace: Place;
  /** Everything in it: own addresses, members, all that is nested. */
  readonly set: EndpointSet;
  /** The value of its own `addresses`; `undefined` where it has none. For `unclaimed`, what that turned out to be. */
  readonly own: EndpointSet | undefined;
  readonly unclaimed: boolean;
  /** Addresses declared in it or nested in it; `members` do not count. */
  readonly declared: EndpointSet;
  /** Index into `Policy.segments`; -1 at the top. */
  readonly parent: number;
  readonly children: readonly number[];
  readonly title: string | undefined;
  /** Written here or inherited. Groups have the defaults. */
  readonly trust: Trust;
  readonly criticality: Criticality | undefined;
  readonly owner: string | undefined;
  readonly tags: readonly string[];
  readonly labels: ReadonlyMap<string, string>;
}

export interface Never extends Traffic {
  readonly place: Place;
  readonly text: string;
  /** `undefined`: a direct connection; else the longest chain looked at (`Infinity` without `within`). */
  readonly hops: number | undefined;
}

export interface Expectation extends Traffic {
  readonly place: Place;
  readonly text: string;
  readonly expected: 'allow' | 'deny';
  /** Title of the `test` it stands in. */
  readonly test: string;
}

/** A policy with all names resolved: what every analysis, report and picture works on. Everything is by place. */
export interface Policy {
  /**
   * Where a rule of this policy stands: from its own first word (`flow` or its action) to its end. A rule is the same object
   * in all states of a policy that it is in, wherever edits move it to. Throws where the policy has no such rule.
   */
  placeOf(rule: Rule): Place;
  /** Whether a rule of this policy stands at a place. Makes nothing: it is asked of thousands. */
  isAt(rule: Rule, place: Place): boolean;
  /** Rules of the tiers, the expired ones too. */
  readonly rules: readonly Rule[];
  readonly rulesets: readonly Ruleset[];
  readonly nevers: readonly Never[];
  readonly expectations: readonly Expectation[];
  readonly segments: readonly Segment[];
  readonly segmentIndex: ReadonlyMap<string, number>;
  /** Dotted names of the symbols; a symbol's id is its index. */
  readonly symbols: readonly string[];
  readonly identities: readonly string[];
  readonly conditions: readonly string[];
  /** Named services, built-in ones too, in the order in which a set of services is named. */
  readonly services: ReadonlyMap<string, ServiceSet>;
  /** Names of services declared with `encrypted = true`. */
  readonly encrypted: ReadonlySet<string>;
  readonly teams: readonly string[];
  /** The date of the check, `YYYY-MM-DD`. */
  readonly asOf: string;
}
