import { finished } from '../text/steps.js';
import type { Snapshot } from '../workspace.js';
import { thingAt } from './at.js';
import type { Occurrence } from './model.js';
import { asNamed, occurrencesInSteps } from './occurrences.js';

/** All places in the policy that name the thing at `offset`, by place; `role` tells its declarations from its uses. */
export const references = (snapshot: Snapshot, path: string, offset: number): Occurrence[] =>
  finished(referencesInSteps(snapshot, path, offset));

/** The same in steps. */
export function* referencesInSteps(
  snapshot: Snapshot,
  path: string,
  offset: number,
): Generator<void, Occurrence[]> {
  const named = asNamed(thingAt(snapshot, path, offset));
  return named ? yield* occurrencesInSteps(snapshot.files, named) : [];
}
