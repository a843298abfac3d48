import type { Snapshot } from '../workspace.js';
import type { Completion } from './model.js';

/** What may be typed at `offset` of a file, most relevant first. */
export function complete(_snapshot: Snapshot, _path: string, _offset: number): Completion[] {
  return [];
}

/** The Markdown that explains a completion, by its `data`; `undefined` where it is no longer known. */
export function completionDocumentation(_snapshot: Snapshot, _data: string): string | undefined {
  return undefined;
}

/** A snippet as plain text, its placeholders replaced by their defaults: for clients without snippets. */
export function withoutPlaceholders(snippet: string): string {
  return snippet;
}
