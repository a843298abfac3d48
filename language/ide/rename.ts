import type { TextEdit } from '../findings.js';
import type { Snapshot } from '../workspace.js';
import type { Refusal, RenameTarget } from './model.js';

/** The word that a rename at `offset` would change, or why it cannot; `undefined` where nothing has a name. */
export function prepareRename(_snapshot: Snapshot, _path: string, _offset: number): RenameTarget | Refusal | undefined {
  return undefined;
}

/** The edits, by place, that give the thing at `offset` another name everywhere in the policy, or why it cannot have it. */
export function rename(_snapshot: Snapshot, _path: string, _offset: number, _newName: string): TextEdit[] | Refusal {
  return [];
}
