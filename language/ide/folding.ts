import type { Snapshot } from '../workspace.js';
import type { Fold } from './model.js';

/** What of a file folds, by line. */
export function folds(_snapshot: Snapshot, _path: string): Fold[] {
  return [];
}
