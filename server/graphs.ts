import type { CancellationToken } from 'vscode-languageserver';
import type { Graph } from '../language/graph/model.js';
import type { Snapshot } from '../language/workspace.js';
import type { Host } from './host.js';
import type { Policy } from './policy.js';
import { takeSteps } from './steps.js';

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

  /** The picture to show, worked out while requests are let in; `undefined` where the request has been cancelled. */
  async picture(policy: Policy, token: CancellationToken): Promise<Picture | undefined> {
    while ((await this.ready(policy)) === undefined) if (token.isCancellationRequested) return undefined;
    return this.pictureOf(policy);
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
    const graph = await takeSteps(this.host, snapshot.graphInSteps(), () => policy.snapshot() !== snapshot);
    return graph !== undefined;
  }
}

function losesNodes(before: Graph, now: Graph): boolean {
  const ids = new Set(now.nodes.map(({ id }) => id));
  return before.nodes.some(({ id, kind }) => kind !== 'rest' && !ids.has(id));
}
