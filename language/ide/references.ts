import type { Snapshot } from '../workspace.js';
import type { Occurrence } from './model.js';

/** All places in the policy that name the thing at `offset`, by place; `role` tells its declarations from its uses. */
export function references(_snapshot: Snapshot, _path: string, _offset: number): Occurrence[] {
  return [];
}
