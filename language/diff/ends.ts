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

/** Which addresses an end of a connection can have, for what its other end and service are; symbols always. */
export interface Carried {
  readonly v4: boolean;
  readonly v6: boolean;
}

export type EndNamer = (set: EndpointSet, carried: Carried) => readonly EndName[];

/**
 * Makes the function that says a set of ends in the zones and workloads of a policy. Addresses of a family that cannot be
 * meant need not be in the set for a zone to be meant whole.
 */
export function endNamer(policy: Policy): EndNamer {
  const roots = new Map<string, Node>();
  const known = new Map<string, readonly EndName[]>();
  return (set, carried) => {
    const families = `${carried.v4}/${carried.v6}`;
    let root = roots.get(families);
    if (root === undefined) roots.set(families, (root = rootOf(policy, carried)));
    const key = `${families}|${set.v4.join()}|${set.v6.join()}|${set.symbols.join()}`;
    let names = known.get(key);
    if (names === undefined) {
      const isAll = isWithin(root.set, set);
      names = isAll ? [{ id: root.id, except: [], part: undefined }] : nameWithin(root, set);
      known.set(key, names);
    }
    return names;
  };
}

/** `any` with the nodes at the top, of which the addresses of no zone, `*`, are the last. */
function rootOf({ segments, symbols }: Policy, carried: Carried): Node {
  const only = ({ v4, v6, symbols: ids }: EndpointSet): EndpointSet => ({
    v4: carried.v4 ? v4 : [],
    v6: carried.v6 ? v6 : [],
    symbols: ids,
  });
  const beside = (id: string, set: EndpointSet, nodes: readonly Node[]): Node[] => {
    const rest = subtractEndpoints(set, uniteEndpoints(nodes.map((node) => node.set)));
    return isEmptySet(rest) ? [...nodes] : [...nodes, { id, set: rest, children: [] }];
  };
  const nodeOf = ({ name, set: whole, children }: Segment): Node => {
    const set = only(whole);
    if (children.length === 0) return { id: name, set, children: [] };
    const nested = children.map((child) => nodeOf(segments[child]));
    return { id: name, set, children: beside(`${name}.*`, set, nested) };
  };
  const top = segments.filter(({ kind, parent }) => kind !== 'group' && parent < 0).map(nodeOf);
  const set = only(allEndpoints(symbols.length));
  return { id: 'any', set, children: beside('*', only(allAddresses), top) };
}

const isWithin = (inner: EndpointSet, outer: EndpointSet): boolean =>
  isEmptySet(subtractEndpoints(inner, outer));

/** More than this after `except` are harder to read than what is left. */
const mostExcepted = 3;

/** Names for a set that lies in `around`: what of its nodes is in it or, where that is shorter, what is not. */
function nameWithin(around: Node, set: EndpointSet): readonly EndName[] {
  const names = nameIn(around.children, set);
  if (names.length < 2) return names;
  const missing = nameIn(around.children, subtractEndpoints(around.set, set));
  const isShorter = missing.length < names.length && missing.length <= mostExcepted;
  if (!isShorter || !missing.every(isWhole)) return names;
  return [{ id: around.id, except: missing.map(({ id }) => id), part: undefined }];
}

const isWhole = ({ part, except }: EndName): boolean => part === undefined && except.length === 0;

/**
 * The outermost nodes that lie in the set whole, as far as each adds something; then, smallest first, those that hold what
 * is left.
 */
function nameIn(nodes: readonly Node[], set: EndpointSet): EndName[] {
  const names: EndName[] = [];
  const partly: { node: Node; part: EndpointSet; place: number }[] = [];
  let rest = set;
  nodes.forEach((node, place) => {
    if (isApart(node.set, rest)) return;
    const part = intersectEndpoints(node.set, set);
    if (isEmptySet(intersectEndpoints(part, rest))) return;
    if (isWithin(node.set, part)) names.push({ id: node.id, except: [], part: undefined });
    else if (node.children.length > 0) names.push(...nameWithin(node, part));
    else {
      partly.push({ node, part, place });
      return;
    }
    rest = subtractEndpoints(rest, part);
  });
  const sizeOf = ({ node }: (typeof partly)[number]): bigint =>
    countAddresses(node.set) + BigInt(node.set.symbols.length);
  const bySize = partly
    .map((candidate) => ({ ...candidate, size: sizeOf(candidate) }))
    .sort((a, b) => (a.size < b.size ? -1 : a.size > b.size ? 1 : a.place - b.place));
  for (const { node, part } of bySize) {
    if (isEmptySet(intersectEndpoints(part, rest))) continue;
    names.push({ id: node.id, except: [], part });
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
