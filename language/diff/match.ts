import type { EndpointSet } from '../net/endpoints.js';
import type { Rule } from '../policy/model.js';

/** Which rules of two lists say the same. */
export interface Match {
  /** By id in the one list, whether the other one has no such rule, or has it at another place where order decides. */
  readonly changed: readonly boolean[];
  readonly otherChanged: readonly boolean[];
}

/** Rules looked at in one step. */
const atOnce = 2_000;

/**
 * Finds, in steps, rules that are the same in both lists, whatever they are called and wherever they stand. Symbols that only one
 * policy has count as equal: the caller looks at connections with them by themselves. In an ordered list as many rules
 * as possible keep their order, and those that moved against them count as changed.
 */
export function* matchRules(
  rules: readonly Rule[],
  others: readonly Rule[],
  oneSided: readonly number[],
  isOrdered: boolean,
): Generator<void, Match> {
  const keyOf = ruleKeys(oneSided);
  const waiting = new Map<string, number[]>();
  for (let id = 0; id < others.length; id++) {
    if (id % atOnce === atOnce - 1) yield;
    if (others[id].expired) continue;
    const key = keyOf(others[id]);
    const ids = waiting.get(key);
    if (ids === undefined) waiting.set(key, [id]);
    else ids.push(id);
  }
  yield;
  for (const ids of waiting.values()) ids.reverse();
  const partner: number[] = [];
  for (const rule of rules) {
    if (partner.length % atOnce === atOnce - 1) yield;
    partner.push(rule.expired ? -1 : (waiting.get(keyOf(rule))?.pop() ?? -1));
  }
  yield;
  if (isOrdered) keepOrder(partner);
  const matched = new Set(partner);
  return {
    changed: rules.map((rule, id) => !rule.expired && partner[id] < 0),
    otherChanged: others.map((rule, id) => !rule.expired && !matched.has(id)),
  };
}

/** A text for what a rule does to verdicts. */
function ruleKeys(oneSided: readonly number[]): (rule: Rule) => string {
  const ignored = new Set(oneSided);
  const ids = new Map<string, number>();
  const known = new Map<object, number>();
  const idOf = (object: object, text: () => string): number => {
    let id = known.get(object);
    if (id !== undefined) return id;
    const key = text();
    id = ids.get(key) ?? ids.size;
    ids.set(key, id);
    known.set(object, id);
    return id;
  };
  const ends = (set: EndpointSet): number =>
    idOf(
      set,
      () => `${set.v4.join()}|${set.v6.join()}|${set.symbols.filter((id) => !ignored.has(id)).join()}`,
    );
  const list = (numbers: readonly number[]): number => idOf(numbers, () => numbers.join());
  return ({ action, tier, source, destination, services, identities, conditions }) =>
    `${action}${tier}/${ends(source)}/${ends(destination)}/${list(services)}/${identities?.join() ?? ''}/${conditions.join()}`;
}

/** Keeps a longest run of growing partners and lets go of the others. */
function keepOrder(partner: number[]): void {
  /** By length the id at the end of the run with the least partner, and for each id the one before it in its run. */
  const ends: number[] = [];
  const before = new Int32Array(partner.length).fill(-1);
  partner.forEach((other, id) => {
    if (other < 0) return;
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (partner[ends[middle]] < other) low = middle + 1;
      else high = middle;
    }
    before[id] = low === 0 ? -1 : ends[low - 1];
    ends[low] = id;
  });
  const kept = new Set<number>();
  for (let id = ends.at(-1) ?? -1; id >= 0; id = before[id]) kept.add(id);
  partner.forEach((_, id) => {
    if (!kept.has(id)) partner[id] = -1;
  });
}
