import { formatRanges } from '../net/address.js';
import {
  allEndpoints,
  countAddresses,
  isEmptySet,
  subtractEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import { formatLiterals, nameServices, type ServiceSet } from '../net/services.js';
import type { Policy, Segment } from '../policy/model.js';

/** A set that takes more elements than this to write is not written: a list of scraps is worse than what stands there. */
const mostElements = 6;

/** Sets looked at as the base of an `except`, the smallest first. */
const mostBases = 8;

/** Several elements as one value. */
export const listOf = (elements: readonly string[]): string =>
  elements.length === 1 ? elements[0] : `[${elements.join(', ')}]`;

/** What it takes to read a value: a literal asks more of a reader than a name. */
const effortOf = (elements: readonly string[]): number =>
  elements.reduce((sum, element) => sum + (/^[\d:]|^[\da-f]+:/i.test(element) ? 2 : 1), 0);

/** A set of ends in the words of a policy, names before addresses; `undefined` where that takes too many. */
export function writeEnds(policy: Policy, set: EndpointSet): string | undefined {
  if (isEmptySet(set)) return undefined;
  const plain = elementsOf(policy, set);
  let best = plain && { effort: effortOf(plain), text: listOf(plain) };
  for (const base of basesAround(policy, set)) {
    if (best !== undefined && best.effort < 2) break;
    const hole = elementsOf(policy, subtractEndpoints(base.set, set));
    const effort = hole === undefined ? Infinity : 1 + effortOf(hole);
    if (effort >= (best?.effort ?? Infinity)) continue;
    best = { effort, text: `${base.name} except ${listOf(hole!)}` };
  }
  return best?.text;
}

type Named = Pick<Segment, 'name' | 'set'>;

/** `any` and all that has a name, largest first. */
const namedSets = (policy: Policy): readonly Named[] => {
  let found = known.get(policy);
  if (found === undefined) {
    const any: Named = { name: 'any', set: allEndpoints(policy.symbols.length) };
    const sized = [any, ...policy.segments]
      .filter(({ set }) => !isEmptySet(set))
      .map((named) => ({ named, size: sizeOf(named.set) }));
    found = sized.sort((a, b) => (a.size > b.size ? -1 : a.size < b.size ? 1 : 0)).map(({ named }) => named);
    known.set(policy, found);
  }
  return found;
};
const known = new WeakMap<Policy, readonly Named[]>();

const sizeOf = (set: EndpointSet): bigint => countAddresses(set) + BigInt(set.symbols.length);

const isInside = (inner: EndpointSet, outer: EndpointSet): boolean =>
  isEmptySet(subtractEndpoints(inner, outer));

/** The names and literals that make up a set, as few as a simple choice finds; `undefined` where they are too many. */
export function elementsOf(policy: Policy, set: EndpointSet): string[] | undefined {
  const literal = literalsOf(policy, set);
  const names: string[] = [];
  let rest = set;
  for (const named of namedSets(policy)) {
    if (isEmptySet(rest) || names.length > mostElements) break;
    if (!isInside(named.set, set)) continue;
    const left = subtractEndpoints(rest, named.set);
    if (sizeOf(left) === sizeOf(rest)) continue;
    names.push(named.name);
    rest = left;
  }
  const byName = [...names, ...literalsOf(policy, rest)];
  const best = effortOf(literal) < effortOf(byName) ? literal : byName;
  return best.length <= mostElements ? best : undefined;
}

const literalsOf = (policy: Policy, set: EndpointSet): string[] => [
  ...set.symbols.map((id) => policy.symbols[id]),
  ...formatRanges(set),
];

/** The smallest named sets that hold all of a set and more. */
function basesAround(policy: Policy, set: EndpointSet): Named[] {
  const size = sizeOf(set);
  return namedSets(policy)
    .filter((named) => sizeOf(named.set) > size && isInside(set, named.set))
    .slice(-mostBases)
    .reverse();
}

/** A set of services in the words of a policy; `undefined` where that takes too many. */
export function writeServices(policy: Policy, set: ServiceSet): string | undefined {
  const named = nameServices(set, policy.services);
  const literal = formatLiterals(set);
  const best = literal.length < named.length ? literal : named;
  return best.length > 0 && best.length <= mostElements ? listOf(best) : undefined;
}
