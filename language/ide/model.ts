import type { Place, Span } from '../text/span.js';

/** What a completion stands for: tells the editor which icon to draw. */
export type CompletionKind =
  | 'keyword'
  | 'snippet'
  | 'zone'
  | 'workload'
  | 'group'
  | 'service'
  | 'identity'
  | 'condition'
  | 'team'
  | 'tier'
  | 'property'
  | 'value'
  | 'labelKey'
  | 'labelValue'
  | 'finding';

/** One thing that may be typed at the cursor. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words beside the label. */
  readonly detail?: string;
  /** Give it to `completionDocumentation` for the Markdown that explains the item. */
  readonly data?: string;
  readonly insert: string;
  /** `snippet`: `insert` has placeholders in the syntax of LSP snippets (`$1`, `${1:name}`, `$0`). */
  readonly format: 'text' | 'snippet';
  /** The text that `insert` takes the place of: the word under the cursor, both sides of it. */
  readonly replace: Span;
  /** Items compare by this, by code unit. */
  readonly sort: string;
  /** What the editor compares the typed word with; left out: the label. */
  readonly filter?: string;
  /** Ask for completion again once it is inserted: it leads on to names or values. */
  readonly again?: true;
}

export interface Completions {
  /** Most relevant first. */
  readonly items: readonly Completion[];
  /** There are more: ask again once the word has grown. */
  readonly incomplete: boolean;
}

/** What is known about the thing at the cursor. */
export interface Hover {
  readonly span: Span;
  readonly markdown: string;
}

/** Where a name is declared. */
export interface Target {
  /** The whole declaration, what is nested in it included. */
  readonly place: Place;
  /** The name in it. */
  readonly namePlace: Place;
}

export interface Definition {
  /** The word that was asked about. */
  readonly origin: Span;
  readonly targets: readonly Target[];
}

/** One place where a thing is named. */
export interface Occurrence {
  readonly place: Place;
  readonly role: 'declaration' | 'use';
}

/** A refusal: the fact, then the remedy. */
export interface Refusal {
  readonly refusal: string;
}

/** What a rename would start from. */
export interface RenameTarget {
  readonly span: Span;
  /** The word as it is now. */
  readonly text: string;
}

export type SymbolKind =
  | 'zone'
  | 'workload'
  | 'group'
  | 'service'
  | 'identity'
  | 'condition'
  | 'team'
  | 'labels'
  | 'tier'
  | 'ruleset'
  | 'rule'
  | 'never'
  | 'test'
  | 'expect';

/** One entry of a file's outline. */
export interface DocumentSymbol {
  readonly name: string;
  readonly detail: string | undefined;
  readonly kind: SymbolKind;
  readonly span: Span;
  /** Inside `span`: what to select. */
  readonly nameSpan: Span;
  readonly children: readonly DocumentSymbol[];
}

/** One declaration of the policy, found by name. */
export interface PolicySymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  /** The name of the zone around it. */
  readonly container: string | undefined;
  readonly place: Place;
}

/** Lines, from 0, that fold into the first of them. */
export interface Fold {
  readonly startLine: number;
  readonly endLine: number;
  readonly kind: 'block' | 'comment' | 'region';
}
