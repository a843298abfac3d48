import type { Graph } from '../language/graph/model.js';
import type { Policy } from './policy.js';

/** The last good picture of each policy that somebody looks at. */
export class GraphMemory {
  private readonly last = new Map<Policy, Graph>();

  /** Whether the graph of the policy has been asked for, so that changes of it are worth telling. */
  isWatched(policy: Policy): boolean {
    return this.last.has(policy);
  }

  /**
   * The graph to show: the one of the text as it is, unless the text has mistakes that cost it nodes; then the one before.
   * `problems` counts the mistakes.
   */
  choose(policy: Policy, now: Graph, problems: number): Graph {
    const before = this.last.get(policy);
    const shown = problems > 0 && before && losesNodes(before, now) ? before : now;
    this.last.set(policy, shown);
    return shown;
  }

  drop(policy: Policy): void {
    this.last.delete(policy);
  }
}

function losesNodes(before: Graph, now: Graph): boolean {
  const ids = new Set(now.nodes.map(({ id }) => id));
  return before.nodes.some(({ id, kind }) => kind !== 'rest' && !ids.has(id));
}
