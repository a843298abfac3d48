import type { Namespace } from '../names/declarations.js';
import type { Snapshot } from '../workspace.js';

/** How often things are used in a policy: what is used often is offered first. */
export interface Usage {
  count(namespace: Namespace, name: string): number;
  /** Values by label key, as the `labels` blocks declare them; without such a block, as workloads and label maps use them. */
  readonly labels: ReadonlyMap<string, ReadonlySet<string>>;
  /** Values by label key that workloads and label maps use, declared or not. */
  readonly labelsInUse: ReadonlyMap<string, ReadonlySet<string>>;
  readonly tags: readonly string[];
}

const cache = new WeakMap<Snapshot, Usage>();

/** Worked out once for a snapshot. */
export function usageOf(snapshot: Snapshot): Usage {
  let usage = cache.get(snapshot);
  if (usage === undefined) cache.set(snapshot, (usage = measure(snapshot)));
  return usage;
}

type Labels = Map<string, Set<string>>;

function measure(snapshot: Snapshot): Usage {
  const { maps } = snapshot.resolved.uses;
  const declared: Labels = new Map();
  const used: Labels = new Map();
  let isDeclared = false;
  for (const { pairs } of maps) for (const [key, value] of pairs) add(used, key, value);
  for (const { tree } of snapshot.files) {
    for (const item of tree.items) {
      if (item.kind !== 'labels') continue;
      isDeclared = true;
      for (const { key, values } of item.keys) {
        add(declared, key.text);
        for (const value of values) add(declared, key.text, value.text);
      }
    }
  }
  const tags = new Set<string>();
  for (const segment of snapshot.resolved.policy.segments) {
    for (const [key, value] of segment.labels) add(used, key, value);
    for (const tag of segment.tags) tags.add(tag);
  }
  return {
    // Asked anew each time: a later state of the policy takes the counts over.
    count: (namespace, name) => snapshot.resolved.uses.counts[namespace].get(name),
    labels: isDeclared ? declared : used,
    labelsInUse: used,
    tags: [...tags],
  };
}

function add(labels: Labels, key: string, value?: string): void {
  let values = labels.get(key);
  if (values === undefined) labels.set(key, (values = new Set()));
  if (value !== undefined) values.add(value);
}

/** Whether something is called by a name, or by one for what is nested in it, be it declared or not. */
export function isNameUsed({ resolved }: Snapshot, namespace: Namespace, name: string): boolean {
  const counts = resolved.uses.counts[namespace];
  if (counts.has(name)) return true;
  const nested = `${name}.`;
  for (const used of namespace === 'segment' ? counts.keys() : []) if (used.startsWith(nested)) return true;
  return false;
}
