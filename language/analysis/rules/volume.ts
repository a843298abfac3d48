import { countEndpoints } from '../axis.js';
import { dimension, worldServices, type Coordinates } from '../coordinates.js';
import type { World } from '../book.js';
import { multiply, take, type Count } from '../engine/count.js';
import { countInts, intersectInts, type IntSet } from '../engine/intset.js';
import type { Region } from '../engine/region.js';

/** How many connections a region holds. */
export function volume(coordinates: Coordinates, region: Region): Count {
  let product: Count = 1;
  for (let d = 0; d < region.length; d++)
    product = multiply(
      product,
      d < dimension.service ? countEndpoints(coordinates.axis, region[d]) : countInts(region[d]),
    );
  return product;
}

/**
 * How many connections a region of a world holds that are to be counted there: those that both worlds share, between
 * symbols, are counted in the IPv4 world.
 */
export function countedVolume(coordinates: Coordinates, world: World, region: Region): Count {
  const all = volume(coordinates, region);
  if (world.name === 'four') return all;
  const symbols: IntSet = [coordinates.axis.symbolStart, coordinates.axis.v6Start];
  const shared = region.map((side, d) => {
    if (d === dimension.service) return intersectInts(side, worldServices.four);
    return d < dimension.service ? intersectInts(side, symbols) : side;
  });
  return shared.some((side) => side.length === 0) ? all : take(all, volume(coordinates, shared));
}
