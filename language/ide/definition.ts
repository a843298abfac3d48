import type { Snapshot } from '../workspace.js';
import type { Definition } from './model.js';

/** Where the thing at `offset` is declared. */
export function definition(_snapshot: Snapshot, _path: string, _offset: number): Definition | undefined {
  return undefined;
}
