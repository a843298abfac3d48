import type { Action } from '../../language/policy/model.js';
import { asOf, matches, universe, weight, type TinyPoint, type TinyRule } from './tiny.js';

/**
 * The definitions of the language contract, sections 4, 5 and 7, written out literally over every connection of the tiny
 * universe. Nothing here is shared with the engine.
 *
 * Connections that the same rules match are alike in every definition, so each such *kind* is looked at once: a bit mask
 * of the rules that match it.
 */
export interface Kinds {
  /** Decisions already made, by kind and tier. */
  readonly decisions: Map<number, Decision | undefined>;
  readonly rules: readonly TinyRule[];
  /** Whether the rules are an ordered ruleset. */
  readonly ordered: boolean;
  /** Each kind with the number of connections of it. */
  readonly counts: ReadonlyMap<number, bigint>;
}

export const alive = (rule: TinyRule): boolean => rule.expires === undefined || rule.expires >= asOf;

/** The rules that match a point, expired ones left out, as a bit mask. */
export const kindOf = (rules: readonly TinyRule[], point: TinyPoint): number =>
  rules.reduce((mask, rule, i) => (alive(rule) && matches(rule, point) ? mask | (1 << i) : mask), 0);

export function kindsOf(rules: readonly TinyRule[], ordered: boolean): Kinds {
  const counts = new Map<number, bigint>();
  for (const point of universe) {
    const kind = kindOf(rules, point);
    counts.set(kind, (counts.get(kind) ?? 0n) + weight(point));
  }
  return { rules, ordered, counts, decisions: new Map() };
}

const has = (kind: number, id: number): boolean => (kind & (1 << id)) !== 0;

/** Rules of a kind, by place, of a tier and action. */
const of = ({ rules }: Kinds, kind: number, tier: number, action: Action): number[] =>
  rules.flatMap((rule, id) => (has(kind, id) && rule.tier === tier && rule.action === action ? [id] : []));

/** The tier and action, or the rule of a ruleset, that decides; `undefined` where nothing does. */
export interface Decision {
  readonly action: 'allow' | 'deny';
  readonly tier: number;
  /** All rules that decide, by place. */
  readonly by: readonly number[];
}

/** Who decides connections of a kind, in tiers before `before`. */
export function decide(kinds: Kinds, kind: number, before = 5): Decision | undefined {
  const key = kind * 8 + before;
  if (!kinds.decisions.has(key)) kinds.decisions.set(key, decision(kinds, kind, before));
  return kinds.decisions.get(key);
}

function decision(kinds: Kinds, kind: number, before: number): Decision | undefined {
  if (kinds.ordered) {
    const first = kinds.rules.findIndex((_, id) => has(kind, id));
    if (first < 0) return undefined;
    return { action: kinds.rules[first].action as 'allow' | 'deny', tier: -1, by: [first] };
  }
  for (let tier = 0; tier < before; tier++) {
    if (of(kinds, kind, tier, 'pass').length > 0) continue;
    for (const action of ['deny', 'allow'] as const) {
      const by = of(kinds, kind, tier, action);
      if (by.length > 0) return { action, tier, by };
    }
  }
  return undefined;
}

const verdict = (kinds: Kinds, kind: number): 'allow' | 'deny' => decide(kinds, kind)?.action ?? 'deny';

export const inB = (kind: number, id: number): boolean => has(kind, id);

/** Whether connections of the kind are in E(id). */
export function inE(kinds: Kinds, kind: number, id: number): boolean {
  if (!has(kind, id)) return false;
  if (kinds.ordered) return (kind & ((1 << id) - 1)) === 0;
  const { tier, action } = kinds.rules[id];
  if (decide(kinds, kind, tier) !== undefined) return false;
  if (action !== 'pass' && of(kinds, kind, tier, 'pass').length > 0) return false;
  return action !== 'allow' || of(kinds, kind, tier, 'deny').length === 0;
}

const some = (kinds: Kinds, test: (kind: number) => boolean): boolean => [...kinds.counts.keys()].some(test);
const every = (kinds: Kinds, test: (kind: number) => boolean): boolean => !some(kinds, (kind) => !test(kind));

export const isEmpty = (kinds: Kinds, id: number): boolean => !some(kinds, (kind) => inB(kind, id));
export const decides = (kinds: Kinds, id: number): boolean => some(kinds, (kind) => inE(kinds, kind, id));
export const isShadowed = (kinds: Kinds, id: number): boolean => !isEmpty(kinds, id) && !decides(kinds, id);

const strength: Record<Action, number> = { pass: 0, deny: 1, allow: 2 };

/** Rules that may be blamed for a shadowed one, with the connections of B(id) that each takes, in the order of blame. */
function takers(kinds: Kinds, id: number): { id: number; taken: bigint }[] {
  const rule = kinds.rules[id];
  return kinds.rules
    .map((other, s) => {
      const earlierTier = other.tier < rule.tier && other.action !== 'pass';
      const stronger = other.tier === rule.tier && strength[other.action] < strength[rule.action];
      const counts = kinds.ordered ? s < id : earlierTier || stronger;
      let taken = 0n;
      for (const [kind, count] of kinds.counts)
        if (counts && inB(kind, id) && inE(kinds, kind, s)) taken += count;
      return { id: s, taken };
    })
    .filter(({ taken }) => taken > 0n)
    .sort((a, b) => (a.taken > b.taken ? -1 : a.taken < b.taken ? 1 : a.id - b.id));
}

/** The blame of a shadowed rule: the shortest start of the takers whose takings together are all of B(id). */
export function blame(kinds: Kinds, id: number): number[] {
  const list = takers(kinds, id).map((taker) => taker.id);
  for (let length = 1; length <= list.length; length++) {
    const start = list.slice(0, length);
    if (every(kinds, (kind) => !inB(kind, id) || start.some((s) => inE(kinds, kind, s)))) return start;
  }
  throw new Error('The rules that decide parts of a shadowed rule do not cover it.');
}

/** The kinds of the policy without some rules: those that are bits of `gone`. */
const without = (kinds: Kinds, gone: number): Kinds => {
  const counts = new Map<number, bigint>();
  for (const [kind, count] of kinds.counts)
    counts.set(kind & ~gone, (counts.get(kind & ~gone) ?? 0n) + count);
  return { ...kinds, counts };
};

function* subsets(mask: number): Generator<number> {
  for (let subset = mask; ; subset = (subset - 1) & mask) {
    yield subset;
    if (subset === 0) return;
  }
}

/** Whether no verdict changes whatever part of `gone` goes. */
const canGo = (kinds: Kinds, gone: number): boolean =>
  [...subsets(gone)].every((z) => every(kinds, (kind) => verdict(kinds, kind) === verdict(kinds, kind & ~z)));

/** Whether another rule of the action and tier (of a ruleset: a later deny) that is not in `gone` matches as well. */
function hasTwin(kinds: Kinds, kind: number, id: number, gone: number): boolean {
  const rule = kinds.rules[id];
  return kinds.rules.some(
    (other, s) =>
      s !== id &&
      has(kind & ~gone, s) &&
      other.action === rule.action &&
      other.tier === rule.tier &&
      (!kinds.ordered || s > id),
  );
}

/** Whether such rules cover E(id). */
const isCovered = (kinds: Kinds, id: number, gone: number): boolean =>
  every(kinds, (kind) => !inE(kinds, kind, id) || hasTwin(kinds, kind, id, gone));

/** Whether the rule can be reported as redundant when those in `gone` can go as well. */
const isRedundant = (kinds: Kinds, id: number, gone: number): boolean =>
  decides(kinds, id) &&
  canGo(kinds, gone | (1 << id)) &&
  (kinds.rules[id].action === 'allow' || isCovered(kinds, id, gone));

/** Ids of the rules reported as redundant. */
export function redundant(kinds: Kinds): number[] {
  let gone = 0;
  kinds.rules.forEach((_, id) => (gone |= isShadowed(kinds, id) ? 1 << id : 0));
  const reported: number[] = [];
  for (let id = kinds.rules.length - 1; id >= 0; id--) {
    if (!isRedundant(kinds, id, gone)) continue;
    gone |= 1 << id;
    reported.unshift(id);
  }
  return reported;
}

/** Stronger rules of the same tier or ruleset, of another action, that decide part of the rule, split by whether they lie inside it. */
export function opponents(kinds: Kinds, id: number): { conflict: number[]; exception: number[] } {
  const rule = kinds.rules[id];
  const found = kinds.rules.flatMap((other, s) => {
    const stronger = kinds.ordered
      ? s < id
      : other.tier === rule.tier && strength[other.action] < strength[rule.action];
    if (!stronger || other.action === rule.action) return [];
    return some(kinds, (kind) => inB(kind, id) && inE(kinds, kind, s)) ? [s] : [];
  });
  const inside = (s: number): boolean => every(kinds, (kind) => !inB(kind, s) || inB(kind, id));
  return { conflict: found.filter((s) => !inside(s)), exception: found.filter(inside) };
}

/** Rules of earlier tiers with the other action that decide part of an allow or deny. */
export function maskers(kinds: Kinds, id: number): number[] {
  const rule = kinds.rules[id];
  if (kinds.ordered || rule.action === 'pass') return [];
  return kinds.rules.flatMap((other, s) => {
    if (other.tier >= rule.tier || other.action === 'pass' || other.action === rule.action) return [];
    return some(kinds, (kind) => inB(kind, id) && inE(kinds, kind, s)) ? [s] : [];
  });
}

/** Whether a rule that decides something and is not redundant changes nothing that other rules say. */
export function isInert(kinds: Kinds, id: number): boolean {
  const rule = kinds.rules[id];
  if (!kinds.ordered && rule.tier < 2) return false;
  if (rule.action === 'allow') return false;
  return every(kinds, (kind) => {
    if (!inE(kinds, kind, id)) return true;
    return !kinds.rules.some((other, s) => {
      if (!has(kind, s)) return false;
      if (rule.action === 'pass') return other.tier === rule.tier && other.action !== 'pass';
      return other.action === 'allow' && (kinds.ordered ? s > id : other.tier >= rule.tier);
    });
  });
}

const nextDay = (date: string): string =>
  new Date(Date.parse(`${date}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** The first day on which a finding about the rule would no longer hold because others have ended, the rule not yet. */
export function firstDay(kinds: Kinds, id: number, holds: (kinds: Kinds) => boolean): string | undefined {
  const end = kinds.rules[id].expires;
  const days = kinds.rules.flatMap((rule) =>
    rule.expires !== undefined && alive(rule) ? [nextDay(rule.expires)] : [],
  );
  return [...new Set(days)].sort().find((day) => {
    if (end !== undefined && day > end) return false;
    let ended = 0;
    kinds.rules.forEach(
      (rule, s) => (ended |= rule.expires !== undefined && rule.expires < day ? 1 << s : 0),
    );
    return !holds(without(kinds, ended));
  });
}

/** The first day on which a shadowed rule would decide something. */
export const unshadowedDay = (kinds: Kinds, id: number): string | undefined =>
  firstDay(kinds, id, (later) => !decides(later, id));

/**
 * The first day on which, the other shadowed and reported rules gone, a redundant rule would be needed. Where a pass is not
 * covered any more as soon as they are gone, that is no matter of days: then verdicts have to depend on it.
 */
export function neededDay(kinds: Kinds, id: number): string | undefined {
  let others = 0;
  kinds.rules.forEach((_, s) => (others |= s !== id && isShadowed(kinds, s) ? 1 << s : 0));
  for (const s of redundant(kinds)) if (s !== id) others |= 1 << s;
  const isNeeded = (rest: Kinds): boolean => decides(rest, id) && !isRedundant(rest, id, 0);
  if (!isNeeded(without(kinds, others)))
    return firstDay(kinds, id, (later) => !isNeeded(without(later, others)));
  return firstDay(kinds, id, (later) => isAllowedAnyway(without(later, others), id));
}

/** Whether all that no twin of a pass passes over as well is allowed without it. */
const isAllowedAnyway = (kinds: Kinds, id: number): boolean =>
  every(
    kinds,
    (kind) =>
      !inE(kinds, kind, id) || hasTwin(kinds, kind, id, 0) || verdict(kinds, kind & ~(1 << id)) === 'allow',
  );
