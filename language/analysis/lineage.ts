import type { EndpointSet } from '../net/endpoints.js';
import type { Rule } from '../policy/model.js';

/** Which rules of a list are the same as those of an earlier one. */
export interface Lineage {
  /** By new id the id before; -1 for rules that came or changed. */
  readonly oldIds: Int32Array;
  /** By old id the id now; -1 for rules that went or changed. */
  readonly newIds: Int32Array;
  readonly come: readonly number[];
  readonly gone: readonly number[];
  /** No rule that stayed has another id. */
  readonly isSteady: boolean;
}

/** More rules changed than this: a fresh look at all costs no more than finding out what to keep. */
const mostChanges = 400;

/** Compares two states of a list of rules; `undefined` where too much is different, or the order of rules that stayed. */
export function lineageOf(old: readonly Rule[], rules: readonly Rule[]): Lineage | undefined {
  const oldIds = match(old, rules);
  if (oldIds === undefined) return undefined;
  const newIds = new Int32Array(old.length).fill(-1);
  const come: number[] = [];
  let isSteady = true;
  for (let id = 0; id < oldIds.length; id++) {
    const oldId = oldIds[id];
    if (oldId < 0) come.push(id);
    else {
      newIds[oldId] = id;
      if (oldId !== id) isSteady = false;
    }
  }
  const gone: number[] = [];
  for (let oldId = 0; oldId < newIds.length; oldId++) if (newIds[oldId] < 0) gone.push(oldId);
  return gone.length + come.length > mostChanges ? undefined : { oldIds, newIds, come, gone, isSteady };
}

/** Edits are local: what is before and behind them is compared in step, only the rest is looked up by name. */
function match(old: readonly Rule[], rules: readonly Rule[]): Int32Array | undefined {
  const ids = new Int32Array(rules.length).fill(-1);
  const shorter = Math.min(old.length, rules.length);
  let start = 0;
  while (start < shorter && isSame(old[start], rules[start])) ids[start] = start++;
  let end = 0;
  while (end < shorter - start && isSame(old[old.length - 1 - end], rules[rules.length - 1 - end])) {
    ids[rules.length - 1 - end] = old.length - 1 - end;
    end++;
  }
  const byName = new Map<string, number>();
  for (let oldId = start; oldId < old.length - end; oldId++) byName.set(old[oldId].name, oldId);
  let last = start - 1;
  for (let id = start; id < rules.length - end; id++) {
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
