import { cellOfV4, cellOfV6, type EndpointAxis } from '../axis.js';
import { present, seeing, type Ancestor, type Book } from '../book.js';
import { dimension } from '../coordinates.js';
import type { Point } from '../engine/region.js';
import { sameList } from '../lineage.js';
import type { Costs } from './effort.js';
import type { Judgement, RuleFacts } from './judge.js';
import type { Opponents } from './opponents.js';

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
  /** What the earlier judgement cost, by the ids that rules had then. */
  readonly costs: Costs;
  readonly oldIds: Int32Array;
}

export const standing = { needed: 0, shadowed: 1, redundant: 2 } as const;

/** Carries facts from one book over to another, or says `undefined` where too much is different. */
export function carryOver(
  { book: old, lineage }: Ancestor,
  { facts: oldFacts, costs }: Judgement,
  book: Book,
): Carried | undefined {
  if (!sameList(old.coordinates.conditions, book.coordinates.conditions)) return undefined;
  const { oldIds, newIds, come, gone } = lineage;
  const affected = new Uint8Array(book.rules.length);
  for (const id of come) affected[id] = 1;
  for (const oldId of gone)
    for (const met of meetingAny(old, oldId)) if (newIds[met] >= 0) affected[newIds[met]] = 1;
  for (const id of come) for (const met of meetingAny(book, id)) affected[met] = 1;
  const translate = translator(old, book, lineage.isSteady ? undefined : newIds);
  const before = new Uint8Array(book.rules.length);
  const facts = new Array<RuleFacts | undefined>(book.rules.length);
  for (let id = 0; id < oldIds.length; id++) {
    if (oldIds[id] < 0) continue;
    const known = oldFacts[oldIds[id]];
    before[id] = standingOf(known);
    if (affected[id] === 0) facts[id] = translate(known);
  }
  return { facts, standing: before, costs, oldIds };
}

function standingOf({ state, redundantBy }: RuleFacts): number {
  if (state === 'shadowed') return standing.shadowed;
  return redundantBy !== undefined ? standing.redundant : standing.needed;
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

/**
 * Puts facts of the old book into ids and cells of the new one. Without `newIds` the ids are the same. Facts that need no
 * change stay the same object.
 */
function translator(old: Book, book: Book, newIds: Int32Array | undefined): (facts: RuleFacts) => RuleFacts {
  const isSameAxis = old.coordinates === book.coordinates;
  if (isSameAxis && newIds === undefined) return (facts) => facts;
  const idsOf = (ids: readonly number[]): readonly number[] =>
    newIds === undefined ? ids : ids.map((id) => newIds[id]);
  const point = (at: Point): Point =>
    isSameAxis
      ? at
      : at.map((x, d) =>
          d < dimension.service ? sameCell(old.coordinates.axis, book.coordinates.axis, x) : x,
        );
  const opponents = (found: Opponents | undefined): Opponents | undefined =>
    found && { ...found, ids: idsOf(found.ids), witness: point(found.witness) };
  return (facts) => {
    if (facts.witness === undefined || (isSameAxis && !namesOthers(facts))) return facts;
    return {
      ...facts,
      witness: point(facts.witness),
      blame: facts.blame && idsOf(facts.blame),
      redundantBy: facts.redundantBy && idsOf(facts.redundantBy),
      conflict: opponents(facts.conflict),
      exception: opponents(facts.exception),
      masked: opponents(facts.masked),
    };
  };
}

const namesOthers = ({ blame, redundantBy, conflict, exception, masked }: RuleFacts): boolean =>
  (blame ?? redundantBy ?? conflict ?? exception ?? masked) !== undefined;

/** The cell of another axis that holds the first address of a cell. */
function sameCell(from: EndpointAxis, to: EndpointAxis, cell: number): number {
  if (cell < from.symbolStart) return cellOfV4(to, from.v4[cell]);
  if (cell < from.v6Start) return cell - from.symbolStart + to.symbolStart;
  return cellOfV6(to, from.v6[cell - from.v6Start]);
}
