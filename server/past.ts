import { PolicyProject, type Snapshot } from '../language/workspace.js';
import type { PastPolicy } from './host.js';

/** Policies as they were, read for a comparison: of each root the last one, as the same commit is asked for again and again. */
export class PastMemory {
  private readonly last = new Map<string, { readonly commit: string; readonly snapshot: Snapshot }>();

  /** The policy of a commit, with the date of a check, in steps. */
  *snapshotOf(root: string, past: PastPolicy, asOf: string): Generator<void, Snapshot> {
    const known = this.last.get(root);
    if (known?.commit === past.commit && known.snapshot.asOf === asOf) return known.snapshot;
    const snapshot = yield* openPast(past, asOf);
    this.last.set(root, { commit: past.commit, snapshot });
    return snapshot;
  }

  drop(root: string): void {
    this.last.delete(root);
  }
}

/** Reads a policy as it was, for a check with a date, `YYYY-MM-DD`. */
function* openPast({ config, files }: PastPolicy, asOf: string): Generator<void, Snapshot> {
  const project = new PolicyProject(asOf);
  project.setConfig(config);
  for (const [path, content] of files) yield* project.setFileInSteps(path, content);
  project.setDate(asOf, asOf);
  const snapshot = project.snapshot();
  yield;
  const { policy } = snapshot.resolved;
  yield;
  void policy.rules;
  yield;
  return snapshot;
}

/** How many mistakes keep a policy from being read as it was meant. */
export const mistakesIn = (snapshot: Snapshot): number =>
  snapshot.syntaxErrorCount +
  snapshot.resolved.findings.filter(({ severity }) => severity === 'error').length;

/** Says of a policy with mistakes that nothing is proven by it; nothing of one without. */
export function mistakeNote(snapshot: Snapshot, name: string): string[] {
  const count = mistakesIn(snapshot);
  if (count === 0) return [];
  const what = count === 1 ? 'a mistake' : `${count} mistakes`;
  return [
    `The policy of \`${name}\` has ${what}: what is wrong in it takes no part, so nothing is proven. \`zoneflow check\` shows what to mend.`,
  ];
}
