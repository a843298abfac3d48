import type { Analysis } from '../analysis/index.js';
import { dimension } from '../analysis/coordinates.js';
import { intersectInts, meetsInts, subtractInts, type IntSet } from '../analysis/engine/intset.js';
import type { Region } from '../analysis/engine/region.js';
import { intersectEndpoints, isEmptySet, subtractEndpoints, type EndpointSet } from '../net/endpoints.js';
import { normalise } from '../net/ranges.js';
import type { Criticality } from '../policy/model.js';
import { EdgeCollector } from './collect.js';
import type { GraphEdge, GraphNode } from './model.js';
import { cellsOfBoth, endpointsOfNode, layOut, touching, type End } from './nodes.js';

/** `outward`: whom the start may reach; `inward`: who may reach it. */
export type ReachDirection = 'outward' | 'inward';

export interface ReachOptions {
  readonly direction: ReachDirection;
  /** The longest chain looked at; of any length unless told. */
  readonly hops?: number;
  /** At most so many edges are told of all hops together; 20,000 unless told. */
  readonly maxEdges?: number;
}

/** A node that a hop is the first to reach (inward: that is reached from first). It shows nothing nested. */
export interface ReachedNode {
  readonly id: string;
  readonly kind: GraphNode['kind'];
  readonly criticality: Criticality | null;
  /** All of it is part of the start: reached from elsewhere in the start, so nothing is gained. Not counted. */
  readonly inStart: boolean;
}

/** What one more hop brings. */
export interface ReachStep {
  readonly nodes: readonly ReachedNode[];
  /**
   * The connections that bring it, from where a chain stands before the hop to addresses that no hop before reached;
   * inward from addresses that no hop before reached from to where a chain then goes on. An end may be a node that was
   * reached before, at other addresses. Services and rules are those of these connections alone.
   */
  readonly edges: readonly GraphEdge[];
}

/** How many nodes are reached, without those in the start, by criticality; `none` is without one. */
export type ReachCounts = Readonly<Record<Criticality | 'none', number>>;

export interface Reach {
  readonly steps: readonly ReachStep[];
  readonly counts: ReachCounts;
  /** Whether a longer chain could reach more: `hops` ended the search. */
  readonly goesOn: boolean;
  /** False where a limit of effort left something out, nodes or edges. */
  readonly complete: boolean;
}

/**
 * The blast radius of a zone, workload, group, rest (`shop.*`) or `*`: what a chain of allowed connections reaches in one
 * hop, in two, and so on; `undefined` where nothing has that name.
 *
 * It agrees exactly with `never … reaches`: a node is first reached in hop n if `never START reaches NODE within n hops`
 * is violated and `within n - 1` is not (inward `never NODE reaches START`). So a chain starts from the addresses of its
 * start only, and goes on from every address of a workload that holds the address a connection arrived at.
 */
export function reachFrom(analysis: Analysis, id: string, options: ReachOptions): Reach | undefined {
  const steps = reachInSteps(analysis, id, options);
  for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
}

/** The same in steps: between two of them the caller may see to something else, or give up. */
export function* reachInSteps(
  analysis: Analysis,
  id: string,
  options: ReachOptions,
): Generator<void, Reach | undefined> {
  const start = endpointsOfNode(analysis.policy, id);
  if (start === undefined) return undefined;
  yield;
  return yield* new Search(analysis, id, start, options).run();
}

/** Rules and connections that are looked at between two steps. */
const inOneStep = 200;

/** An allowed product of sets: every connection between its sides is allowed on its services. */
interface Flow {
  readonly rule: string;
  readonly region: Region;
}

/** A flow that a hop uses, with the cells where chains stand, and those that the hop adds. */
interface Use {
  readonly flow: Flow;
  readonly standing: IntSet;
  readonly fresh: IntSet;
}

/**
 * Breadth first over exact sets of cells. Inward is the same search with the ends of all connections exchanged: what has
 * a connection into the start, then what has one into that or into a workload that holds some of it.
 */
class Search {
  private readonly near: number;
  private readonly far: number;
  private readonly ends: readonly End[];
  private readonly touched: (cells: IntSet) => readonly number[];
  private readonly flows: Flow[] = [];
  private readonly workloads: readonly IntSet[];
  private readonly reached = new Set<number>();
  private readonly collector: EdgeCollector;
  private complete = true;

  constructor(
    private readonly analysis: Analysis,
    private readonly id: string,
    private readonly start: EndpointSet,
    private readonly options: ReachOptions,
  ) {
    const outward = options.direction === 'outward';
    this.near = outward ? dimension.source : dimension.destination;
    this.far = outward ? dimension.destination : dimension.source;
    const { policy, library } = analysis;
    const { axis } = library.coordinates;
    this.ends = layOut(policy).ends;
    this.touched = touching(axis, this.ends);
    this.workloads = policy.segments
      .filter(({ kind }) => kind === 'workload')
      .map(({ set }) => cellsOfBoth(axis, set));
    this.collector = new EdgeCollector(policy, this.ends, options.maxEdges ?? 20_000);
  }

  *run(): Generator<void, Reach> {
    yield* this.gather();
    const { hops = Infinity } = this.options;
    const steps: ReachStep[] = [];
    let standing = cellsOfBoth(this.analysis.library.coordinates.axis, this.start);
    let stood: IntSet = [];
    let found: IntSet = [];
    const begin = this.startNodes();
    for (;;) {
      const uses = yield* this.usesFrom(standing, found);
      if (uses.length === 0 || steps.length >= hops) {
        return { steps, counts: this.counts(), goesOn: uses.length > 0, complete: this.isComplete };
      }
      const fresh = unite(uses.map((use) => use.fresh));
      found = unite([found, fresh]);
      stood = unite([stood, standing]);
      const from = steps.length === 0 ? begin : new Set(this.reached);
      const nodes = this.touched(fresh).filter((end) => !this.reached.has(end));
      for (const end of nodes) this.reached.add(end);
      steps.push({ nodes: nodes.map((end) => this.nodeOf(end)), edges: yield* this.edgesOf(uses, from) });
      standing = subtractInts(this.goingOn(fresh), stood);
    }
  }

  private *gather(): Generator<void, void> {
    const { rules } = this.analysis.policy;
    for (let id = 0; id < rules.length; id++) {
      if (rules[id].action !== 'allow') continue;
      const { regions, complete } = this.analysis.decided(id);
      this.complete &&= complete;
      for (const region of regions) this.flows.push({ rule: rules[id].name, region });
      if (id % inOneStep === 0) yield;
    }
  }

  private *usesFrom(standing: IntSet, found: IntSet): Generator<void, Use[]> {
    const uses: Use[] = [];
    for (let i = 0; i < this.flows.length; i++) {
      if (i % inOneStep === 0) yield;
      const flow = this.flows[i];
      const { region } = flow;
      if (!meetsInts(region[this.near], standing)) continue;
      const fresh = subtractInts(region[this.far], found);
      if (fresh.length > 0) uses.push({ flow, standing: intersectInts(region[this.near], standing), fresh });
    }
    return uses;
  }

  /** The cells from which a chain goes on: those reached, and every cell of a workload that holds one of them. */
  private goingOn(cells: IntSet): IntSet {
    return unite([cells, ...this.workloads.filter((workload) => meetsInts(workload, cells))]);
  }

  private *edgesOf(uses: readonly Use[], from: ReadonlySet<number>): Generator<void, GraphEdge[]> {
    const outward = this.options.direction === 'outward';
    for (const [i, { flow, standing, fresh }] of uses.entries()) {
      if (i % inOneStep === 0) yield;
      const near = this.touched(standing).filter((end) => from.has(end));
      const far = this.touched(fresh);
      const [sources, targets] = outward ? [near, far] : [far, near];
      this.collector.add(sources, targets, flow.region[dimension.service], flow.rule);
    }
    return yield* this.collector.take();
  }

  /** The nodes that hold part of the start; of a zone or workload its own, and no other that shares addresses with it. */
  private startNodes(): Set<number> {
    const all = this.ends.flatMap(({ set }, end) =>
      isEmptySet(intersectEndpoints(set, this.start)) ? [] : [end],
    );
    const own = all.filter((end) => isNested(this.ends[end].node.id, this.id));
    return new Set(own.length > 0 ? own : all);
  }

  private nodeOf(end: number): ReachedNode {
    const { node, set } = this.ends[end];
    const { id, kind, criticality } = node;
    return { id, kind, criticality, inStart: isEmptySet(subtractEndpoints(set, this.start)) };
  }

  private counts(): ReachCounts {
    const counts = { low: 0, medium: 0, high: 0, critical: 0, none: 0 };
    for (const end of this.reached) {
      const { criticality, inStart } = this.nodeOf(end);
      if (!inStart) counts[criticality ?? 'none']++;
    }
    return counts;
  }

  private get isComplete(): boolean {
    return this.complete && !this.collector.isFull;
  }
}

const isNested = (id: string, zone: string): boolean => id === zone || id.startsWith(`${zone}.`);

const unite = (sets: readonly IntSet[]): IntSet => {
  const filled = sets.filter(({ length }) => length > 0);
  return filled.length <= 1 ? (filled[0] ?? []) : normalise(filled.flat());
};
