import type { EndpointSet } from '../../language/net/endpoints.js';
import { within } from '../../language/net/ranges.js';
import type { Policy, Rule } from '../../language/policy/model.js';

/** What the pairwise check came to. */
export interface Pairwise {
  /** Rules that it calls shadowed: one stronger rule contains them. */
  readonly shadowed: ReadonlySet<Rule>;
  /** How many rules it looked at before its time was up; all of them unless told otherwise. */
  readonly looked: number;
}

const strength = { pass: 0, deny: 1, allow: 2 } as const;

/**
 * The check that other tools make: a rule is shadowed if *one* stronger rule contains it. It is here to be compared with
 * in the benchmark. It misses every rule that several others take together, and raises those that a `pass` exempts.
 *
 * `deadline` is in the time of `now`; a quadratic check of a large policy must be allowed to end early.
 */
export function pairwiseShadowed(policy: Policy, deadline: number, now: () => number): Pairwise {
  const shadowed = new Set<Rule>();
  let looked = 0;
  for (const rules of [strongestFirst(policy.rules), ...policy.rulesets.map((ruleset) => ruleset.rules)]) {
    const live = rules.filter((rule) => !rule.expired);
    looked += rules.length - live.length;
    for (let i = 0; i < live.length; i++, looked++) {
      if (i % 64 === 0 && now() > deadline) return { shadowed, looked };
      for (let j = 0; j < i; j++) {
        if (!isStronger(live[j], live[i]) || !contains(live[j], live[i])) continue;
        shadowed.add(live[i]);
        break;
      }
    }
  }
  return { shadowed, looked };
}

const strongestFirst = (rules: readonly Rule[]): Rule[] =>
  [...rules].sort((a, b) => a.tier - b.tier || strength[a.action] - strength[b.action]);

/** A pass of an earlier tier decides nothing; of the same tier only another action is stronger, in a ruleset all before. */
function isStronger(a: Rule, b: Rule): boolean {
  if (b.tier < 0) return true;
  return a.tier < b.tier ? a.action !== 'pass' : strength[a.action] < strength[b.action];
}

function contains(outer: Rule, inner: Rule): boolean {
  return (
    within(inner.services, outer.services) &&
    holdsEnds(outer.source, inner.source) &&
    holdsEnds(outer.destination, inner.destination) &&
    (outer.identities === undefined ||
      (inner.identities?.every((identity) => outer.identities!.includes(identity)) ?? false)) &&
    outer.conditions.every((condition) => inner.conditions.includes(condition))
  );
}

const holdsEnds = (outer: EndpointSet, inner: EndpointSet): boolean =>
  outer === inner ||
  (within(inner.v4, outer.v4) &&
    within(inner.v6, outer.v6) &&
    inner.symbols.every((symbol) => outer.symbols.includes(symbol)));
