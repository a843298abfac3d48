import type { Graph } from '../language/graph/model.js';
import type { Snapshot } from '../language/workspace.js';
import type { Host } from './host.js';
import type { Policy } from './policy.js';

/** After so many milliseconds of work waiting requests are let in. */
const stepMs = 15;

/** A picture and the text it is of. */
export interface Picture {
  readonly graph: Graph;
  readonly snapshot: Snapshot;
}

/** The pictures of the policies that somebody looks at: of each the last good one. */
export class GraphMemory {
  private readonly last = new Map<Policy, Picture>();
  private readonly coming = new WeakMap<Snapshot, Promise<boolean>>();

  constructor(private readonly host: Host) {}

  /** Whether the graph of the policy has been asked for, so that changes of it are worth telling. */
  isWatched(policy: Policy): boolean {
    return this.last.has(policy);
  }

  /** The picture to show: of the text as it is, unless that has mistakes which cost it nodes; then the one before. */
  pictureOf(policy: Policy): Picture {
    const snapshot = policy.snapshot();
    const now = { graph: snapshot.graph, snapshot };
    const before = this.last.get(policy);
    const keep = before && now.snapshot.syntaxErrorCount > 0 && losesNodes(before.graph, now.graph);
    const shown = keep ? before : now;
    this.last.set(policy, shown);
    return shown;
  }

  /**
   * Works out the graph of a policy's newest text while requests are let in; `undefined` where the text has changed
   * meanwhile. Who asks for the same at the same time gets the same.
   */
  async ready(policy: Policy): Promise<Snapshot | undefined> {
    const snapshot = policy.snapshot();
    const coming = this.coming.get(snapshot) ?? this.work(policy, snapshot);
    this.coming.set(snapshot, coming);
    return (await coming) ? snapshot : undefined;
  }

  drop(policy: Policy): void {
    this.last.delete(policy);
  }

  /** Returns whether it got to the end. */
  private async work(policy: Policy, snapshot: Snapshot): Promise<boolean> {
    const steps = snapshot.graphInSteps();
    let rested = Date.now();
    while (!steps.next().done) {
      if (Date.now() - rested < stepMs) continue;
      await this.host.breathe();
      if (policy.snapshot() !== snapshot) return false;
      rested = Date.now();
    }
    return true;
  }
}

function losesNodes(before: Graph, now: Graph): boolean {
  const ids = new Set(now.nodes.map(({ id }) => id));
  return before.nodes.some(({ id, kind }) => kind !== 'rest' && !ids.has(id));
}
