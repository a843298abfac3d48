import { cellsOf, type EndpointAxis } from '../analysis/axis.js';
import { countInts, meetsInts, uniteInts, type IntSet } from '../analysis/engine/intset.js';
import {
  allAddresses,
  isEmptySet,
  subtractEndpoints,
  uniteEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import type { Policy, Segment } from '../policy/model.js';
import type { GraphNode } from './model.js';

/** A node that shows nothing nested, and what it stands for. */
export interface End {
  readonly node: GraphNode;
  readonly set: EndpointSet;
}

/** All nodes down to a depth, each zone's rest after what is nested in it, and those of them that edges may join. */
export function layOut(policy: Policy, depth = Infinity): { nodes: GraphNode[]; ends: End[] } {
  const nodes: GraphNode[] = [];
  const ends: End[] = [];
  const { segments } = policy;
  const end = (node: GraphNode, set: EndpointSet): void => {
    nodes.push(node);
    ends.push({ node, set });
  };
  const add = (segment: Segment, level: number): void => {
    const node = toNode(segment, segments[segment.parent]?.name ?? null);
    if (segment.children.length === 0 || level >= depth) return end(node, segment.set);
    nodes.push(node);
    for (const child of segment.children) add(segments[child], level + 1);
    const rest = restOf(policy, segment);
    if (!isEmptySet(rest))
      end(restNode(`${segment.name}.*`, segment.name, `Rest of ${segment.title ?? segment.name}`), rest);
  };
  for (const segment of outermost(policy)) add(segment, 1);
  const unclaimed = unclaimedBy(policy);
  if (!isEmptySet(unclaimed)) end(restNode('*', null, 'Addresses of no zone'), unclaimed);
  return { nodes, ends };
}

/**
 * What a node id stands for: a zone (all that is nested in it, too) or a workload by its name, `shop.*` the part of shop
 * that is in nothing nested in it, `*` the addresses that no zone claims. A group's name is taken, too. `undefined`
 * where there is nothing of that name.
 */
export function endpointsOfNode(policy: Policy, id: string): EndpointSet | undefined {
  if (id === '*') return unclaimedBy(policy);
  const isRest = id.endsWith('.*');
  const index = policy.segmentIndex.get(isRest ? id.slice(0, -2) : id);
  if (index === undefined) return undefined;
  const segment = policy.segments[index];
  return isRest ? restOf(policy, segment) : segment.set;
}

const outermost = ({ segments }: Policy): Segment[] =>
  segments.filter(({ kind, parent }) => kind !== 'group' && parent < 0);

const unclaimedBy = (policy: Policy): EndpointSet =>
  subtractEndpoints(allAddresses, uniteEndpoints(outermost(policy).map(({ set }) => set)));

const restOf = ({ segments }: Policy, { set, children }: Segment): EndpointSet =>
  subtractEndpoints(set, uniteEndpoints(children.map((child) => segments[child].set)));

function toNode(segment: Segment, parent: string | null): GraphNode {
  return {
    id: segment.name,
    kind: segment.kind === 'workload' ? 'workload' : 'zone',
    parent,
    title: segment.title ?? null,
    trust: segment.trust,
    criticality: segment.criticality ?? null,
    owner: segment.owner ?? null,
    tags: segment.tags,
  };
}

const restNode = (id: string, parent: string | null, title: string): GraphNode => ({
  id,
  kind: 'rest',
  parent,
  title,
  trust: null,
  criticality: null,
  owner: null,
  tags: [],
});

/** The cells of the analysis that a set touches in both worlds: what rules can tell of it. */
export function cellsOfBoth(axis: EndpointAxis, set: EndpointSet): IntSet {
  const { four, six } = cellsOf(axis, set);
  return uniteInts(four, six);
}

/** Longer lists of ends by cell would take too much memory: many zones then share most addresses. */
const longestLists = 20_000_000;

/**
 * Makes the function that says which of `ends`, by index, a set of cells touches. Each set object is looked up once, and
 * a look-up costs as much as the set has cells and the answer has ends; where ends overlap wildly, as there are ends.
 */
export function touching(axis: EndpointAxis, ends: readonly End[]): (cells: IntSet) => readonly number[] {
  const sets = ends.map(({ set }) => cellsOfBoth(axis, set));
  const length = sets.reduce((sum, cells) => sum + countInts(cells), 0);
  if (length > longestLists)
    return remember((side) => sets.flatMap((cells, end) => (meetsInts(cells, side) ? [end] : [])));
  const at = endsByCell(axis, sets, length);
  const stamps = new Int32Array(ends.length).fill(-1);
  let stamp = 0;
  return remember((cells) => {
    const found: number[] = [];
    stamp++;
    for (let i = 0; i < cells.length; i += 2) {
      for (let k = at.starts[cells[i]]; k < at.starts[cells[i + 1]]; k++) {
        const end = at.ends[k];
        if (stamps[end] === stamp) continue;
        stamps[end] = stamp;
        found.push(end);
      }
    }
    return found.sort((a, b) => a - b);
  });
}

/** For each cell the ends that touch it, one list after the other: that of cell c from `starts[c]` to before `starts[c + 1]`. */
function endsByCell(
  axis: EndpointAxis,
  sets: readonly IntSet[],
  length: number,
): { readonly starts: Uint32Array; readonly ends: Uint32Array } {
  const starts = new Uint32Array(axis.end + 2);
  forEachCell(sets, (cell) => starts[cell + 2]++);
  for (let cell = 0; cell < axis.end; cell++) starts[cell + 2] += starts[cell + 1];
  const lists = new Uint32Array(length);
  forEachCell(sets, (cell, end) => (lists[starts[cell + 1]++] = end));
  return { starts, ends: lists };
}

function forEachCell(sets: readonly IntSet[], visit: (cell: number, end: number) => void): void {
  sets.forEach((set, end) => {
    for (let i = 0; i < set.length; i += 2)
      for (let cell = set[i]; cell < set[i + 1]; cell++) visit(cell, end);
  });
}

/** A function of a frozen set that works each set object out once. */
export function remember<T>(compute: (set: IntSet) => T): (set: IntSet) => T {
  const known = new WeakMap<IntSet, T>();
  return (set) => {
    let value = known.get(set);
    if (value === undefined) known.set(set, (value = compute(set)));
    return value;
  };
}
