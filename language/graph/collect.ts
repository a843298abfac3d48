import { uniteInts } from '../analysis/engine/intset.js';
import { nameServices, type ServiceSet } from '../net/services.js';
import type { Policy } from '../policy/model.js';
import type { GraphEdge } from './model.js';
import type { End } from './nodes.js';

/** An edge that is as it is because of other rules than those that allow it. */
export interface OwedEdge extends GraphEdge {
  /** Names of these other rules. */
  readonly by: readonly string[];
}

/** What is known of a pair of nodes so far. */
interface Gathered {
  services: ServiceSet;
  readonly rules: string[];
  by: Set<string> | undefined;
}

/** Edges that are put together between two steps. */
const inOneStep = 1_000;

/** Gathers connections between nodes into edges: one for each pair, with all services and rules of it. */
export class EdgeCollector {
  private edges = new Map<number, Gathered>();
  private readonly names = new Map<string, string[]>();
  private taken = 0;
  private full = false;

  /** `most` edges are gathered, over all times that they are taken. */
  constructor(
    private readonly policy: Policy,
    private readonly ends: readonly End[],
    private readonly most: number,
  ) {}

  /** Whether there were too many edges: then it takes up no more, and what it has may lack services and rules. */
  get isFull(): boolean {
    return this.full;
  }

  /**
   * Notes that a rule allows connections from each source to each target, nodes by index; `by` is another rule that this
   * is owed to. Rules come by place.
   */
  add(
    sources: readonly number[],
    targets: readonly number[],
    services: ServiceSet,
    rule: string,
    by?: string,
  ): void {
    for (const source of sources) {
      for (const target of targets) {
        const edge = this.edgeFor(source * this.ends.length + target);
        if (edge === undefined) return;
        edge.services = uniteInts(edge.services, services);
        if (edge.rules.at(-1) !== rule) edge.rules.push(rule);
        if (by !== undefined) (edge.by ??= new Set()).add(by);
      }
    }
  }

  private edgeFor(key: number): Gathered | undefined {
    if (this.full) return undefined;
    const known = this.edges.get(key);
    if (known !== undefined) return known;
    this.full = this.taken + this.edges.size >= this.most;
    if (this.full) return undefined;
    const edge: Gathered = { services: [], rules: [], by: undefined };
    this.edges.set(key, edge);
    return edge;
  }

  /** The edges gathered since they were last taken, by the places of their ends. */
  *take(): Generator<void, GraphEdge[]> {
    return yield* this.drain((edge) => edge);
  }

  /** The same with the rules that they are owed to. */
  *takeOwed(): Generator<void, OwedEdge[]> {
    return yield* this.drain((edge, { by }) => ({ ...edge, by: [...(by ?? [])] }));
  }

  private *drain<T>(finish: (edge: GraphEdge, gathered: Gathered) => T): Generator<void, T[]> {
    const { edges, ends } = this;
    this.taken += edges.size;
    this.edges = new Map();
    const keys = Float64Array.from(edges.keys()).sort();
    yield;
    const done: T[] = [];
    for (const key of keys) {
      const gathered = edges.get(key)!;
      const [source, target] = [ends[Math.floor(key / ends.length)], ends[key % ends.length]];
      const services = this.named(gathered.services);
      const edge = { source: source.node.id, target: target.node.id, services, rules: gathered.rules };
      done.push(finish(edge, gathered));
      if (done.length % inOneStep === 0) yield;
    }
    return done;
  }

  /** Many edges have the same services, if rarely as one object. */
  private named(services: ServiceSet): string[] {
    const key = services.join();
    let names = this.names.get(key);
    if (names === undefined) this.names.set(key, (names = nameServices(services, this.policy.services)));
    return names;
  }
}
