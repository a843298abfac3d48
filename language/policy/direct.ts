import { v4LiteralAt } from '../net/address.js';
import { subtractEndpoints, type EndpointSet } from '../net/endpoints.js';
import { allServices, type ServiceSet } from '../net/services.js';
import type { Spots } from '../syntax/shaped.js';
import type { Expr } from '../syntax/tree.js';
import { allOf } from './addresses.js';
import type { SegmentTable } from './segments.js';
import { portsAt, uniteServices, type ServiceTable } from './services.js';

/**
 * The set of a source or destination, read straight from where its words stand: most are names and addresses without a
 * mistake, for which no tree need be made. `undefined` where a closer look is needed. `value` is of the build of an item.
 */
export function endAt(
  segments: Pick<SegmentTable, 'names'>,
  value: Expr,
  spots: Spots,
): EndpointSet | undefined {
  switch (value.kind) {
    case 'any':
    case 'name':
      return segments.names.at(spots.text, spots.startOf(value.span), spots.endOf(value.span));
    case 'address':
      return v4LiteralAt(spots.text, spots.startOf(value.span), spots.endOf(value.span));
    case 'list': {
      const parts: EndpointSet[] = [];
      for (const element of value.elements) {
        const part = endAt(segments, element, spots);
        if (part === undefined) return undefined;
        parts.push(part);
      }
      return allOf(parts);
    }
    case 'except': {
      const base = endAt(segments, value.base, spots);
      const without = base && endAt(segments, value.without, spots);
      return without && subtractEndpoints(base, without);
    }
    default:
      return undefined;
  }
}

/** The same for services. */
export function servicesAt(
  services: Pick<ServiceTable, 'names'>,
  value: Expr,
  spots: Spots,
): ServiceSet | undefined {
  switch (value.kind) {
    case 'any':
      return allServices;
    case 'name':
      return services.names.at(spots.text, spots.startOf(value.span), spots.endOf(value.span));
    case 'service':
      return portsAt(spots.text, spots.startOf(value.span), spots.endOf(value.span));
    case 'list': {
      const parts: ServiceSet[] = [];
      for (const element of value.elements) {
        const part = servicesAt(services, element, spots);
        if (part === undefined) return undefined;
        parts.push(part);
      }
      return uniteServices(parts);
    }
    default:
      return undefined;
  }
}
