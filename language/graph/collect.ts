import { uniteInts } from '../analysis/engine/intset.js';
import { nameServices, type ServiceSet } from '../net/services.js';
import type { Policy } from '../policy/model.js';
import type { GraphEdge } from './model.js';
import { remember, type End } from './nodes.js';

/** An edge that is as it is because of other rules than those that allow it. */
export interface OwedEdge extends GraphEdge {
  /** Names of these other rules. */
  readonly by: readonly string[];
}

/** What is known of a pair of nodes so far. */
interface Gathered {
  services: ServiceSet;
  readonly rules: string[];
  readonly by: Set<string>;
}

/** Gathers connections between nodes into edges: one for each pair, with all services and rules of it. */
export class EdgeCollector {
  private edges = new Map<number, Gathered>();
  private readonly names: (services: ServiceSet) => string[];
  private taken = 0;
  /** Connections that were not taken up because there were too many edges. */
  leftOut = 0;

  /** `most` edges are gathered, over all times that they are taken. */
  constructor(
    policy: Policy,
    private readonly ends: readonly End[],
    private readonly most: number,
  ) {
    this.names = remember((services) => nameServices(services, policy.services));
  }

  get count(): number {
    return this.edges.size;
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
        const key = source * this.ends.length + target;
        let edge = this.edges.get(key);
        if (edge === undefined) {
          if (this.taken + this.edges.size >= this.most) {
            this.leftOut++;
            continue;
          }
          this.edges.set(key, (edge = { services: [], rules: [], by: new Set() }));
        }
        edge.services = uniteInts(edge.services, services);
        if (edge.rules.at(-1) !== rule) edge.rules.push(rule);
        if (by !== undefined) edge.by.add(by);
      }
    }
  }

  /** The edges gathered since they were last taken, by the places of their ends. */
  take(): GraphEdge[] {
    return this.drain().map(([ends, { services, rules }]) => ({
      ...ends,
      services: this.names(services),
      rules,
    }));
  }

  /** The same with the rules that they are owed to. */
  takeOwed(): OwedEdge[] {
    return this.drain().map(([ends, { services, rules, by }]) => ({
      ...ends,
      services: this.names(services),
      rules,
      by: [...by],
    }));
  }

  private drain(): [Pick<GraphEdge, 'source' | 'target'>, Gathered][] {
    const { length } = this.ends;
    const edges = [...this.edges].sort(([a], [b]) => a - b);
    this.taken += this.edges.size;
    this.edges = new Map();
    return edges.map(([key, edge]) => {
      const [source, target] = [this.ends[Math.floor(key / length)], this.ends[key % length]];
      return [{ source: source.node.id, target: target.node.id }, edge];
    });
  }
}
