import type { Snapshot } from '../workspace.js';
import { thingAt } from './at.js';
import type { Occurrence } from './model.js';
import { asNamed, occurrencesOf } from './occurrences.js';

/** All places in the same file that name the thing at `offset`, by place. */
export function highlights(snapshot: Snapshot, path: string, offset: number): Occurrence[] {
  const thing = thingAt(snapshot, path, offset);
  const named = asNamed(thing);
  return thing && named ? occurrencesOf([thing.file], named) : [];
}
