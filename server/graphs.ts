import { buildGraph } from '../language/graph/build.js';
import type { Graph } from '../language/graph/model.js';
import type { Snapshot } from '../language/workspace.js';
import type { Policy } from './policy.js';

/** A picture and the text it is of. */
export interface Picture {
  readonly graph: Graph;
  readonly snapshot: Snapshot;
}

/** The pictures of the policies that somebody looks at: of each the last good one. */
export class GraphMemory {
  private readonly last = new Map<Policy, Picture>();
  private readonly built = new WeakMap<Snapshot, Graph>();

  /** Whether the graph of the policy has been asked for, so that changes of it are worth telling. */
  isWatched(policy: Policy): boolean {
    return this.last.has(policy);
  }

  /** The picture to show: of the text as it is, unless that has mistakes which cost it nodes; then the one before. */
  pictureOf(policy: Policy): Picture {
    const now = this.draw(policy.snapshot());
    const before = this.last.get(policy);
    const keep = before && now.snapshot.syntaxErrorCount > 0 && losesNodes(before.graph, now.graph);
    const shown = keep ? before : now;
    this.last.set(policy, shown);
    return shown;
  }

  drop(policy: Policy): void {
    this.last.delete(policy);
  }

  private draw(snapshot: Snapshot): Picture {
    const graph = this.built.get(snapshot) ?? buildGraph(snapshot.analysis);
    this.built.set(snapshot, graph);
    return { graph, snapshot };
  }
}

function losesNodes(before: Graph, now: Graph): boolean {
  const ids = new Set(now.nodes.map(({ id }) => id));
  return before.nodes.some(({ id, kind }) => kind !== 'rest' && !ids.has(id));
}
