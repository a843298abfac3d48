import type { EndpointSet } from '../net/endpoints.js';
import { allServices } from '../net/services.js';
import { dimension, regionOf } from './coordinates.js';
import type { Library } from './book.js';
import { uniteInts, type IntSet } from './engine/intset.js';
import { intersectRegions } from './engine/region.js';
import { projectDecided } from './project.js';
import type { ServiceSet } from '../net/services.js';

/**
 * The services on which rule `id` of the tiers really decides connections from one set of ends to another: nothing where
 * stronger rules take all of them. `undefined` where the budget of pieces ran out.
 */
export function effectiveServices(
  library: Library,
  id: number,
  source: EndpointSet,
  destination: EndpointSet,
  pieces: number,
): ServiceSet | undefined {
  const traffic = { source, destination, services: allServices, identities: undefined, conditions: [] };
  let services: IntSet = [];
  for (const world of library.tiers.worlds) {
    const own = world.regions[id];
    const asked = own && regionOf(library.coordinates, traffic, world.name);
    const region = own && asked && intersectRegions(own, asked);
    if (region === undefined) continue;
    const ended = projectDecided(
      library.tiers,
      world,
      id,
      region,
      dimension.service,
      { pieces },
      ({ side }) => {
        services = uniteInts(services, side);
        return false;
      },
    );
    if (!ended) return undefined;
  }
  return services;
}
