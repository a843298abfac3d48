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
  const levels = levelsOf(analysis.policy);
  for (let shown = Math.min(depth, levels); ; shown--) {
    const graph = yield* draw(analysis, shown, shown > 1 ? maxEdges : Infinity);
    if (graph !== undefined) return graph;
  }
}

function* draw(analysis: Analysis, depth: number, maxEdges: number): Generator<void, Graph | undefined> {
  const { policy, library } = analysis;
  const { nodes, ends } = layOut(policy, depth);
  const touched = touching(library.coordinates.axis, ends);
  const collector = new EdgeCollector(policy, ends, Infinity);
  for (let id = 0; id < policy.rules.length; id++) {
    if (policy.rules[id].action !== 'allow') continue;
    for (const region of analysis.decided(id).regions) {
      const sources = touched(region[dimension.source]);
      const targets = touched(region[dimension.destination]);
      collector.add(sources, targets, region[dimension.service], policy.rules[id].name);
      if (collector.count > maxEdges) return undefined;
    }
    yield;
  }
  const drawn = collector.take();
  const used = new Set(drawn.flatMap(({ source, target }) => [source, target]));
  return { version: 1, nodes: nodes.filter(({ kind, id }) => kind !== 'rest' || used.has(id)), edges: drawn };
}

/** How many levels of zones are nested in each other; segments come after what they are nested in. */
function levelsOf({ segments }: Policy): number {
  const levels: number[] = [];
  return segments.reduce(
    (most, { parent }, i) => Math.max(most, (levels[i] = parent < 0 ? 1 : levels[parent] + 1)),
    1,
  );
}
