import { describe } from '../checks/report.js';
import { formatRanges } from '../net/address.js';
import { nameServices } from '../net/services.js';
import type { Policy } from '../policy/model.js';
import type { Change, EndName } from './model.js';

/** Addresses and names in a list longer than this are counted, not told. */
const mostListed = 4;

/** One end as people say it: `shop.web`, `shop except shop.db`, or `10.20.1.7 in shop.web` where only that is meant. */
function endInWords({ id, except, part }: EndName, policy: Policy): string {
  if (except.length > 0) return `${id} except ${except.length === 1 ? except[0] : `[${except.join(', ')}]`}`;
  if (part === undefined) return id;
  const symbols = part.symbols.map((symbol) => policy.symbols[symbol]);
  const literals = [...formatRanges(part), ...symbols.filter((name) => name !== id)];
  // A zone with addresses to which a workload without belongs, and nothing else of it, is that workload.
  if (literals.length === 0) return id;
  if (literals.length > mostListed) return `part of ${id}`;
  return id === '*' ? literals.join(', ') : `${literals.join(', ')} in ${id}`;
}

/** A list of ends as people say it; long lists are cut. */
export function endsInWords(ends: readonly EndName[], policy: Policy): string {
  const shown = ends.length > mostListed + 1 ? ends.slice(0, mostListed) : ends;
  const more = ends.length - shown.length;
  const names = shown.map((end) => endInWords(end, policy)).join(', ');
  return more === 0 ? names : `${names} and ${more} more`;
}

/** The services of a change by name where names fit, then who and when: `https as dba when mfa`. */
export function termsInWords(change: Change, policy: Policy): string {
  const services = nameServices(change.services, policy.services);
  const shown = services.length > 8 ? services.slice(0, 7) : services;
  const more = services.length - shown.length;
  const on = shown.join(', ') + (more === 0 ? '' : ` and ${more} more`);
  const when = change.conditions.map(({ name, holds }) => (holds ? name : `not ${name}`));
  return [on, ...identitiesInWords(change), ...(when.length === 0 ? [] : [`when ${when.join(', ')}`])].join(
    ' ',
  );
}

function identitiesInWords({ identities }: Change): string[] {
  if (identities === undefined) return [];
  const names = identities.filter((name) => name !== null);
  if (names.length === 0) return ['with no identity'];
  const shown = names.length > mostListed + 1 ? names.slice(0, mostListed) : names;
  const list =
    shown.join(', ') + (shown.length < names.length ? ` and ${names.length - shown.length} more` : '');
  return [identities.includes(null) ? `as ${list} or no identity` : `as ${list}`];
}

/** The example of a change: `10.0.0.1 → 10.0.1.1 on tcp/443`. */
export const exampleInWords = ({ example }: Change): string => describe(example);
