import { finished } from '../text/steps.js';
import type { Snapshot } from '../workspace.js';
import { thingAt } from './at.js';
import type { Occurrence } from './model.js';
import { asNamed, occurrencesInSteps } from './occurrences.js';

/** All places in the same file that name the thing at `offset`, by place. */
export const highlights = (snapshot: Snapshot, path: string, offset: number): Occurrence[] =>
  finished(highlightsInSteps(snapshot, path, offset));

/** The same in steps. */
export function* highlightsInSteps(
  snapshot: Snapshot,
  path: string,
  offset: number,
): Generator<void, Occurrence[]> {
  const thing = thingAt(snapshot, path, offset);
  const named = asNamed(thing);
  return thing && named ? yield* occurrencesInSteps([thing.file], named) : [];
}
