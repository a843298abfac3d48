import fc from 'fast-check';
import type { Connection } from '../../language/findings.js';
import { formatV4, formatV6 } from '../../language/net/address.js';
import { normalise } from '../../language/net/ranges.js';
import type { EndpointSet } from '../../language/net/endpoints.js';
import { serviceAxis, type ServiceSet } from '../../language/net/services.js';
import type { Place } from '../../language/text/span.js';
import type { Action, Policy, Rule, Segment, Traffic } from '../../language/policy/model.js';

/**
 * A universe small enough to look at every connection in it. Addresses and services come in *atoms*, which no rule of a
 * tiny policy splits: single addresses, single ports, and the rest of each kind, so that `any` is still really any.
 */
const first4 = 0x0a000001;
const first6 = 0xfd00n << 112n;
const v4End = 2 ** 32;
const v6End = 1n << 128n;

export const endAtoms: readonly EndpointSet[] = [
  { v4: [first4, first4 + 1], v6: [], symbols: [] },
  { v4: [first4 + 1, first4 + 2], v6: [], symbols: [] },
  { v4: [first4 + 2, first4 + 3], v6: [], symbols: [] },
  { v4: [0, first4, first4 + 3, v4End], v6: [], symbols: [] },
  { v4: [], v6: [], symbols: [0] },
  { v4: [], v6: [], symbols: [1] },
  { v4: [], v6: [first6, first6 + 1n], symbols: [] },
  { v4: [], v6: [first6 + 1n, first6 + 2n], symbols: [] },
  { v4: [], v6: [0n, first6, first6 + 2n, v6End], symbols: [] },
];
const familyOfEnd = ['4', '4', '4', '4', '', '', '6', '6', '6'] as const;

const { tcp, icmp, icmpv6, other, end } = serviceAxis;
export const serviceAtoms: readonly ServiceSet[] = [
  [tcp + 22, tcp + 23],
  [tcp + 443, tcp + 444],
  [tcp, tcp + 22, tcp + 23, tcp + 443, tcp + 444, 65_536],
  [icmp, icmpv6],
  [icmpv6, other],
  [other + 47, other + 48],
  [
    65_536,
    icmp,
    other,
    other + 1,
    other + 2,
    other + 6,
    other + 7,
    other + 17,
    other + 18,
    other + 47,
  ].concat([other + 48, other + 58, other + 59, other + 132, other + 133, end]),
];
const icmpAtom = 3;
const icmpv6Atom = 4;

export const symbols = ['sketch.left', 'sketch.right'];
export const identities = ['dba', 'operator'];
export const conditions = ['mfa'];

/** One connection of the universe by its atoms; `identity` is -1 for none. */
export interface TinyPoint {
  readonly source: number;
  readonly destination: number;
  readonly service: number;
  readonly identity: number;
  readonly condition: boolean;
}

/** Whether a network can carry it. */
function possible({ source, destination, service }: TinyPoint): boolean {
  const families = familyOfEnd[source] + familyOfEnd[destination];
  if (families.includes('4') && families.includes('6')) return false;
  if (service === icmpAtom && families.includes('6')) return false;
  return !(service === icmpv6Atom && families.includes('4'));
}

export const universe: readonly TinyPoint[] = endAtoms
  .flatMap((_, source) =>
    endAtoms.flatMap((_, destination) =>
      serviceAtoms.flatMap((_, service) =>
        [-1, 0, 1].flatMap((identity) =>
          [false, true].map((condition) => ({ source, destination, service, identity, condition })),
        ),
      ),
    ),
  )
  .filter(possible);

const countRanges = (ranges: readonly (number | bigint)[]): bigint => {
  let count = 0n;
  for (let i = 0; i < ranges.length; i += 2) count += BigInt(ranges[i + 1]) - BigInt(ranges[i]);
  return count;
};

/** How many connections a point of the universe stands for. */
export function weight(point: TinyPoint): bigint {
  const ends = [endAtoms[point.source], endAtoms[point.destination]];
  const sizes = ends.map((set) => countRanges(set.v4) + countRanges(set.v6) + BigInt(set.symbols.length));
  return sizes[0] * sizes[1] * countRanges(serviceAtoms[point.service]);
}

/** A rule by its atoms, before it is made into policy data. */
export interface TinyRule {
  readonly action: Action;
  readonly tier: number;
  readonly source: readonly number[];
  readonly destination: readonly number[];
  readonly services: readonly number[];
  readonly identities: readonly number[] | undefined;
  readonly condition: boolean;
  readonly expires: string | undefined;
}

export const matches = (rule: Omit<TinyRule, 'action' | 'tier' | 'expires'>, point: TinyPoint): boolean =>
  rule.source.includes(point.source) &&
  rule.destination.includes(point.destination) &&
  rule.services.includes(point.service) &&
  (rule.identities === undefined || rule.identities.includes(point.identity)) &&
  (!rule.condition || point.condition);

export function endpoints(atoms: readonly number[]): EndpointSet {
  const sets = atoms.map((atom) => endAtoms[atom]);
  return {
    v4: normalise(sets.flatMap(({ v4 }) => v4)),
    v6: normalise(sets.flatMap(({ v6 }) => v6)),
    symbols: sets.flatMap((set) => set.symbols).sort((a, b) => a - b),
  };
}

export const services = (atoms: readonly number[]): ServiceSet =>
  normalise(atoms.flatMap((atom) => serviceAtoms[atom]));

export function trafficOf(rule: Omit<TinyRule, 'action' | 'tier' | 'expires'>): Traffic {
  return {
    source: endpoints(rule.source),
    destination: endpoints(rule.destination),
    services: services(rule.services),
    identities: rule.identities,
    conditions: rule.condition ? [0] : [],
  };
}

export const asOf = '2026-11-21';

export function ruleOf(rule: TinyRule, index: number): Rule {
  return {
    ...trafficOf(rule),
    name: `r${index}`,
    named: true,
    action: rule.action,
    tier: rule.tier,
    file: 'tiny.zoneflow',
    text: `${rule.action} ${rule.source.join('+')} to ${rule.destination.join('+')} on ${rule.services.join('+')}`,
    expires: rule.expires,
    review: undefined,
    owner: undefined,
    purpose: undefined,
    ticket: undefined,
    expired: rule.expires !== undefined && rule.expires < asOf,
    byLabel: false,
  };
}

/** A policy of the given rules; `rulesets` are lists of rules with tier -1. */
export function policyOf(
  rules: readonly TinyRule[],
  rulesets: readonly (readonly TinyRule[])[] = [],
  segments: readonly Segment[] = [],
): Policy {
  const placeOf = ({ name, file }: Rule): Place => {
    const start = 100 * Number(name.slice(1));
    return { file, start, end: start + 90 };
  };
  return {
    placeOf,
    isAt: (rule, place) => placeOf(rule).start === place.start,
    rules: rules.map(ruleOf),
    rulesets: rulesets.map((list, i) => ({
      name: `set${i}`,
      rules: list.map((rule, index) => ruleOf(rule, 1000 * (i + 1) + index)),
    })),
    nevers: [],
    expectations: [],
    segments,
    segmentIndex: new Map(segments.map((segment, index) => [segment.name, index])),
    symbols,
    identities,
    conditions,
    services: new Map([
      ['ssh', serviceAtoms[0]],
      ['https', serviceAtoms[1]],
    ]),
    encrypted: new Set(),
    teams: [],
    asOf,
  };
}

/** The point of the universe that a reported connection lies in. */
export function pointOf(connection: Connection): TinyPoint {
  const endAtom = (text: string): number => {
    const known = [0, 1, 2].find((i) => formatV4(first4 + i) === text);
    if (known !== undefined) return known;
    if (symbols.includes(text)) return 4 + symbols.indexOf(text);
    const six = [0, 1].find((i) => formatV6(first6 + BigInt(i)) === text);
    if (six !== undefined) return 6 + six;
    return text.includes(':') ? 8 : 3;
  };
  const serviceAtom = (): number => {
    if (connection.protocol === 'icmp') return icmpAtom;
    if (connection.protocol === 'icmpv6') return icmpv6Atom;
    if (connection.protocol === 'tcp') return connection.port === 22 ? 0 : connection.port === 443 ? 1 : 2;
    return connection.protocol === '47' ? 5 : 6;
  };
  return {
    source: endAtom(connection.source),
    destination: endAtom(connection.destination),
    service: serviceAtom(),
    identity: connection.identity === null ? -1 : identities.indexOf(connection.identity),
    condition: connection.conditions.includes('mfa'),
  };
}

const ends = endAtoms.map((_, i) => i);
const someEnds: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 2, arbitrary: fc.constant(ends) },
  { weight: 2, arbitrary: fc.constant([0, 1, 2, 3]) },
  { weight: 1, arbitrary: fc.constant([0, 1, 6]) },
  { weight: 5, arbitrary: fc.subarray(ends, { minLength: 1, maxLength: 3 }) },
  { weight: 1, arbitrary: fc.subarray(ends) },
);
const allServiceAtoms = serviceAtoms.map((_, i) => i);
const someServices: fc.Arbitrary<readonly number[]> = fc.oneof(
  { weight: 4, arbitrary: fc.constant(allServiceAtoms) },
  { weight: 4, arbitrary: fc.constant([1]) },
  { weight: 3, arbitrary: fc.constant([0, 1]) },
  { weight: 2, arbitrary: fc.subarray(allServiceAtoms, { minLength: 1 }) },
);
const someIdentities: fc.Arbitrary<readonly number[] | undefined> = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 1, arbitrary: fc.constantFrom<readonly number[]>([0], [1], [0, 1]) },
);

/** What a rule, question or expectation speaks of. */
export const anyTraffic = fc.record({
  source: someEnds,
  destination: someEnds,
  services: someServices,
  identities: someIdentities,
  condition: fc.oneof(
    { weight: 6, arbitrary: fc.constant(false) },
    { weight: 1, arbitrary: fc.constant(true) },
  ),
});

const someExpiry = fc.oneof(
  { weight: 6, arbitrary: fc.constant(undefined) },
  { weight: 2, arbitrary: fc.constantFrom('2026-11-20', '2026-11-21', '2026-12-31', '2027-06-30') },
);

/** Rules of the tiers; only two or three tiers are used at a time, so that rules meet. */
export const anyTierRules = (most: number): fc.Arbitrary<TinyRule[]> =>
  fc.subarray([0, 1, 2, 3, 4], { minLength: 1, maxLength: 3 }).chain((tiers) =>
    fc.array(
      fc
        .tuple(
          anyTraffic,
          fc.record({
            action: fc.constantFrom<Action>('allow', 'allow', 'deny', 'pass'),
            tier: fc.constantFrom(...tiers),
            expires: someExpiry,
          }),
        )
        .map(([traffic, rest]) => ({ ...traffic, ...rest })),
      { minLength: 1, maxLength: most },
    ),
  );

/** Rules of one ordered ruleset. */
export const anyOrderedRules = (most: number): fc.Arbitrary<TinyRule[]> =>
  fc.array(
    fc
      .tuple(
        anyTraffic,
        fc.record({
          action: fc.constantFrom<Action>('allow', 'deny'),
          tier: fc.constant(-1),
          expires: someExpiry,
        }),
      )
      .map(([traffic, rest]) => ({ ...traffic, ...rest })),
    { minLength: 1, maxLength: most },
  );
