import { worldServices } from '../analysis/coordinates.js';
import { holdsInt, intersectInts } from '../analysis/engine/intset.js';
import { serviceAt } from '../analysis/witness.js';
import type { Connection } from '../findings.js';
import { formatV4, formatV6 } from '../net/address.js';
import { intersectEndpoints, uniteEndpoints, type EndpointSet } from '../net/endpoints.js';
import { builtInServices } from '../net/services.js';
import type { Policy, Rule } from '../policy/model.js';
import type { Change, Difference } from './model.js';

/** A rule without a ticket that newly allows connections into a restricted zone. */
export interface Breach {
  readonly rule: Rule;
  /** The restricted zones that it newly opens, outermost ones by place. */
  readonly zones: readonly string[];
  /** One of the connections; `undefined` where it is only not ruled out that there is one. */
  readonly example: Connection | undefined;
}

/**
 * The gate for pull requests: what is newly allowed into a restricted zone must be allowed by rules with a ticket only.
 * Empty where the gate holds, by place. Where a change is not exact, a rule that might break it does.
 */
export function breachesOf({ tiers, new: policy }: Difference): Breach[] {
  const zones = policy.segments.filter(({ kind, trust }) => kind === 'zone' && trust === 'restricted');
  const restricted = uniteEndpoints(zones.map(({ set }) => set));
  const found = new Map<Rule, { zones: Set<string>; example: Connection | undefined }>();
  for (const change of tiers.allowed.changes) {
    const without = change.allowedBy.filter(({ ticket }) => !ticket?.trim());
    const example = without.length === 0 ? undefined : exampleInto(change, restricted, policy);
    if (example === undefined) continue;
    const opened = outermost(policy, change.destination);
    for (const rule of without) {
      const known = found.get(rule) ?? { zones: new Set<string>(), example: undefined };
      opened.forEach((zone) => known.zones.add(zone));
      known.example ??= change.isExact ? example : undefined;
      found.set(rule, known);
    }
  }
  const place = new Map(policy.rules.map((rule, i) => [rule, i]));
  return [...found]
    .sort(([a], [b]) => place.get(a)! - place.get(b)!)
    .map(([rule, { zones: names, example }]) => ({ rule, zones: [...names], example }));
}

/** The outermost restricted zones that a set meets. */
function outermost({ segments }: Policy, set: EndpointSet): string[] {
  const isRestricted = (at: number): boolean => at >= 0 && segments[at].trust === 'restricted';
  return segments
    .filter(({ kind, trust, parent }) => kind === 'zone' && trust === 'restricted' && !isRestricted(parent))
    .filter((zone) => {
      const { v4, v6, symbols } = intersectEndpoints(zone.set, set);
      return v4.length + v6.length + symbols.length > 0;
    })
    .map(({ name }) => name);
}

/** A connection of a change whose destination lies in a set; `undefined` where there is none. */
function exampleInto(change: Change, into: EndpointSet, policy: Policy): Connection | undefined {
  const destination = intersectEndpoints(change.destination, into);
  for (const world of ['four', 'six'] as const) {
    const services = intersectInts(change.services, worldServices[world]);
    const ends = [change.source, destination].map((set) => firstOf(set, world, policy));
    const [source, target] = ends;
    if (services.length === 0 || source === undefined || target === undefined) continue;
    const { identity, conditions } = change.example;
    const service = familiar.find((point) => holdsInt(services, point)) ?? services[0];
    return { source, destination: target, ...serviceAt(service), identity, conditions };
  }
  return undefined;
}

/** Services that make a good example. */
const familiar = ['https', 'http', 'ssh', 'dns'].flatMap((name) => builtInServices.get(name)?.[0] ?? []);

function firstOf(
  { v4, v6, symbols }: EndpointSet,
  world: 'four' | 'six',
  policy: Policy,
): string | undefined {
  if (world === 'four' && v4.length > 0) return formatV4(v4[0]);
  if (world === 'six' && v6.length > 0) return formatV6(v6[0]);
  return symbols.length > 0 ? policy.symbols[symbols[0]] : undefined;
}
