import { endpointsOf } from '../analysis/axis.js';
import type { World } from '../analysis/book.js';
import { dimension, worldServices, type Coordinates } from '../analysis/coordinates.js';
import { holdsInt, intersectInts, uniteInts, type IntSet } from '../analysis/engine/intset.js';
import { withinRegion, type Point, type Region } from '../analysis/engine/region.js';
import type { EndpointSet } from '../net/endpoints.js';
import type { RuleGain } from './gained.js';
import { joinParts, sameRegion } from './join.js';

/** A product of sets in both worlds, as a rule is one. */
export interface Row {
  readonly isExact: boolean;
  /** Its region in each world, IPv4 first; `undefined` where it has none there. */
  readonly regions: readonly (Region | undefined)[];
  /** A connection of it, and the world that it lies in. */
  readonly point: Point;
  readonly world: number;
}

/** What a rule gains, in as few rows as may be: what is the same for IPv4 and IPv6 is one row, as it is one rule. */
export function rowsOf(gains: readonly RuleGain[], coordinates: Coordinates): Row[] {
  const lists = [0, 1].map((world): Row[] =>
    gains
      .filter((gain) => gain.world === world)
      .flatMap(({ parts, isExact }) =>
        joinParts(parts).map(({ region, point }): Row => {
          const regions = world === 0 ? [region, undefined] : [undefined, region];
          return { isExact, regions, point, world };
        }),
      ),
  );
  const six = [...lists[1]];
  const rows = lists[0].map((row) => {
    const at = six.findIndex((other) => isOneProduct(coordinates, row.regions[0]!, other.regions[1]!));
    if (at < 0) return row;
    const [other] = six.splice(at, 1);
    return {
      ...row,
      regions: [row.regions[0], other.regions[1]],
      isExact: row.isExact && other.isExact,
    };
  });
  // Connections between symbols are of both worlds, and need to be told once.
  const told = (row: Row): boolean =>
    row.isExact && rows.some((other) => other.isExact && isToldBy(coordinates, row.regions[1]!, other));
  return [...rows, ...six.filter((row) => !told(row))];
}

/** Whether a region of the IPv4 world and one of the IPv6 world are what their union is in each of the two. */
function isOneProduct(coordinates: Coordinates, four: Region, six: Region): boolean {
  const both = four.map((side, d) => uniteInts(side, six[d]));
  return (
    sameRegion(regionIn(coordinates, both, 'four'), four) &&
    sameRegion(regionIn(coordinates, both, 'six'), six)
  );
}

function isToldBy(coordinates: Coordinates, region: Region, { regions: [four] }: Row): boolean {
  const inSix = four && regionIn(coordinates, four, 'six');
  return inSix !== undefined && withinRegion(region, inSix);
}

/** What of a product lies in a world; `undefined` where nothing does. */
function regionIn({ axis }: Coordinates, product: Region, world: 'four' | 'six'): Region | undefined {
  const ends: IntSet = world === 'four' ? [0, axis.v6Start] : [axis.symbolStart, axis.end];
  const bounds = [ends, ends, worldServices[world]];
  const region = product.map((side, d) => (d < bounds.length ? intersectInts(side, bounds[d]) : side));
  return region.every((side) => side.length > 0) ? region : undefined;
}

/** The sides of a row along one dimension, of both worlds together. */
export function sideOf({ regions }: Row, d: number): IntSet {
  return regions.reduce<IntSet>(
    (sum, region) => (region === undefined ? sum : uniteInts(sum, region[d])),
    [],
  );
}

/** An end of a row, with the symbols numbered as in the policy whose ids `symbols` gives by common ids. */
export function endOf(row: Row, d: number, { axis }: Coordinates, symbols: readonly number[]): EndpointSet {
  const set = endpointsOf(axis, sideOf(row, d));
  return { ...set, symbols: set.symbols.map((id) => symbols[id]).sort((a, b) => a - b) };
}

/** Names of the identities that a row is about, `null` for none; `undefined` where it is about any or none. */
export function identitiesOf(
  row: Row,
  world: World,
  identities: readonly string[],
): readonly (string | null)[] | undefined {
  const side = sideOf(row, dimension.identity);
  const full = world.space.full[dimension.identity];
  if (side.length === 2 && side[0] === full[0] && side[1] === full[1]) return undefined;
  return [null, ...identities].filter((_, id) => holdsInt(side, id));
}
