import type { EndpointSet } from '../../net/endpoints.js';
import type { Rule } from '../../policy/model.js';
import { cellOfV4, cellOfV6, type EndpointAxis } from '../axis.js';
import { present, seeing, type Book } from '../book.js';
import { dimension } from '../coordinates.js';
import type { Point } from '../engine/region.js';
import type { RuleFacts } from './judge.js';
import type { Opponents } from './opponents.js';

/** More rules changed than this: a fresh look at all costs no more than finding out what to keep. */
const mostChanges = 400;

/**
 * What an earlier judgement says of a changed book: by new rule id the facts of rules that met none of the rules that
 * came, went or changed. What is found about a rule depends on the rules that meet it and nothing else; findings of
 * rules next to those may yet change, where a neighbour's standing does.
 */
export interface Carried {
  /** `undefined`: to be judged anew. */
  readonly facts: readonly (RuleFacts | undefined)[];
  /** How the rule stood before, one of `standing`. */
  readonly standing: Uint8Array;
}

export const standing = { needed: 0, shadowed: 1, redundant: 2 } as const;

/** Carries facts from one book over to another, or says `undefined` where too much is different. */
export function carryOver(old: Book, oldFacts: readonly RuleFacts[], book: Book): Carried | undefined {
  if (!sameList(old.coordinates.conditions, book.coordinates.conditions)) return undefined;
  const oldIds = match(old.rules, book.rules);
  if (oldIds === undefined) return undefined;
  const newIds = new Int32Array(old.rules.length).fill(-1);
  oldIds.forEach((oldId, id) => {
    if (oldId >= 0) newIds[oldId] = id;
  });
  const gone = indexesOf(newIds, -1);
  const come = indexesOf(oldIds, -1);
  if (gone.length + come.length > mostChanges) return undefined;
  const affected = new Uint8Array(book.rules.length);
  for (const id of come) affected[id] = 1;
  for (const oldId of gone)
    for (const met of meetingAny(old, oldId)) if (newIds[met] >= 0) affected[newIds[met]] = 1;
  for (const id of come) for (const met of meetingAny(book, id)) affected[met] = 1;
  const translate = translator(old, book, newIds);
  const before = new Uint8Array(book.rules.length);
  const facts = Array.from(oldIds, (oldId, id) => {
    if (oldId < 0) return undefined;
    const known = oldFacts[oldId];
    before[id] =
      known.state === 'shadowed'
        ? standing.shadowed
        : known.redundantBy !== undefined
          ? standing.redundant
          : standing.needed;
    return affected[id] === 1 ? undefined : translate(known);
  });
  return { facts, standing: before };
}

/** Ids of the rules that meet a rule of a book, itself included. */
export function meetingAny(book: Book, id: number): number[] {
  const ids: number[] = [];
  for (const world of book.worlds) {
    const region = world.regions[id];
    if (region === undefined) continue;
    for (const entry of world.all.meeting(region, seeing(book, present.removable))) ids.push(entry.id);
  }
  return ids;
}

/** For each new rule the id of the same rule before, -1 where there was none; `undefined` where the order differs. */
function match(old: readonly Rule[], rules: readonly Rule[]): Int32Array | undefined {
  const byName = new Map(old.map((rule, id) => [rule.name, id]));
  const ids = new Int32Array(rules.length).fill(-1);
  let last = -1;
  for (let id = 0; id < rules.length; id++) {
    const oldId = byName.get(rules[id].name);
    if (oldId === undefined || !sameRule(old[oldId], rules[id])) continue;
    if (oldId <= last) return undefined;
    ids[id] = last = oldId;
  }
  return ids;
}

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

export function sameList<T>(a: readonly T[], b: readonly T[]): boolean {
  return a === b || (a.length === b.length && a.every((value, i) => value === b[i]));
}

function indexesOf(ids: Int32Array, value: number): number[] {
  const found: number[] = [];
  ids.forEach((id, i) => {
    if (id === value) found.push(i);
  });
  return found;
}

/** Puts facts of the old book into ids and cells of the new one. */
function translator(old: Book, book: Book, newIds: Int32Array): (facts: RuleFacts) => RuleFacts {
  const idsOf = (ids: readonly number[]): number[] => ids.map((id) => newIds[id]);
  const point = (at: Point): Point =>
    at.map((x, d) => (d < dimension.service ? sameCell(old.coordinates.axis, book.coordinates.axis, x) : x));
  const opponents = (found: Opponents | undefined): Opponents | undefined =>
    found && { ...found, ids: idsOf(found.ids), witness: point(found.witness) };
  return (facts) => ({
    ...facts,
    witness: facts.witness && point(facts.witness),
    blame: facts.blame && idsOf(facts.blame),
    redundantBy: facts.redundantBy && idsOf(facts.redundantBy),
    conflict: opponents(facts.conflict),
    exception: opponents(facts.exception),
    masked: opponents(facts.masked),
  });
}

/** The cell of another axis that holds the first address of a cell. */
function sameCell(from: EndpointAxis, to: EndpointAxis, cell: number): number {
  if (cell < from.symbolStart) return cellOfV4(to, from.v4[cell]);
  if (cell < from.v6Start) return cell - from.symbolStart + to.symbolStart;
  return cellOfV6(to, from.v6[cell - from.v6Start]);
}
