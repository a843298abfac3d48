import { allRules } from '../analysis/book.js';
import type { EndpointSet } from '../net/endpoints.js';
import type { Policy, Rule, Ruleset } from '../policy/model.js';
import type { Strangers } from './model.js';

/**
 * A policy with its symbols, identities and conditions numbered as in another one, so that equal numbers are equal names.
 * Rules stand where they stood.
 */
export interface Renumbered {
  /** What analysis needs of the policy. */
  readonly policy: Policy;
  /** By common id the id in the original policy; -1 where it has none. */
  readonly symbols: readonly number[];
}

export interface CommonGround {
  readonly old: Renumbered;
  readonly new: Renumbered;
  readonly onlyOld: Strangers;
  readonly onlyNew: Strangers;
  /** Common ids of symbols that one of the policies does not have. */
  readonly oneSided: readonly number[];
}

type Names = Pick<Policy, 'symbols' | 'identities' | 'conditions'>;
const kinds = ['symbols', 'identities', 'conditions'] as const;

/**
 * Numbers the names of two policies in common: as they are where both have the same list, else all names in the order of
 * their code units, so that it makes no difference which policy is the old one.
 */
export function commonGround(old: Policy, next: Policy): CommonGround {
  const names = {
    symbols: unite(old.symbols, next.symbols),
    identities: unite(old.identities, next.identities),
    conditions: unite(old.conditions, next.conditions),
  };
  const [has, hasNext] = [new Set(old.symbols), new Set(next.symbols)];
  const oneSided = names.symbols.flatMap((name, id) => (has.has(name) && hasNext.has(name) ? [] : [id]));
  return {
    old: renumber(old, names),
    new: renumber(next, names),
    onlyOld: strangers(old, next),
    onlyNew: strangers(next, old),
    oneSided,
  };
}

function unite(a: readonly string[], b: readonly string[]): readonly string[] {
  if (isSameList(a, b)) return a;
  return [...new Set([...a, ...b])].sort((x, y) => (x < y ? -1 : x > y ? 1 : 0));
}

const isSameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((value, i) => value === b[i]);

function strangers(own: Names, other: Names): Strangers {
  const only = (kind: (typeof kinds)[number]): string[] => {
    const known = new Set(other[kind]);
    return own[kind].filter((name) => !known.has(name));
  };
  return { symbols: only('symbols'), identities: only('identities'), conditions: only('conditions') };
}

function renumber(policy: Policy, names: Names): Renumbered {
  const ids = { symbols: positions(names.symbols), ...others(names) };
  const symbols = names.symbols.map(() => -1);
  policy.symbols.forEach((name, id) => (symbols[ids.symbols.get(name)!] = id));
  if (kinds.every((kind) => names[kind] === policy[kind] || isSameList(names[kind], policy[kind])))
    return { policy: { ...policy, ...names }, symbols };
  const moved = (kind: (typeof kinds)[number]): number[] => policy[kind].map((name) => ids[kind].get(name)!);
  const rule = ruleMover(moved('symbols'), moved('identities'), moved('conditions'));
  const ruleset = ({ name, rules }: Ruleset): Ruleset => ({ name, rules: rules.map(rule) });
  return {
    policy: {
      ...policy,
      ...names,
      rules: policy.rules.map(rule),
      rulesets: policy.rulesets.map(ruleset),
    },
    symbols,
  };
}

const others = (names: Names): Record<'identities' | 'conditions', ReadonlyMap<string, number>> => ({
  identities: positions(names.identities),
  conditions: positions(names.conditions),
});

const positions = (names: readonly string[]): ReadonlyMap<string, number> =>
  new Map(names.map((name, i) => [name, i]));

/** Makes the function that numbers what a rule speaks of anew. Sets that are one object stay one object. */
function ruleMover(
  symbols: readonly number[],
  identities: readonly number[],
  conditions: readonly number[],
): (rule: Rule) => Rule {
  const known = new Map<EndpointSet, EndpointSet>();
  const ends = (set: EndpointSet): EndpointSet => {
    let moved = known.get(set);
    if (moved === undefined) {
      moved = set.symbols.length === 0 ? set : { ...set, symbols: sorted(set.symbols, symbols) };
      known.set(set, moved);
    }
    return moved;
  };
  return (rule) => ({
    ...rule,
    source: ends(rule.source),
    destination: ends(rule.destination),
    identities: rule.identities && sorted(rule.identities, identities),
    conditions: sorted(rule.conditions, conditions),
  });
}

const sorted = (ids: readonly number[], moved: readonly number[]): number[] =>
  ids.map((id) => moved[id]).sort((a, b) => a - b);

/** The lists of rules of both policies, for coordinates that fit both. */
export const rulesOfBoth = (ground: CommonGround): (readonly Rule[])[] => [
  ...allRules(ground.old.policy),
  ...allRules(ground.new.policy),
];
