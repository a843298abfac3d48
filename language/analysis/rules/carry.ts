import { cellOfV4, cellOfV6, type EndpointAxis } from '../axis.js';
import { present, seeing, type Ancestor, type Book } from '../book.js';
import { dimension } from '../coordinates.js';
import type { Point } from '../engine/region.js';
import { carryList, carryNumbers, sameList } from '../lineage.js';
import type { Costs } from './effort.js';
import type { Judgement, RuleFacts } from './judge.js';
import type { Opponents } from './opponents.js';

/**
 * What an earlier judgement says of a changed book: by new rule id the facts of rules that met none of the rules that
 * came, went or changed. What is found about a rule depends on the rules that meet it and nothing else; findings of
 * rules next to those may yet change, where a neighbour's standing does.
 */
export interface Carried {
  /** Those of affected rules no longer hold. */
  readonly facts: RuleFacts[];
  /** By rule id 1 where it is to be judged anew. */
  readonly affected: Uint8Array;
  /** How the rule stood before, one of `standing`. */
  readonly standing: Uint8Array;
  /** By rule id 1 where more is known of it than that it decides something. */
  readonly told: Uint8Array;
  /** What the earlier judgement cost, by new ids. */
  readonly costs: Costs;
}

/** How a rule stands: whether others make it decide nothing, or say the same. */
export const standing = { needed: 0, shadowed: 1, redundant: 2 } as const;

/** Carries facts from one book over to another, or says `undefined` where too much is different. */
export function carryOver(
  { book: old, lineage }: Ancestor,
  judged: Judgement,
  book: Book,
): Carried | undefined {
  if (!sameList(old.coordinates.conditions, book.coordinates.conditions)) return undefined;
  const { newIds, come, gone } = lineage;
  const count = book.rules.length;
  const affected = new Uint8Array(count);
  for (const oldId of gone)
    for (const met of meetingAny(old, oldId)) if (newIds[met] >= 0) affected[newIds[met]] = 1;
  for (const id of come) {
    affected[id] = 1;
    for (const met of meetingAny(book, id)) affected[met] = 1;
  }
  const facts = carryList(judged.facts, lineage, unknown);
  if (old.coordinates !== book.coordinates)
    for (let id = 0; id < count; id++) if (affected[id] === 0) facts[id] = translate(facts[id], old, book);
  return {
    facts,
    affected,
    standing: carryNumbers(judged.standing, lineage, new Uint8Array(count)),
    told: carryNumbers(judged.told, lineage, new Uint8Array(count)),
    costs: {
      common: judged.costs.common,
      rules: judged.costs.rules.map((costs) => carryNumbers(costs, lineage, new Int32Array(count))),
    },
  };
}

/** Stands for the facts of a rule that came, until it is judged. */
const unknown: RuleFacts = { state: 'undecided', witness: undefined, undecided: [] };

export function standingOf({ state, redundantBy }: RuleFacts): number {
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

/** Facts in the cells of another book's layout. */
function translate(facts: RuleFacts, { coordinates: from }: Book, { coordinates: to }: Book): RuleFacts {
  if (facts.witness === undefined) return facts;
  const point = (at: Point): Point =>
    at.map((x, d) => (d < dimension.service ? sameCell(from.axis, to.axis, x) : x));
  const opponents = (found: Opponents | undefined): Opponents | undefined =>
    found && { ...found, witness: point(found.witness) };
  return {
    ...facts,
    witness: point(facts.witness),
    conflict: opponents(facts.conflict),
    exception: opponents(facts.exception),
    masked: opponents(facts.masked),
  };
}

/** The cell of another axis that holds the first address of a cell. */
function sameCell(from: EndpointAxis, to: EndpointAxis, cell: number): number {
  if (cell < from.symbolStart) return cellOfV4(to, from.v4[cell]);
  if (cell < from.v6Start) return cell - from.symbolStart + to.symbolStart;
  return cellOfV6(to, from.v6[cell - from.v6Start]);
}
