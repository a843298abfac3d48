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
