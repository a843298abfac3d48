import { dimension } from '../analysis/coordinates.js';
import type { Analysis } from '../analysis/index.js';
import type { Policy } from '../policy/model.js';
import { EdgeCollector } from './collect.js';
import type { Graph } from './model.js';
import { layOut, touching } from './nodes.js';

export interface GraphOptions {
  /** Levels of zones that are shown; 1 is the zones at the top alone. All unless told. */
  readonly depth?: number;
  /** With more edges than this the graph is drawn with fewer levels; 50,000 unless told. */
  readonly maxEdges?: number;
}

/** A graph, and what of it could not be drawn. */
export interface DrawnGraph {
  readonly graph: Graph;
  /** Levels of zones that it shows. */
  readonly depth: number;
  /** False where it has fewer levels than asked for, because of `maxEdges`. */
  readonly isWhole: boolean;
  /** False where there are too many edges even between the outermost zones, or where effort ended: then some are missing. */
  readonly isComplete: boolean;
}

/** Even between the outermost zones no more edges are drawn than this many times `maxEdges`. */
const lastResort = 4;

/**
 * The segment graph: zones and workloads nested as declared, and an edge wherever at least one connection is allowed
 * between two nodes that show nothing nested. Deterministic: nodes and edges by place of what they stand for.
 */
export function buildGraph(analysis: Analysis, options: GraphOptions = {}): Graph {
  return drawGraph(analysis, options).graph;
}

/** The same, with what could not be drawn. */
export function drawGraph(analysis: Analysis, options: GraphOptions = {}): DrawnGraph {
  const steps = graphInSteps(analysis, options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps: between two of them the caller may see to something else, or give up. */
export function* graphInSteps(
  analysis: Analysis,
  { depth = Infinity, maxEdges = 50_000 }: GraphOptions = {},
): Generator<void, DrawnGraph> {
  const asked = Math.min(depth, levelsOf(analysis.policy));
  for (let shown = asked; ; shown--) {
    const isLast = shown <= 1;
    const drawn = yield* draw(analysis, shown, isLast ? maxEdges * lastResort : maxEdges);
    if (isLast || !drawn.isFull) {
      const isComplete = !drawn.isFull && drawn.isExact;
      return { graph: drawn.graph, depth: shown, isWhole: shown === asked, isComplete };
    }
  }
}

interface Attempt {
  readonly graph: Graph;
  /** There were too many edges: it lacks some. */
  readonly isFull: boolean;
  /** False where the effort spent on one rule came to its limit. */
  readonly isExact: boolean;
}

function* draw(analysis: Analysis, depth: number, most: number): Generator<void, Attempt> {
  const { policy, library } = analysis;
  const { nodes, ends } = layOut(policy, depth);
  yield;
  const touched = touching(library.coordinates.axis, ends);
  yield;
  const collector = new EdgeCollector(policy, ends, most);
  let isExact = true;
  for (let id = 0; id < policy.rules.length && !collector.isFull; id++) {
    if (policy.rules[id].action !== 'allow') continue;
    const { regions, complete } = analysis.decided(id);
    isExact &&= complete;
    for (const region of regions) {
      const sources = touched(region[dimension.source]);
      const targets = touched(region[dimension.destination]);
      collector.add(sources, targets, region[dimension.service], policy.rules[id].name);
    }
    yield;
  }
  const edges = collector.isFull && depth > 1 ? [] : yield* collector.take();
  const used = new Set<string>();
  for (const { source, target } of edges) used.add(source).add(target);
  const shown = nodes.filter(({ kind, id }) => kind !== 'rest' || used.has(id));
  return { graph: { version: 1, nodes: shown, edges }, isFull: collector.isFull, isExact };
}

/** How many levels of zones are nested in each other; segments come after what they are nested in. */
function levelsOf({ segments }: Policy): number {
  const levels: number[] = [];
  return segments.reduce(
    (most, { parent }, i) => Math.max(most, (levels[i] = parent < 0 ? 1 : levels[parent] + 1)),
    1,
  );
}
