import {
  allAddresses,
  allEndpoints,
  countAddresses,
  intersectEndpoints,
  isEmptySet,
  subtractEndpoints,
  uniteEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import type { Policy, Segment } from '../policy/model.js';
import type { EndName } from './model.js';

/** A zone, a workload, or the rest of a zone beside what is nested in it. */
interface Node {
  readonly id: string;
  readonly set: EndpointSet;
  readonly children: readonly Node[];
}

/** Makes the function that says a set of ends in the zones and workloads of a policy. */
export function endNamer(policy: Policy): (set: EndpointSet) => readonly EndName[] {
  const everything = allEndpoints(policy.symbols.length);
  const top = nodesOf(policy);
  const known = new Map<string, readonly EndName[]>();
  return (set) => {
    const key = `${set.v4.join()}|${set.v6.join()}|${set.symbols.join()}`;
    let names = known.get(key);
    if (names === undefined) {
      names = isWithin(everything, set) ? [{ id: 'any', part: undefined }] : nameIn(top, set);
      known.set(key, names);
    }
    return names;
  };
}

/** The nodes at the top; the addresses of no zone, `*`, are the last. */
function nodesOf({ segments }: Policy): Node[] {
  const nodeOf = ({ name, set, children }: Segment): Node => {
    const nested = children.map((child) => nodeOf(segments[child]));
    const rest = nested.length === 0 ? undefined : without(set, nested);
    const beside =
      rest === undefined || isEmptySet(rest) ? [] : [{ id: `${name}.*`, set: rest, children: [] }];
    return { id: name, set, children: [...nested, ...beside] };
  };
  const top = segments.filter(({ kind, parent }) => kind !== 'group' && parent < 0).map(nodeOf);
  const unclaimed = without(allAddresses, top);
  return isEmptySet(unclaimed) ? top : [...top, { id: '*', set: unclaimed, children: [] }];
}

const without = (set: EndpointSet, nodes: readonly Node[]): EndpointSet =>
  subtractEndpoints(set, uniteEndpoints(nodes.map((node) => node.set)));

const isWithin = (inner: EndpointSet, outer: EndpointSet): boolean =>
  isEmptySet(subtractEndpoints(inner, outer));

/**
 * The outermost nodes that lie in the set whole, as far as each adds something; then, smallest first, those that hold what
 * is left.
 */
function nameIn(top: readonly Node[], set: EndpointSet): EndName[] {
  const names: EndName[] = [];
  const partly: { node: Node; part: EndpointSet; place: number }[] = [];
  let rest = set;
  let place = 0;
  const visit = (node: Node): void => {
    place++;
    if (isApart(node.set, rest)) return;
    const part = intersectEndpoints(node.set, set);
    if (isEmptySet(intersectEndpoints(part, rest))) return;
    if (isWithin(node.set, part)) {
      names.push({ id: node.id, part: undefined });
      rest = subtractEndpoints(rest, part);
    } else if (node.children.length > 0) node.children.forEach(visit);
    else partly.push({ node, part, place });
  };
  top.forEach(visit);
  const sizeOf = ({ set }: Node): bigint => countAddresses(set) + BigInt(set.symbols.length);
  const bySize = partly
    .map((candidate) => ({ ...candidate, size: sizeOf(candidate.node) }))
    .sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : a.place - b.place));
  for (const { node, part } of bySize) {
    if (isEmptySet(intersectEndpoints(part, rest))) continue;
    names.push({ id: node.id, part });
    rest = subtractEndpoints(rest, part);
  }
  return names;
}

/** A quick look at where two sets begin and end: there are many nodes, and most are elsewhere. */
function isApart(a: EndpointSet, b: EndpointSet): boolean {
  if (a.symbols.length > 0 && b.symbols.length > 0) return false;
  return areApart(a.v4, b.v4) && areApart(a.v6, b.v6);
}

const areApart = <T extends number | bigint>(a: readonly T[], b: readonly T[]): boolean =>
  a.length === 0 || b.length === 0 || a[a.length - 1] <= b[0] || b[b.length - 1] <= a[0];
