import type { Snapshot } from '../workspace.js';
import type { Hover } from './model.js';

/** What is known about the thing at `offset`, as Markdown. */
export function hover(_snapshot: Snapshot, _path: string, _offset: number): Hover | undefined {
  return undefined;
}
