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

/** What declarations say of labels and tags. */
interface Labelled {
  /** What the `labels` blocks declare; `undefined` without such a block. */
  readonly declared: Labels | undefined;
  /** The labels of workloads. */
  readonly given: Labels;
  readonly tags: readonly string[];
}

/** By what stays the same object for as long as no declaration changes. */
const labelled = new WeakMap<object, Labelled>();

function labelledIn({ resolved }: Snapshot): Labelled {
  const { token } = resolved.names;
  let found = labelled.get(token);
  if (found === undefined) labelled.set(token, (found = collectLabels(resolved)));
  return found;
}

function collectLabels({ names, policy }: Snapshot['resolved']): Labelled {
  const declared: Labels = new Map();
  let isDeclared = false;
  for (const items of names.items) {
    for (const item of items) {
      if (item.kind !== 'labels') continue;
      isDeclared = true;
      for (const { key, values } of item.keys) {
        add(declared, key.text);
        for (const value of values) add(declared, key.text, value.text);
      }
    }
  }
  const given: Labels = new Map();
  const tags = new Set<string>();
  for (const segment of policy.segments) {
    for (const [key, value] of segment.labels) add(given, key, value);
    for (const tag of segment.tags) tags.add(tag);
  }
  return { declared: isDeclared ? declared : undefined, given, tags: [...tags] };
}

function measure(snapshot: Snapshot): Usage {
  const { declared, given, tags } = labelledIn(snapshot);
  const used: Labels = new Map();
  for (const { pairs } of snapshot.resolved.uses.maps)
    for (const [key, value] of pairs) add(used, key, value);
  for (const [key, values] of given) for (const value of values) add(used, key, value);
  return {
    // Asked anew each time: a later state of the policy takes the counts over.
    count: (namespace, name) => snapshot.resolved.uses.counts[namespace].get(name),
    labels: declared ?? used,
    labelsInUse: used,
    tags,
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
