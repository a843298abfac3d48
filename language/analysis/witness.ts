import type { Connection } from '../findings.js';
import { formatV4, formatV6 } from '../net/address.js';
import type { EndpointSet } from '../net/endpoints.js';
import { serviceAxis } from '../net/services.js';
import type { Policy, Traffic } from '../policy/model.js';
import { dimension, type Coordinates } from './coordinates.js';
import type { Point } from './engine/region.js';

/**
 * The connection of a point. A cell stands for many addresses: the lowest is taken, or the lowest that lies in the ends
 * of `within`, the traffic that the point was sought in. Conditions that `within` asks for hold.
 */
export function connectionAt(
  policy: Policy,
  coordinates: Coordinates,
  point: Point,
  within?: { [K in 'source' | 'destination' | 'conditions']?: Traffic[K] | undefined },
): Connection {
  const { protocol, port } = serviceAt(point[dimension.service]);
  const identity = point[dimension.identity];
  return {
    source: endpointAt(policy, coordinates, point[dimension.source], within?.source),
    destination: endpointAt(policy, coordinates, point[dimension.destination], within?.destination),
    protocol,
    port,
    identity: identity === 0 ? null : policy.identities[identity - 1],
    conditions: conditionsAt(policy, coordinates, point, within?.conditions),
  };
}

/** Most connections have none, and there may be a hundred thousand. */
const noConditions: readonly string[] = [];

/** Names of the conditions that hold at a point, with those that are `asked` for. */
function conditionsAt(
  policy: Policy,
  { conditions }: Coordinates,
  point: Point,
  asked: readonly number[] = [],
): readonly string[] {
  const holding = conditions.filter((_, i) => point[dimension.conditions + i] === 1);
  if (holding.length + asked.length === 0) return noConditions;
  return [...new Set([...asked, ...holding])]
    .sort((a, b) => a - b)
    .map((condition) => policy.conditions[condition]);
}

/** The lowest address of a cell that lies in `within`, or the cell's symbol, as text. */
export function endpointAt(
  policy: Policy,
  { axis }: Coordinates,
  cell: number,
  within?: EndpointSet,
): string {
  if (cell < axis.symbolStart) return formatV4(lowest(axis.v4[cell], within?.v4));
  if (cell < axis.v6Start) return policy.symbols[cell - axis.symbolStart];
  return formatV6(lowest(axis.v6[cell - axis.v6Start], within?.v6));
}

function lowest<T extends number | bigint>(start: T, ranges: readonly T[] | undefined): T {
  if (ranges === undefined) return start;
  for (let i = 0; i < ranges.length; i += 2) {
    if (ranges[i + 1] > start) return ranges[i] > start ? ranges[i] : start;
  }
  return start;
}

/** Protocol and port of a point of the service axis, as reports print them. */
export function serviceAt(point: number): { protocol: string; port: number | null } {
  const { tcp, udp, sctp, icmp, icmpv6, other } = serviceAxis;
  if (point < udp) return { protocol: 'tcp', port: point - tcp };
  if (point < sctp) return { protocol: 'udp', port: point - udp };
  if (point < icmp) return { protocol: 'sctp', port: point - sctp };
  if (point < icmpv6) return { protocol: 'icmp', port: point - icmp };
  if (point < other) return { protocol: 'icmpv6', port: point - icmpv6 };
  return { protocol: String(point - other), port: null };
}
