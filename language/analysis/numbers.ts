import { carryNumbers, type Lineage } from './lineage.js';

/**
 * Numbers that name the rules of a book for as long as they stay, whatever their ids become: so that what is known of
 * rules, which names others, need not be written anew when an edit comes before them. Only within one book and those that
 * follow it a number means anything, and its order means nothing.
 */
export interface Numbers {
  /** By rule id its number. */
  readonly ofIds: Int32Array;
  /** By number the id; -1 for a number that is free. */
  readonly ids: Int32Array;
  readonly free: readonly number[];
}

/** The numbers of a book without an earlier one: they are the ids. */
export function ownNumbers(count: number): Numbers {
  const ofIds = new Int32Array(count);
  for (let id = 0; id < count; id++) ofIds[id] = id;
  return { ofIds, ids: ofIds, free: [] };
}

/** The numbers after a change: rules that came have those of rules that went, or new ones. */
export function carryRuleNumbers(before: Numbers, lineage: Lineage): Numbers {
  const { oldIds, come, gone } = lineage;
  const ofIds = carryNumbers(before.ofIds, lineage, new Int32Array(oldIds.length));
  const free = [...before.free, ...gone.map((id) => before.ofIds[id])];
  let count = before.ids.length;
  for (const id of come) ofIds[id] = free.pop() ?? count++;
  const ids = new Int32Array(count);
  for (const number of free) ids[number] = -1;
  for (let id = 0; id < ofIds.length; id++) ids[ofIds[id]] = id;
  return { ofIds, ids, free };
}

/** The numbers of rules with some ids. */
export const numbersOf = ({ ofIds }: Numbers, ids: readonly number[]): number[] => ids.map((id) => ofIds[id]);

/** The ids of rules with some numbers. */
export const idsOf = ({ ids }: Numbers, numbers: readonly number[]): number[] =>
  numbers.map((number) => ids[number]);
