import type { Analysis, Hop } from '../analysis/index.js';
import { reachOf } from '../analysis/reach.js';
import { explainServices } from '../analysis/services.js';
import { countInts, intersectInts, subtractInts, uniteInts } from '../analysis/engine/intset.js';
import { allServices, nameServices, type ServiceSet } from '../net/services.js';
import { tiers, type Policy, type Rule, type TierName, type Traffic } from '../policy/model.js';
import { endpointsOfNode } from './nodes.js';

/** What rules, or none, decide between two nodes on some services. `R` is how a rule is told. */
export interface PairPart<R = Rule> {
  readonly verdict: 'allow' | 'deny';
  /** Names of services; on each of them the rules decide at least one connection of the pair. */
  readonly services: readonly string[];
  /** These are all services that no other part has, and most there are: "all others" says it shorter. */
  readonly isRest: boolean;
  /** Others decide some connections of the pair on these services, too: by address, identity or condition. */
  readonly isShared: boolean;
  /** `null`: no rule decides, which denies. */
  readonly tier: TierName | null;
  /** The rules that decide, by place; where several decide one connection, the first. None where no rule decides. */
  readonly rules: readonly R[];
  /** Names of the identities of which an initiator has to have one, and of the conditions that have to hold. */
  readonly identities: readonly string[];
  readonly conditions: readonly string[];
}

export interface Pair<R = Rule> {
  /** `empty`: no connection is possible between the two. */
  readonly verdict: 'allow' | 'deny' | 'partly' | 'empty';
  /** What is allowed first, then what rules deny, then what nothing decides. */
  readonly parts: readonly PairPart<R>[];
  /** False where the budget ran out: then parts may be missing. */
  readonly complete: boolean;
}

/**
 * Who decides the connections from one node to another, service by service: the rules of `explain`, each with exactly the
 * services on which it decides. Ids as `endpointsOfNode` takes them; `undefined` where one of them names nothing.
 * Between two steps the caller may see to something else, or give up.
 */
export function* pairInSteps(
  analysis: Analysis,
  source: string,
  target: string,
): Generator<void, Pair | undefined> {
  const { policy, library, limits } = analysis;
  const traffic = trafficBetween(policy, source, target);
  if (traffic === undefined) return undefined;
  const { parts: found, complete } = yield* explainServices(library, traffic, limits.pieces);
  const drafts = merge(found.flatMap((part) => split(part, found)));
  const verdicts = new Set(found.map(({ rule }) => verdictOf(rule)));
  return {
    verdict: verdicts.size > 1 ? 'partly' : ([...verdicts][0] ?? 'empty'),
    parts: drafts.sort(byVerdict).map((draft) => toPart(policy, draft, drafts)),
    complete,
  };
}

/** A shortest chain of allowed connections from one node to another, as `never … reaches` finds it. */
export interface Chain {
  /** None where there is no chain. */
  readonly hops: readonly Hop[];
  /** False where the budget ran out. */
  readonly complete: boolean;
}

/** See `Chain`; ids as `endpointsOfNode` takes them, `undefined` where one of them names nothing. */
export function chainBetween(analysis: Analysis, source: string, target: string): Chain | undefined {
  const traffic = trafficBetween(analysis.policy, source, target);
  if (traffic === undefined) return undefined;
  const outcome = reachOf(analysis.library, traffic, Infinity, analysis.limits.pieces);
  return {
    hops: outcome.state === 'violated' ? outcome.hops : [],
    complete: outcome.state !== 'undecided',
  };
}

function trafficBetween(policy: Policy, source: string, target: string): Traffic | undefined {
  const from = endpointsOfNode(policy, source);
  const to = endpointsOfNode(policy, target);
  if (from === undefined || to === undefined) return undefined;
  return {
    source: from,
    destination: to,
    services: allServices,
    identities: undefined,
    conditions: [],
  };
}

interface Draft {
  readonly verdict: 'allow' | 'deny';
  readonly services: ServiceSet;
  readonly isShared: boolean;
  readonly rules: readonly Rule[];
}

interface Found {
  readonly rule: Rule | undefined;
  readonly services: ServiceSet;
}

const verdictOf = (rule: Rule | undefined): 'allow' | 'deny' => (rule?.action === 'allow' ? 'allow' : 'deny');

/** The services of a part that it has for itself, and those that it shares with other parts. */
function split(part: Found, all: readonly Found[]): Draft[] {
  const others = all
    .filter((other) => other !== part)
    .reduce<ServiceSet>((sum, { services }) => uniteInts(sum, services), []);
  const draft = (services: ServiceSet, isShared: boolean): Draft[] =>
    services.length === 0
      ? []
      : [{ verdict: verdictOf(part.rule), services, isShared, rules: part.rule ? [part.rule] : [] }];
  return [
    ...draft(subtractInts(part.services, others), false),
    ...draft(intersectInts(part.services, others), true),
  ];
}

/** Puts together what differs in the rule's name and place alone. */
function merge(drafts: readonly Draft[]): Draft[] {
  const merged = new Map<string, Draft>();
  for (const draft of drafts) {
    const [rule] = draft.rules;
    const key = JSON.stringify([
      draft.verdict,
      draft.services,
      draft.isShared,
      rule?.tier,
      rule?.identities,
      rule?.conditions,
    ]);
    const known = merged.get(key);
    merged.set(key, known ? { ...known, rules: [...known.rules, ...draft.rules] } : draft);
  }
  return [...merged.values()];
}

const rankOf = ({ verdict, rules }: Draft): number => (verdict === 'allow' ? 0 : rules.length > 0 ? 1 : 2);

const byVerdict = (a: Draft, b: Draft): number =>
  rankOf(a) - rankOf(b) ||
  (a.rules[0]?.tier ?? 0) - (b.rules[0]?.tier ?? 0) ||
  Number(a.isShared) - Number(b.isShared) ||
  a.services[0] - b.services[0];

function toPart(policy: Policy, draft: Draft, all: readonly Draft[]): PairPart {
  const { verdict, services, isShared, rules } = draft;
  const [rule] = rules as readonly (Rule | undefined)[];
  return {
    verdict,
    services: nameServices(services, policy.services),
    isRest: all.length > 1 && draft === broadest(all),
    isShared,
    tier: rule === undefined ? null : tiers[rule.tier],
    rules,
    identities: rule?.identities?.map((identity) => policy.identities[identity]) ?? [],
    conditions: rule?.conditions.map((condition) => policy.conditions[condition]) ?? [],
  };
}

/** The part that has more than half of all services, and has them for itself. */
const broadest = (drafts: readonly Draft[]): Draft | undefined =>
  drafts.find(({ services, isShared }) => !isShared && 2 * countInts(services) > countInts(allServices));
