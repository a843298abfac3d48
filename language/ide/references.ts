import type { Snapshot } from '../workspace.js';
import { thingAt } from './at.js';
import type { Occurrence } from './model.js';
import { asNamed, occurrencesOf } from './occurrences.js';

/** All places in the policy that name the thing at `offset`, by place; `role` tells its declarations from its uses. */
export function references(snapshot: Snapshot, path: string, offset: number): Occurrence[] {
  const named = asNamed(thingAt(snapshot, path, offset));
  return named ? occurrencesOf(snapshot.files, named) : [];
}
