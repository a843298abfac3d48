import { isEmptySet, type EndpointSet } from '../net/endpoints.js';
import type { ServiceSet } from '../net/services.js';
import type { Snapshot } from '../workspace.js';
import type { PlacedSpot } from './extract.js';

/** What a value stands for. */
export type ValueSet =
  | { readonly role: 'ends'; readonly ends: EndpointSet }
  | { readonly role: 'services'; readonly services: ServiceSet };

/** The set of a value; `undefined` where it is empty or in error. */
export function setOf({ resolved }: Snapshot, { file, item, value, role }: PlacedSpot): ValueSet | undefined {
  const { declarations, tables } = resolved;
  const scope = { declarations, findings: [] };
  const site = { file, item };
  if (role === 'services') {
    const services = tables.services.read(scope, site, value);
    return services && services.length > 0 ? { role, services } : undefined;
  }
  const ends = tables.segments.read(scope, site, value);
  return ends && !isEmptySet(ends) ? { role, ends } : undefined;
}
