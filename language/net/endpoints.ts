/**
 * A set of connection ends: IPv4 addresses, IPv6 addresses and symbols (workloads and zones without addresses).
 *
 * `v4` and `v6` hold sorted, disjoint, non-adjacent half-open ranges `lo, hi, lo, hi, …`; `symbols` sorted symbol ids.
 * Sets are frozen by convention: no function changes one.
 */
export interface EndpointSet {
  readonly v4: readonly number[];
  readonly v6: readonly bigint[];
  readonly symbols: readonly number[];
}
