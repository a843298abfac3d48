import type { Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';

/** The legend: LSP's standard token types, so that every theme has colours for them. */
export const tokenTypes = ['keyword', 'namespace', 'class', 'enum', 'interface', 'parameter', 'decorator', 'type', 'function', 'property', 'enumMember', 'variable', 'number', 'string'] as const;
export const tokenModifiers = ['declaration', 'defaultLibrary', 'deprecated'] as const;

export interface SemanticToken {
  readonly span: Span;
  readonly type: (typeof tokenTypes)[number];
  readonly modifiers: readonly (typeof tokenModifiers)[number][];
}

/** The words of a file with their meaning, by position; of `range` only those that touch it. None spans lines or overlaps. */
export function semanticTokens(_snapshot: Snapshot, _path: string, _range?: Span): SemanticToken[] {
  return [];
}
