import type { Analysis } from '../../analysis/index.js';
import { regionOf } from '../../analysis/coordinates.js';
import { allServices } from '../../net/services.js';
import { corner } from '../../analysis/engine/space.js';
import type { Connection } from '../../findings.js';
import { intersectEndpoints, isEmptySet, uniteEndpoints, type EndpointSet } from '../../net/endpoints.js';
import { intersect, subtract, unite } from '../../net/ranges.js';
import type { ServiceSet } from '../../net/services.js';
import type { Policy, Rule, Segment, Traffic } from '../../policy/model.js';
import { connectionAt } from '../../analysis/witness.js';
import { describe } from '../report.js';
import { findingsOf, nothing } from './kept.js';
import { at } from './words.js';

/** `insecure-service`: an allow into a restricted zone on a service that carries secrets in clear text. */
export const insecureService = findingsOf({
  given: ({ policy }, { config }) => [
    ...insecureServices(policy, config.insecure),
    ...restrictedZones(policy).map(({ set }) => set),
  ],
  looker(analysis, { config }) {
    const { policy } = analysis;
    const witnessOf = intoRestricted(analysis, insecureServices(policy, config.insecure));
    return ({ book }, id) => {
      const witness = witnessOf(book.rules[id]);
      if (witness === undefined) return nothing;
      const message =
        `This rule allows an insecure service into a restricted zone: ${describe(witness)}. ` +
        'Use its encrypted counterpart, or declare the service with `encrypted = true` if it is.';
      return [{ finding: at(policy, 'insecure-service', book.rules[id], message, { witness }) }];
    };
  },
});

/** `location-only`: an allow into a restricted zone that asks neither who somebody is nor what a workload is. */
export const locationOnly = findingsOf({
  given: ({ policy }) => restrictedZones(policy).map(({ set }) => set),
  looker(analysis) {
    const witnessOf = intoRestricted(analysis, allServices);
    return ({ book }, id) => {
      const rule = book.rules[id];
      if (rule.identities !== undefined || rule.byLabel) return nothing;
      const witness = witnessOf(rule);
      if (witness === undefined) return nothing;
      const message =
        `This rule lets into a restricted zone by location alone: ${describe(witness)}, whoever it is. ` +
        'Add `as` with the identities that are meant, or name the workloads by their labels.';
      return [{ finding: at(analysis.policy, 'location-only', rule, message, { witness }) }];
    };
  },
});

const restrictedZones = ({ segments }: Policy): Segment[] =>
  segments.filter((segment) => segment.kind === 'zone' && segment.trust === 'restricted');

/** The insecure services of the table, without what a service declared with `encrypted = true` covers. */
function insecureServices(policy: Policy, names: readonly string[]): ServiceSet {
  let services: ServiceSet = [];
  for (const name of names)
    if (!policy.encrypted.has(name)) services = unite(services, policy.services.get(name) ?? []);
  for (const name of policy.encrypted) services = subtract(services, policy.services.get(name) ?? []);
  return services;
}

/**
 * Finds a connection into a restricted zone, on one of some services, that an allow describes: also one that a stronger
 * rule takes, which may go at any time.
 */
function intoRestricted(analysis: Analysis, services: ServiceSet): (rule: Rule) => Connection | undefined {
  const { policy, library } = analysis;
  const restricted = uniteEndpoints(restrictedZones(policy).map((zone) => zone.set));
  const isNone = isEmptySet(restricted);
  const ends = new Map<EndpointSet, EndpointSet>();
  const on = new Map<ServiceSet, ServiceSet>();
  return (rule) => {
    if (isNone || rule.action !== 'allow' || rule.expired) return undefined;
    const asked = recall(on, rule.services, (set) => intersect(set, services));
    if (asked.length === 0) return undefined;
    const destination = recall(ends, rule.destination, (set) => intersectEndpoints(set, restricted));
    if (isEmptySet(destination)) return undefined;
    const traffic: Traffic = { ...partsOf(rule), destination, services: asked };
    for (const world of library.tiers.worlds) {
      const region = regionOf(library.coordinates, traffic, world.name);
      if (region !== undefined)
        return connectionAt(policy, library.coordinates, corner(region, world.space), traffic);
    }
    return undefined;
  };
}

/** What was worked out for a set before: rules share theirs. */
function recall<T extends object>(known: Map<T, T>, set: T, find: (set: T) => T): T {
  let found = known.get(set);
  if (found === undefined) known.set(set, (found = find(set)));
  return found;
}

const partsOf = ({
  source,
  identities,
  conditions,
}: Rule): Pick<Traffic, 'source' | 'identities' | 'conditions'> => ({
  source,
  identities,
  conditions,
});
