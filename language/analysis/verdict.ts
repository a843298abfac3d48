import { tiers, type Rule } from '../policy/model.js';
import { seeing, treeOf, type Book, type World } from './book.js';
import { cellOfV4, cellOfV6 } from './axis.js';
import { dimension, type Coordinates } from './coordinates.js';
import { holdsPoint, type Point } from './engine/region.js';

/** One end of a connection: an IPv4 address, an IPv6 address, or a symbol by its id. */
export type End = { readonly v4: number } | { readonly v6: bigint } | { readonly symbol: number };

/** One connection as numbers. */
export interface ConnectionPoint {
  readonly source: End;
  readonly destination: End;
  /** Point of the service axis (language/net/services.ts). */
  readonly service: number;
  /** Index into `Policy.identities`; -1 for none. */
  readonly identity: number;
  /** Indexes into `Policy.conditions` that hold. */
  readonly conditions: readonly number[];
}

export interface Verdict {
  readonly action: 'allow' | 'deny';
  /** The rule that decides, the first by place where several do; `undefined`: no rule does, which denies. */
  readonly rule: Rule | undefined;
}

const byDefault: Verdict = { action: 'deny', rule: undefined };

/** The verdict of the tiers on one connection, or `undefined` where its ends and service fit no connection. */
export function verdictOf(book: Book, connection: ConnectionPoint): Verdict | undefined {
  const { axis } = book.coordinates;
  const point = [
    cellOf(book.coordinates, connection.source),
    cellOf(book.coordinates, connection.destination),
  ];
  point.push(connection.service, connection.identity + 1);
  for (const condition of book.coordinates.conditions)
    point.push(connection.conditions.includes(condition) ? 1 : 0);
  const [source, destination] = point;
  const isFour = source < axis.v6Start && destination < axis.v6Start;
  const world = book.worlds[isFour && holdsPoint(book.worlds[0].space.full, point) ? 0 : 1];
  return holdsPoint(world.space.full, point) ? verdictAt(book, world, point) : undefined;
}

function cellOf({ axis }: Coordinates, end: End): number {
  if ('v4' in end) return cellOfV4(axis, end.v4);
  return 'v6' in end ? cellOfV6(axis, end.v6) : axis.symbolStart + end.symbol;
}

/** The verdict of the tiers on a point of a world. */
export function verdictAt(book: Book, world: World, point: Point): Verdict {
  const seen = seeing(book, 1);
  for (let tier = 0; tier < tiers.length; tier++) {
    if (treeOf(world, tier, 'pass').someHolder(point, seen)) continue;
    const denied = treeOf(world, tier, 'deny').firstHolder(point, seen);
    if (denied !== undefined) return { action: 'deny', rule: book.rules[denied.id] };
    const allowed = treeOf(world, tier, 'allow').firstHolder(point, seen);
    if (allowed !== undefined) return { action: 'allow', rule: book.rules[allowed.id] };
  }
  return byDefault;
}

/** All rules that decide a point: of the deciding tier and action those that match it, by place. */
export function decidersAt(book: Book, world: World, point: Point): readonly Rule[] {
  const first = verdictAt(book, world, point).rule;
  if (first === undefined) return [];
  const holders = treeOf(world, first.tier, first.action).holders(point, seeing(book, 1));
  return holders.map((entry) => book.rules[entry.id]);
}

/** A world of the book that the point lies in. */
export const worldOf = (book: Book, point: Point): World =>
  point[dimension.source] < book.coordinates.axis.v6Start && holdsPoint(book.worlds[0].space.full, point)
    ? book.worlds[0]
    : book.worlds[1];
