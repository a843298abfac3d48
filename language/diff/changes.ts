import { seeing, strength, treeOf, type Book, type World } from '../analysis/book.js';
import { dimension, worldServices } from '../analysis/coordinates.js';
import { bottom, decidedBefore, decidedEarlier } from '../analysis/decided.js';
import { findUncovered, isWitness } from '../analysis/engine/cover.js';
import { meetsInts, type IntSet } from '../analysis/engine/intset.js';
import type { Region } from '../analysis/engine/region.js';
import { decidedBy } from '../analysis/explain.js';
import { decidersAt } from '../analysis/verdict.js';
import { connectionAt } from '../analysis/witness.js';
import type { EndpointSet } from '../net/endpoints.js';
import { tiers, type Policy, type Rule, type Segment } from '../policy/model.js';
import type { Carried, EndNamer } from './ends.js';
import type { Change, ConditionState, EndName } from './model.js';
import { endOf, identitiesOf, sideOf, type Row } from './rows.js';

/** What rows are read with: the policy that allows them, and the book that does not. */
export interface Reader {
  /** The policy in common numbers. */
  readonly policy: Policy;
  readonly symbols: readonly number[];
  readonly segments: readonly Segment[];
  readonly namer: EndNamer;
  readonly other: Book;
  /** The rules of the other book as its policy has them. */
  readonly otherRules: readonly Rule[];
}

/** More rules than this are not told apart among those that deny a change; those at its example are named then. */
const mostDenying = 64;
/** Pieces for each of them. */
const effortEach = 2_000;

/** Rows of rules as changes, by the places of their ends; rows that are equal are one change by several rules. */
export function changesOf(
  found: readonly { readonly rule: Rule; readonly rows: readonly Row[] }[],
  reader: Reader,
): Change[] {
  const byKey = new Map<string, { row: Row; rules: Rule[] }>();
  for (const { rule, rows } of found) {
    for (const row of rows) {
      const key = `${row.isExact}/${row.regions.map((region) => region?.map((side) => side.join()).join('|')).join('/')}`;
      const known = byKey.get(key);
      if (known === undefined) byKey.set(key, { row, rules: [rule] });
      else known.rules.push(rule);
    }
  }
  const places = placesOf(reader.segments);
  return [...byKey.values()]
    .map(({ row, rules }) => changeOf(row, rules, reader))
    .map((change) => ({ change, key: [places(change.from), places(change.to), change.services[0]] }))
    .sort((a, b) => a.key[0] - b.key[0] || a.key[1] - b.key[1] || a.key[2] - b.key[2])
    .map(({ change }) => change);
}

/** A number for where the first of some ends stands: `any` before all, what is in no zone after all. */
function placesOf(segments: readonly Segment[]): (ends: readonly EndName[]) => number {
  const index = new Map(segments.map(({ name }, i) => [name, i]));
  return ([first]) => {
    if (first === undefined || first.id === 'any') return -1;
    if (first.id === '*') return segments.length;
    return first.id.endsWith('.*') ? index.get(first.id.slice(0, -2))! + 0.5 : index.get(first.id)!;
  };
}

function changeOf(row: Row, allowedBy: readonly Rule[], reader: Reader): Change {
  const { coordinates } = reader.other;
  const source = endOf(row, dimension.source, coordinates, reader.symbols);
  const destination = endOf(row, dimension.destination, coordinates, reader.symbols);
  const services = sideOf(row, dimension.service);
  const world = reader.other.worlds[row.world];
  return {
    isExact: row.isExact,
    source,
    destination,
    services,
    identities: identitiesOf(row, world, reader.policy.identities),
    conditions: conditionsOf(row, reader),
    example: connectionAt(reader.policy, coordinates, row.point),
    allowedBy,
    ...deniersOf(row, reader),
    from: reader.namer(source, carriedTo(destination, services)),
    to: reader.namer(destination, carriedTo(source, services)),
  };
}

/** Which families can connect with an end on some services. */
const carriedTo = ({ v4, v6, symbols }: EndpointSet, services: IntSet): Carried => ({
  v4: v4.length + symbols.length > 0 && meetsInts(services, worldServices.four),
  v6: v6.length + symbols.length > 0 && meetsInts(services, worldServices.six),
});

function conditionsOf(row: Row, { policy, other: { coordinates } }: Reader): ConditionState[] {
  return coordinates.conditions
    .flatMap((condition, i) => {
      const [low, high] = sideOf(row, dimension.conditions + i);
      return high - low === 2 ? [] : [{ name: policy.conditions[condition], holds: low === 1 }];
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Which rules of the other book deny connections of a row, and whether it denies some by default. */
function deniersOf(row: Row, { other, otherRules }: Reader): Pick<Change, 'deniedBy' | 'byDefault'> {
  const shares = row.regions.flatMap((region, w) =>
    region === undefined ? [] : [{ world: other.worlds[w], region }],
  );
  const ids = new Set<number>();
  for (const { world, region } of shares)
    for (const id of denying(other, world, region)) if (ids.size <= mostDenying) ids.add(id);
  if (!row.isExact || ids.size > mostDenying) return deniersAt(row, other, otherRules);
  const budget = (): { pieces: number } => ({ pieces: effortEach });
  const deniedBy = [...ids]
    .sort((a, b) => a - b)
    .filter((id) => shares.some((share) => isWitness(decidedBy(other, share, id, budget()))))
    .map((id) => otherRules[id]);
  const byDefault = shares.some(({ world, region }) => {
    const seen = seeing(other, 1);
    const probe =
      other.ruleset === undefined ? decidedBefore(world, bottom, seen, seen) : decidedEarlier(world, seen);
    return isWitness(findUncovered(region, probe, world.space, budget(), other.work));
  });
  const isNamed = byDefault || deniedBy.length > 0;
  return isNamed ? { deniedBy, byDefault } : deniersAt(row, other, otherRules);
}

/** Ids of the rules that could deny some of a region. */
function denying(book: Book, world: World, region: Region): number[] {
  const seen = seeing(book, 1);
  const indexes =
    book.ruleset === undefined
      ? tiers.map((_, t) => treeOf(world, t, 'deny'))
      : [world.actions[strength.deny]];
  return indexes.flatMap((index) => index.meeting(region, seen).map(({ id }) => id));
}

/** Those at the example alone. */
function deniersAt(
  { point, world: w }: Row,
  book: Book,
  rules: readonly Rule[],
): Pick<Change, 'deniedBy' | 'byDefault'> {
  const world = book.worlds[w];
  const first = world.trees[0];
  const holders =
    book.ruleset === undefined
      ? decidersAt(book, world, point)
      : [first.firstHolder(point, seeing(book, 1))].flatMap((entry) => (entry ? [book.rules[entry.id]] : []));
  const deniedBy = holders.map((rule) => rules[book.rules.indexOf(rule)]);
  return { deniedBy, byDefault: deniedBy.length === 0 };
}
