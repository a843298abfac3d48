import type { Snapshot } from '../workspace.js';
import type { Occurrence } from './model.js';

/** All places in the same file that name the thing at `offset`, by place. */
export function highlights(_snapshot: Snapshot, _path: string, _offset: number): Occurrence[] {
  return [];
}
