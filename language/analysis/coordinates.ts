import type { EndpointSet } from '../net/endpoints.js';
import { allServices, serviceAxis, type ServiceSet } from '../net/services.js';
import type { Policy, Rule, Traffic } from '../policy/model.js';
import {
  cellsOf,
  endpointAxis,
  hasBorders,
  roughPositions,
  type EndpointAxis,
  type EndpointCells,
} from './axis.js';
import { countInts, intersectInts, type IntSet } from './engine/intset.js';
import type { Region } from './engine/region.js';
import type { Space } from './engine/space.js';

/** The dimensions of every region; from `conditions` on one for each condition that a rule uses. */
export const dimension = { source: 0, destination: 1, service: 2, identity: 3, conditions: 4 } as const;

/**
 * The two worlds that connections live in. `four`: both ends are IPv4 or symbols, no icmpv6. `six`: both are symbols or
 * IPv6, no icmp. Each is a product, so what a rule matches in one of them is a region and needs no thought of families.
 * They share the connections between symbols on services other than icmp and icmpv6.
 */
export const worlds = ['four', 'six'] as const;
export type WorldName = (typeof worlds)[number];

const { tcp, udp, icmp, icmpv6, other, end } = serviceAxis;

export const worldServices: Record<WorldName, ServiceSet> = {
  four: intersectInts(allServices, [tcp, icmpv6, other, end]),
  six: intersectInts(allServices, [tcp, icmp, icmpv6, end]),
};

/** Ports and types that engineers recognise, for examples: https, http, ssh, dns, ping. */
const plainServices = [
  tcp + 443,
  tcp + 80,
  tcp + 22,
  udp + 53,
  icmp + 8,
  icmpv6 + 128,
  tcp + 1,
  udp + 1,
  other + 47,
];

/** How the things of one policy are laid out on integers. */
export interface Coordinates {
  readonly axis: EndpointAxis;
  /** 1 + the number of declared identities; 0 is "none". */
  readonly identities: number;
  /** The conditions that rules use, as indexes into `Policy.conditions`, in the order of their dimensions. */
  readonly conditions: readonly number[];
  readonly spaces: Record<WorldName, Space>;
  /** Cells of the ends of rules. The axis has a border wherever one of these sets has. */
  readonly ruled: Map<EndpointSet, EndpointCells>;
  /** How many of them there were when it was laid out. */
  readonly laidOut: number;
  /** Cells of other sets that were asked about. */
  readonly cells: WeakMap<EndpointSet, EndpointCells>;
  readonly services: WeakMap<ServiceSet, Record<WorldName, IntSet>>;
}

/** The sets of ends and the conditions that rules, those that are live, tell apart. */
function told(rules: readonly (readonly Rule[])[]): { sets: Set<EndpointSet>; used: Set<number> } {
  const sets = new Set<EndpointSet>();
  for (const list of rules)
    for (const rule of list) if (!rule.expired) sets.add(rule.source).add(rule.destination);
  return { sets, used: conditionsOf(rules) };
}

function conditionsOf(rules: readonly (readonly Rule[])[]): Set<number> {
  const used = new Set<number>();
  for (const list of rules) {
    for (const { conditions, expired } of list)
      if (conditions.length > 0 && !expired) for (const condition of conditions) used.add(condition);
  }
  return used;
}

/** A layout that has been carried along may hold so many more sets than it needs, and no more. */
const mostSpare = 2_000;

/** An earlier layout, and how the rules of now differ from those it was made for, as far as that is known. */
export interface EarlierLayout {
  readonly coordinates: Coordinates;
  readonly changed: ChangedRules | undefined;
}

/** Rules that came and rules that went. */
export interface ChangedRules {
  readonly come: readonly Rule[];
  readonly gone: readonly Rule[];
}

/**
 * Whether an earlier layout tells apart all that the rules do: coordinates are then the same as before. Where it is known
 * which rules came, only their ends are looked at.
 */
function stillFits(
  { coordinates: before, changed }: EarlierLayout,
  policy: Policy,
  rules: readonly (readonly Rule[])[],
): boolean {
  if (before.axis.symbols !== policy.symbols.length || before.identities !== 1 + policy.identities.length)
    return false;
  if (!usesSame(before.conditions, rules, changed)) return false;
  const { sets } = told(changed === undefined ? rules : [changed.come]);
  const fresh: EndpointSet[] = [];
  for (const set of sets) if (!before.ruled.has(set)) fresh.push(set);
  const needed = changed === undefined ? sets.size : before.laidOut;
  if (before.ruled.size + fresh.length > needed + mostSpare) return false;
  if (!fresh.every((set) => hasBorders(before.axis, set))) return false;
  for (const set of fresh) before.ruled.set(set, cellsOf(before.axis, set));
  return true;
}

/** Whether rules use some conditions and no others. Where none with a condition came or went, nothing has changed. */
function usesSame(
  conditions: readonly number[],
  rules: readonly (readonly Rule[])[],
  changed: ChangedRules | undefined,
): boolean {
  if (changed !== undefined && conditionsOf([changed.come, changed.gone]).size === 0) return true;
  const used = conditionsOf(rules);
  return conditions.length === used.size && conditions.every((condition) => used.has(condition));
}

/**
 * Lays out all that the live rules of the given lists tell apart. `before` is an earlier layout, which is kept where it
 * does: it may tell apart more than is needed, which no answer shows.
 */
export function coordinatesOf(
  policy: Policy,
  rules: readonly (readonly Rule[])[],
  before?: EarlierLayout,
): Coordinates {
  if (before !== undefined && stillFits(before, policy, rules)) return before.coordinates;
  const { sets, used } = told(rules);
  const axis = endpointAxis(sets, policy.symbols.length);
  const conditions = [...used].sort((a, b) => a - b);
  const identities = 1 + policy.identities.length;
  const positions = roughPositions(axis);
  const space = (world: WorldName): Space => makeSpace(world, axis, identities, conditions.length, positions);
  const ruled = new Map<EndpointSet, EndpointCells>();
  for (const set of sets) ruled.set(set, cellsOf(axis, set));
  return {
    axis,
    identities,
    conditions,
    spaces: { four: space('four'), six: space('six') },
    ruled,
    laidOut: ruled.size,
    cells: new WeakMap(),
    services: new WeakMap(),
  };
}

function makeSpace(
  world: WorldName,
  axis: EndpointAxis,
  identities: number,
  conditions: number,
  positions: Float64Array,
): Space {
  const ends: IntSet = world === 'four' ? [0, axis.v6Start] : [axis.symbolStart, axis.end];
  const full: IntSet[] = [ends, ends, worldServices[world], [0, identities]];
  const preferred: (readonly number[])[] = [[], [], plainServices, []];
  for (let i = 0; i < conditions; i++) {
    full.push([0, 2]);
    preferred.push([]);
  }
  const measure = (d: number, side: IntSet): number => (d < 2 ? roughSize(side, positions) : countInts(side));
  return { dimensions: full.length, full, preferred, measure };
}

function roughSize(side: IntSet, positions: Float64Array): number {
  let size = 0;
  // Small ranges of IPv6 vanish in floating-point numbers; a range is never nothing.
  for (let i = 0; i < side.length; i += 2) size += Math.max(1, positions[side[i + 1]] - positions[side[i]]);
  return size;
}

/** The cells of an endpoint set, remembered for each set object. */
export function endpointCells(coordinates: Coordinates, set: EndpointSet): EndpointCells {
  let cells = coordinates.ruled.get(set) ?? coordinates.cells.get(set);
  if (cells === undefined) {
    cells = cellsOf(coordinates.axis, set);
    coordinates.cells.set(set, cells);
  }
  return cells;
}

function serviceCells(coordinates: Coordinates, set: ServiceSet): Record<WorldName, IntSet> {
  let cells = coordinates.services.get(set);
  if (cells === undefined) {
    cells = { four: intersectInts(set, worldServices.four), six: intersectInts(set, worldServices.six) };
    coordinates.services.set(set, cells);
  }
  return cells;
}

const holding: IntSet = [1, 2];

/** The connections of one world that a rule, intent or expectation describes. */
export function regionOf(coordinates: Coordinates, traffic: Traffic, world: WorldName): Region | undefined {
  const full = coordinates.spaces[world].full;
  const source = endpointCells(coordinates, traffic.source)[world];
  const destination = endpointCells(coordinates, traffic.destination)[world];
  const services = serviceCells(coordinates, traffic.services)[world];
  const identities =
    traffic.identities === undefined ? full[dimension.identity] : identitySide(traffic.identities);
  if (source.length === 0 || destination.length === 0 || services.length === 0 || identities.length === 0) {
    return undefined;
  }
  const region: IntSet[] = [source, destination, services, identities];
  coordinates.conditions.forEach((condition, i) => {
    region.push(traffic.conditions.includes(condition) ? holding : full[dimension.conditions + i]);
  });
  return region;
}

function identitySide(identities: readonly number[]): IntSet {
  const side: number[] = [];
  for (const identity of identities) {
    if (side.length > 0 && side[side.length - 1] === identity + 1) side[side.length - 1] = identity + 2;
    else side.push(identity + 1, identity + 2);
  }
  return side;
}
