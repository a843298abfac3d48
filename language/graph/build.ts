import { dimension } from '../analysis/coordinates.js';
import { cellsOf } from '../analysis/axis.js';
import { decidedPieces } from '../analysis/pieces.js';
import { meetsInts, uniteInts, type IntSet } from '../analysis/engine/intset.js';
import { defaultPieces, type Analysis } from '../analysis/index.js';
import {
  allAddresses,
  isEmptySet,
  subtractEndpoints,
  uniteEndpoints,
  type EndpointSet,
} from '../net/endpoints.js';
import { nameServices } from '../net/services.js';
import type { Policy, Segment } from '../policy/model.js';
import type { Graph, GraphEdge, GraphNode } from './model.js';

export interface GraphOptions {
  /** Levels of zones that are shown; 1 is the zones at the top alone. All unless told. */
  readonly depth?: number;
  /** With more edges than this the graph is drawn with fewer levels; 50,000 unless told. */
  readonly maxEdges?: number;
}

/**
 * The segment graph: zones and workloads nested as declared, and an edge wherever at least one connection is allowed
 * between two nodes that show nothing nested. Deterministic: nodes and edges by place of what they stand for.
 */
export function buildGraph(analysis: Analysis, options: GraphOptions = {}): Graph {
  const steps = graphInSteps(analysis, options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps: between two of them the caller may see to something else, or give up. */
export function* graphInSteps(
  analysis: Analysis,
  { depth = Infinity, maxEdges = 50_000 }: GraphOptions = {},
): Generator<void, Graph> {
  const levels = Math.max(1, ...depths(analysis.policy));
  for (let shown = Math.min(depth, levels); ; shown--) {
    const graph = yield* draw(analysis, shown, shown > 1 ? maxEdges : Infinity);
    if (graph !== undefined) return graph;
  }
}

/** A node that shows nothing nested, and the cells of the analysis that it touches in both worlds. */
interface Leaf {
  readonly node: GraphNode;
  readonly cells: IntSet;
}

function* draw(analysis: Analysis, depth: number, maxEdges: number): Generator<void, Graph | undefined> {
  const { policy, library } = analysis;
  const { nodes, ends } = layOut(policy, depth);
  const { axis } = library.coordinates;
  const leaves: Leaf[] = ends.map(({ node, set }) => {
    const { four, six } = cellsOf(axis, set);
    return { node, cells: uniteInts(four, six) };
  });
  const touched = remember((side: IntSet) =>
    leaves.flatMap(({ cells }, i) => (meetsInts(cells, side) ? [i] : [])),
  );
  const edges = new Map<number, { services: IntSet; rules: string[] }>();
  for (let id = 0; id < policy.rules.length; id++) {
    if (policy.rules[id].action !== 'allow') continue;
    for (const region of decidedPieces(library, id, defaultPieces).regions) {
      const targets = touched(region[dimension.destination]);
      for (const source of touched(region[dimension.source])) {
        for (const target of targets) {
          const key = source * leaves.length + target;
          const edge = edges.get(key) ?? { services: [], rules: [] };
          edge.services = uniteInts(edge.services, region[dimension.service]);
          if (edge.rules.at(-1) !== policy.rules[id].name) edge.rules.push(policy.rules[id].name);
          edges.set(key, edge);
        }
      }
      if (edges.size > maxEdges) return undefined;
    }
    yield;
  }
  const names = remember((services: IntSet) => nameServices(services, policy.services));
  const drawn = [...edges]
    .sort(([a], [b]) => a - b)
    .map(([key, { services, rules }]): GraphEdge => {
      const [source, target] = [leaves[Math.floor(key / leaves.length)], leaves[key % leaves.length]];
      return { source: source.node.id, target: target.node.id, services: names(services), rules };
    });
  const used = new Set(drawn.flatMap(({ source, target }) => [source, target]));
  return { version: 1, nodes: nodes.filter(({ kind, id }) => kind !== 'rest' || used.has(id)), edges: drawn };
}

/** All nodes down to a depth, each zone's rest after what is nested in it, and the ends that edges may have. */
function layOut(
  policy: Policy,
  depth: number,
): { nodes: GraphNode[]; ends: { node: GraphNode; set: EndpointSet }[] } {
  const nodes: GraphNode[] = [];
  const ends: { node: GraphNode; set: EndpointSet }[] = [];
  const { segments } = policy;
  const end = (node: GraphNode, set: EndpointSet): void => {
    nodes.push(node);
    ends.push({ node, set });
  };
  const add = (segment: Segment, level: number): void => {
    const node = toNode(segment, segments[segment.parent]?.name ?? null);
    if (segment.children.length === 0 || level >= depth) return end(node, segment.set);
    nodes.push(node);
    const children = segment.children.map((child) => segments[child]);
    for (const child of children) add(child, level + 1);
    const rest = subtractEndpoints(segment.set, uniteEndpoints(children.map(({ set }) => set)));
    if (!isEmptySet(rest))
      end(restNode(`${segment.name}.*`, segment.name, `Rest of ${segment.title ?? segment.name}`), rest);
  };
  const top = segments.filter(({ kind, parent }) => kind !== 'group' && parent < 0);
  for (const segment of top) add(segment, 1);
  const unclaimed = subtractEndpoints(allAddresses, uniteEndpoints(top.map(({ set }) => set)));
  if (!isEmptySet(unclaimed)) end(restNode('*', null, 'Addresses of no zone'), unclaimed);
  return { nodes, ends };
}

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

function depths({ segments }: Policy): number[] {
  const result: number[] = [];
  segments.forEach(({ parent }, i) => (result[i] = parent < 0 ? 1 : result[parent] + 1));
  return result;
}

/** A function of a frozen set that works each set object out once. */
function remember<T>(compute: (set: IntSet) => T): (set: IntSet) => T {
  const known = new WeakMap<IntSet, T>();
  return (set) => {
    let value = known.get(set);
    if (value === undefined) known.set(set, (value = compute(set)));
    return value;
  };
}
