import type { Snapshot } from '../../workspace.js';

/** The Markdown that explains a completion, by its `data`; `undefined` where it is no longer known. */
export function completionDocumentation(_snapshot: Snapshot, _data: string): string | undefined {
  return undefined;
}
