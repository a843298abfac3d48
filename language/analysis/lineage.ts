import type { EndpointSet } from '../net/endpoints.js';
import type { Rule } from '../policy/model.js';

/** Which rules of a list are the same as those of an earlier one. */
export interface Lineage {
  /** Before this id all rules are those of before … */
  readonly start: number;
  /** … and from this one on they are so with ids that are `shift` greater. */
  readonly end: number;
  readonly shift: number;
  /** By new id the id before; -1 for rules that came or changed. */
  readonly oldIds: Int32Array;
  /** By old id the id now; -1 for rules that went or changed. */
  readonly newIds: Int32Array;
  readonly come: readonly number[];
  readonly gone: readonly number[];
  /** Ids of rules that are the same, and another object. */
  readonly renewed: readonly number[];
  /** No rule that stayed has another id. */
  readonly isSteady: boolean;
}

/** More rules changed than this: a fresh look at all costs no more than finding out what to keep. */
const mostChanges = 400;

/** Compares two states of a list of rules; `undefined` where too much is different, or the order of rules that stayed. */
export function lineageOf(old: readonly Rule[], rules: readonly Rule[]): Lineage | undefined {
  const renewed: number[] = [];
  const { start, end } = sameEdges(old, rules, renewed);
  const shift = rules.length - old.length;
  const oldIds = match(old, rules, start, end);
  if (oldIds === undefined) return undefined;
  const newIds = new Int32Array(old.length).fill(-1);
  const come: number[] = [];
  let isSteady = true;
  for (let id = 0; id < oldIds.length; id++) {
    const oldId = oldIds[id];
    if (oldId < 0) come.push(id);
    else {
      newIds[oldId] = id;
      if (id >= start && id < end && old[oldId] !== rules[id]) renewed.push(id);
      if (oldId !== id) isSteady = false;
    }
  }
  const gone: number[] = [];
  for (let oldId = start; oldId < end - shift; oldId++) if (newIds[oldId] < 0) gone.push(oldId);
  if (gone.length + come.length > mostChanges) return undefined;
  return { start, end, shift, oldIds, newIds, come, gone, renewed, isSteady };
}

/**
 * What is known by the ids of before as a list by those of now, with `blank` for rules that came. Nearly all of it is
 * copied without a look at it.
 */
export function carryList<T>(list: readonly T[], { start, end, shift, oldIds }: Lineage, blank: T): T[] {
  // Made in its size at once: what is put together of parts leaves as much behind again.
  const now = shift === 0 ? list.slice() : new Array<T>(oldIds.length);
  for (let id = start; id < end; id++) now[id] = oldIds[id] < 0 ? blank : list[oldIds[id]];
  if (shift === 0) return now;
  for (let id = 0; id < start; id++) now[id] = list[id];
  for (let id = end; id < now.length; id++) now[id] = list[id - shift];
  return now;
}

/** The same of numbers: fills in `target`, whose numbers of rules that came are left alone. */
export function carryNumbers<T extends Int8Array | Uint8Array | Int32Array>(
  list: T,
  { start, end, shift, oldIds }: Lineage,
  target: T,
): T {
  target.set(list.subarray(0, start));
  for (let id = start; id < end; id++) if (oldIds[id] >= 0) target[id] = list[oldIds[id]];
  target.set(list.subarray(end - shift), end);
  return target;
}

/** Up to which id, and from which one on, two lists hold the same, counted from their starts and their ends. */
function sameEdges(
  old: readonly Rule[],
  rules: readonly Rule[],
  renewed: number[],
): Pick<Lineage, 'start' | 'end'> {
  const shorter = Math.min(old.length, rules.length);
  const shift = rules.length - old.length;
  let start = 0;
  for (; start < shorter && isSame(old[start], rules[start]); start++)
    if (old[start] !== rules[start]) renewed.push(start);
  let end = rules.length;
  for (; end > start && end - shift > start && isSame(old[end - 1 - shift], rules[end - 1]); end--)
    if (old[end - 1 - shift] !== rules[end - 1]) renewed.push(end - 1);
  return { start, end };
}

/** By id the id before. Edits are local: only what is between the edges is looked up by name. */
function match(
  old: readonly Rule[],
  rules: readonly Rule[],
  start: number,
  end: number,
): Int32Array | undefined {
  const ids = new Int32Array(rules.length);
  const shift = rules.length - old.length;
  for (let id = 0; id < start; id++) ids[id] = id;
  for (let id = start; id < end; id++) ids[id] = -1;
  for (let id = end; id < rules.length; id++) ids[id] = id - shift;
  const byName = new Map<string, number>();
  for (let oldId = start; oldId < end - shift; oldId++) byName.set(old[oldId].name, oldId);
  let last = start - 1;
  for (let id = start; id < end; id++) {
    const oldId = byName.get(rules[id].name);
    if (oldId === undefined || !sameRule(old[oldId], rules[id])) continue;
    if (oldId <= last) return undefined;
    ids[id] = last = oldId;
  }
  return ids;
}

const isSame = (a: Rule, b: Rule): boolean => a === b || (a.name === b.name && sameRule(a, b));

/** Whether two rules say the same of verdicts, whatever they are called and wherever they stand. */
export const sameRule = (a: Rule, b: Rule): boolean =>
  a.action === b.action &&
  a.tier === b.tier &&
  a.expires === b.expires &&
  a.expired === b.expired &&
  sameEnds(a.source, b.source) &&
  sameEnds(a.destination, b.destination) &&
  sameList(a.services, b.services) &&
  sameList(a.conditions, b.conditions) &&
  (a.identities === b.identities ||
    (!!a.identities && !!b.identities && sameList(a.identities, b.identities)));

/** Whether two sets hold the same. */
export const sameEnds = (a: EndpointSet, b: EndpointSet): boolean =>
  a === b || (sameList(a.v4, b.v4) && sameList(a.v6, b.v6) && sameList(a.symbols, b.symbols));

/** Whether two lists hold the same values in the same order. Mostly they are the same list. */
export function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  if (a === b) return true;
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
