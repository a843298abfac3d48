import { formatRanges } from '../../net/address.js';
import { countAddresses, type EndpointSet } from '../../net/endpoints.js';
import type { Policy } from '../../policy/model.js';
import { codes, counted } from '../markdown.js';

/** Ranges named before the rest is only counted. */
const mostRanges = 6;
/** Past this many addresses a number says less than its size does. */
const countable = 2n ** 48n;

/** A set of ends: its ranges, how many addresses they hold, and what has no address. */
export function describeEndpoints(set: EndpointSet, policy: Policy): string {
  const ranges = formatRanges({
    ...set,
    v4: set.v4.slice(0, 2 * mostRanges),
    v6: set.v6.slice(0, 2 * mostRanges),
  });
  const total = (set.v4.length + set.v6.length) / 2;
  const parts: string[] = [];
  if (total > 0) {
    const shown = [
      ...ranges.slice(0, mostRanges).map((range) => `\`${range}\``),
      ...(total > mostRanges ? [`${total - mostRanges} more`] : []),
    ];
    parts.push(`${shown.join(', ')} — ${countOf(set)}`);
  }
  if (set.symbols.length > 0) {
    const names = set.symbols.slice(0, 100).map((id) => policy.symbols[id]);
    const more = set.symbols.length > 100 ? ` of ${set.symbols.length}` : '';
    parts.push(`without addresses${more}: ${codes(names)}`);
  }
  return parts.join('; ') || 'nothing';
}

/** How many addresses, exactly where that is a number one can read. */
export function countOf(set: EndpointSet): string {
  const count = countAddresses(set);
  return count < countable
    ? counted(count, 'address', 'addresses')
    : `about 2^${count.toString(2).length - 1} addresses`;
}
