import { normalise, subtract, within } from './ranges.js';

/**
 * The service axis: every service of a connection is one point on a line of integers.
 *
 * tcp, udp and sctp take 65,536 points each (the port), icmp and icmpv6 256 each (the type), every other IP protocol one.
 * A set of services is then a set of ranges in one dimension, with no product of protocols and ports.
 */
export const serviceAxis = {
  tcp: 0,
  udp: 65_536,
  sctp: 131_072,
  icmp: 196_608,
  icmpv6: 196_864,
  /** Protocol n that is none of the five above lies at `other + n`; the points of those five there stay unused. */
  other: 197_120,
  end: 197_376,
} as const;

/** Sorted, disjoint, non-adjacent half-open ranges `lo, hi, lo, hi, …` on the service axis. */
export type ServiceSet = readonly number[];

export type Protocol = 'tcp' | 'udp' | 'sctp' | 'icmp' | 'icmpv6';

/** The protocols that have ports or types: IANA's number, what a number after the `/` is called, and how many there are. */
export const protocols: {
  readonly [name in Protocol]: { readonly number: number; readonly part: string; readonly size: number };
} = {
  tcp: { number: 6, part: 'port', size: 65_536 },
  udp: { number: 17, part: 'port', size: 65_536 },
  sctp: { number: 132, part: 'port', size: 65_536 },
  icmp: { number: 1, part: 'type', size: 256 },
  icmpv6: { number: 58, part: 'type', size: 256 },
};
export const protocolNames = Object.keys(protocols) as Protocol[];

export const isProtocol = (text: string): text is Protocol => Object.hasOwn(protocols, text);

/** Ports or types `from` to `to` (inclusive; left out: all) of a protocol. */
export function portRange(protocol: Protocol, from = 0, to = protocols[protocol].size - 1): ServiceSet {
  const start = serviceAxis[protocol];
  return [start + from, start + to + 1];
}

/** IP protocol `number`, 0 to 255; those with ports or types whole. */
export function protocolByNumber(number: number): ServiceSet {
  const name = protocolNames.find((candidate) => protocols[candidate].number === number);
  return name ? portRange(name) : [serviceAxis.other + number, serviceAxis.other + number + 1];
}

/** Every service that a connection can have: `any`. */
export const allServices: ServiceSet = subtract(
  [0, serviceAxis.end],
  normalise(
    protocolNames.flatMap((name) => [
      serviceAxis.other + protocols[name].number,
      serviceAxis.other + protocols[name].number + 1,
    ]),
  ),
);

/** A set in the words of the language, without names: `tcp/443`, `udp`, `protocol/47`, `any`. */
export function formatLiterals(set: ServiceSet): string[] {
  if (set.length > 0 && within(allServices, set)) return ['any'];
  const result: string[] = [];
  for (const name of protocolNames) {
    const start = serviceAxis[name];
    for (const [lo, hi] of cut(set, start, start + protocols[name].size)) {
      if (hi - lo === protocols[name].size) result.push(name);
      // Types have no ranges in the language.
      else if (protocols[name].part === 'type')
        for (let at = lo; at < hi; at++) result.push(`${name}/${at - start}`);
      else result.push(hi - lo === 1 ? `${name}/${lo - start}` : `${name}/${lo - start}-${hi - 1 - start}`);
    }
  }
  for (const [lo, hi] of cut(set, serviceAxis.other, serviceAxis.end)) {
    for (let at = lo; at < hi; at++)
      if (allServicesHas(at)) result.push(`protocol/${at - serviceAxis.other}`);
  }
  return result;
}

/**
 * A set by name where names fit, the rest as literals: the one name that stands for all of it, else in the order of
 * `named` each whose services are in the set and not named yet.
 */
export function nameServices(set: ServiceSet, named: ReadonlyMap<string, ServiceSet>): string[] {
  if (set.length > 0 && within(allServices, set)) return ['any'];
  const result: string[] = [];
  for (const [name, services] of named) if (isSame(services, set)) return [name];
  let rest = set;
  for (const [name, services] of named) {
    if (rest.length === 0) break;
    if (services.length === 0 || !within(services, rest)) continue;
    result.push(name);
    rest = subtract(rest, services);
  }
  return [...result, ...formatLiterals(rest)];
}

const isSame = (a: ServiceSet, b: ServiceSet): boolean =>
  a.length === b.length && a.every((bound, i) => bound === b[i]);

const allServicesHas = (point: number): boolean => within([point, point + 1], allServices);

function* cut(set: ServiceSet, from: number, to: number): Generator<[number, number]> {
  for (let i = 0; i < set.length; i += 2) {
    const lo = Math.max(set[i], from);
    const hi = Math.min(set[i + 1], to);
    if (lo < hi) yield [lo, hi];
  }
}

const tcp = (...ports: number[]): ServiceSet => ports.flatMap((port) => portRange('tcp', port, port));
const udp = (...ports: number[]): ServiceSet => ports.flatMap((port) => portRange('udp', port, port));
const both = (from: number, to = from): ServiceSet => [
  ...portRange('tcp', from, to),
  ...portRange('udp', from, to),
];

/** The services that every policy knows; a declaration of the same name takes their place. */
export const builtInServices: ReadonlyMap<string, ServiceSet> = new Map<string, ServiceSet>([
  ['ssh', tcp(22)],
  ['telnet', tcp(23)],
  ['smtp', tcp(25)],
  ['dns', both(53)],
  ['dhcp', portRange('udp', 67, 68)],
  ['tftp', udp(69)],
  ['http', tcp(80)],
  ['kerberos', both(88)],
  ['pop3', tcp(110)],
  ['ntp', udp(123)],
  ['netbios', both(137, 139)],
  ['imap', tcp(143)],
  ['snmp', portRange('udp', 161, 162)],
  ['ldap', both(389)],
  ['https', tcp(443)],
  ['smb', tcp(445)],
  ['modbus', tcp(502)],
  ['syslog', udp(514)],
  ['ldaps', tcp(636)],
  ['mssql', tcp(1433)],
  ['mqtt', tcp(1883)],
  ['nfs', tcp(2049)],
  ['mysql', tcp(3306)],
  ['rdp', tcp(3389)],
  ['opcua', tcp(4840)],
  ['postgres', tcp(5432)],
  ['amqp', tcp(5672)],
  ['vnc', tcp(5900)],
  ['winrm', portRange('tcp', 5985, 5986)],
  ['redis', tcp(6379)],
  ['kafka', tcp(9092)],
  ['mongodb', tcp(27017)],
  ['ftp', tcp(21)],
  ['rsh', tcp(514)],
  ['ping', [...portRange('icmp', 8, 8), ...portRange('icmpv6', 128, 128)]],
]);
