import type { Change } from '../text/change.js';
import type { LineIndex } from '../text/lines.js';
import type { Place, Span } from '../text/span.js';
import type { ItemKind, SourceTree } from '../syntax/tree.js';

/** One file of a policy, read. Immutable: a change of the text makes a new one. */
export interface SourceFile {
  /** Relative to the policy root, with `/`. */
  readonly path: string;
  readonly text: string;
  readonly lines: LineIndex;
  readonly tree: SourceTree;
}

/** Names are unique in each of these; zones, workloads and groups share one. */
export const namespaces = ['segment', 'service', 'identity', 'condition', 'team', 'ruleset', 'flow'] as const;
export type Namespace = (typeof namespaces)[number];

/** A thing that the policy gives a name to. */
export interface Declaration {
  readonly namespace: Namespace;
  readonly kind: ItemKind;
  /** The whole dotted name. */
  readonly name: string;
  readonly file: SourceFile;
  /** Index of the item in the file's tree. */
  readonly item: number;
  /** Where the name itself stands. */
  readonly namePlace: Place;
  /** The zone around it. */
  readonly parent: Declaration | undefined;
}

/**
 * What an item declares, wherever it stands: the same object for as long as its name and the zones around it stay, so
 * that an edit of a rule costs nothing for the names.
 */
export interface Declared {
  readonly namespace: Namespace;
  readonly kind: ItemKind;
  /** The whole dotted name. */
  readonly name: string;
  /** Path of the file. */
  readonly path: string;
  /** The zone around it. */
  readonly parent: Declared | undefined;
  /** Its index among the declarations of the file when it was last looked for: it is not far from there. */
  lastIndex: number;
}

/** What one file declares, by place. */
export interface FileNames {
  readonly file: SourceFile;
  readonly declared: readonly Declared[];
  /** Index of the item of each in the file's tree. */
  readonly items: Int32Array;
}

/** All declarations of a policy, by place; of several with one name the first by place counts. */
export interface Declarations {
  readonly all: readonly Declaration[];
  readonly byName: { readonly [space in Namespace]: ReadonlyMap<string, Declaration> };
  /** The same by file, in the order of these. */
  readonly files: readonly FileNames[];
  readonly duplicates: readonly { readonly declaration: Declaration; readonly first: Declaration }[];
  /** What a namespace holds, wherever it stands. */
  named(space: Namespace): ReadonlyMap<string, Declared>;
  /** Whether no other with its name comes before it. */
  isFirst(declared: Declared): boolean;
}

/** The place in the file of a span that counts from the start of an item. */
export function placeIn(file: SourceFile, item: number, span: Span): Place {
  const start = file.tree.starts[item];
  return { file: file.path, start: start + span.start, end: start + span.end };
}

/** The place of an item, what is nested in it included. */
export function placeOfItem(file: SourceFile, item: number): Place {
  return { file: file.path, start: file.tree.starts[item], end: file.tree.ends[item] };
}

/**
 * The edits that turned one state of a file into another, as one; `undefined` where that is not known, because its text came
 * from elsewhere.
 */
export const knownChange = (before: SourceFile, after: SourceFile): Change | undefined =>
  after.lines.changeSince(before.lines);
