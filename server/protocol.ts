import type { Severity } from '../language/findings.js';

export type * from './protocol-changes.js';
export type * from './protocol-graph.js';
export type * from './protocol-tests.js';

/**
 * What Zoneflow's own client and server say to each other beyond LSP. Plain data, so that both sides, the tests and
 * other clients can use it without a dependency. URIs are strings as LSP sends them; a policy root's has no `/` at its end.
 */
export const methods = {
  /** Request `GraphParams` → `GraphResult | null`; null where the document belongs to no policy. */
  graph: 'zoneflow/graph',
  /** Notification to the client, `GraphChangedParams`: the picture of this policy is out of date. */
  graphChanged: 'zoneflow/graphChanged',
  /** Request `GraphTargetParams` → `SourceLocation[] | null`: where a node is declared, or rules by place. */
  graphTarget: 'zoneflow/graphTarget',
  /** Request `GraphAtParams` → `GraphAtResult`: what of the picture the text at a position is about. */
  graphAt: 'zoneflow/graphAt',
  /** Request `ReachParams` → `ReachResult | null`: the blast radius of a node; null where nothing has that id. */
  reach: 'zoneflow/reach',
  /** Request `PairParams` → `ChainResult | null`: a shortest chain of allowed connections from one node to another. */
  chain: 'zoneflow/chain',
  /** Request `PairParams` → `PairResult | null`: who decides what between two nodes; null where nothing has one of the ids. */
  pair: 'zoneflow/pair',
  /** Request `ChangesParams` → `ChangesResult`: what the policy allows now and did not at a revision, and the other way. */
  changes: 'zoneflow/changes',
  /** Notification to the client, `StatusParams`: how far the check of a policy is. */
  status: 'zoneflow/status',
  /** Request `ExplainParams` → `ExplainResult`. */
  explain: 'zoneflow/explain',
  /** Request `DocumentParams` → `StatusParams | null`: reads the policy anew from disk, checks it whole, and answers when done. */
  check: 'zoneflow/check',
  /** Request `DocumentParams` → `TestsResult | null`: the tests and intents of the document's policy, as they stand in the text. */
  tests: 'zoneflow/tests',
  /** Request `RunTestsParams` → `TestOutcome[] | null`: whether they hold. */
  runTests: 'zoneflow/runTests',
} as const;

/**
 * Requests that the server makes to a client that has said `readsFiles`: for files that only the client can get at, as in a
 * virtual workspace, and for all files where the server has no disk, as in a web worker. All change nothing.
 */
export const fileMethods = {
  /** `FileParams` → `FileKind | null`; null where there is nothing, or nothing that can be got at. */
  kind: 'zoneflow/fileKind',
  /** `ReadFileParams` → `FileResult | null`; null where there is no such file. */
  read: 'zoneflow/readFile',
  /** `FileParams` → `FolderResult | null`; null where there is no such folder. */
  list: 'zoneflow/readFolder',
} as const;

export interface FileParams {
  readonly uri: string;
}

export interface ReadFileParams extends FileParams {
  /** A larger file is not to be read. */
  readonly maxBytes: number;
}

/** A link is a link, whatever it leads to. */
export type FileKind = 'file' | 'folder' | 'link' | 'other';

/** Why a file or folder that is there cannot be had. */
export type FileProblem = 'too-large' | 'not-utf8' | 'not-allowed' | 'failed';

/** A file's text without its byte order mark. */
export type FileResult = { readonly text: string } | { readonly problem: FileProblem };

/** What a folder holds, in any order. */
export type FolderResult =
  | { readonly entries: readonly { readonly name: string; readonly kind: FileKind }[] }
  | { readonly problem: FileProblem };

/** Commands of the client that the server puts into its answers, for a client that has named them in its `InitializationOptions`. */
export const clientCommands = {
  /** `ShowFlowsArguments`: lists rules beside a place. */
  showFlows: 'zoneflow.showFlows',
  /** `ShowReachArguments`: shows in the picture what a zone may reach. */
  showReach: 'zoneflow.showReach',
  /** `SelectArguments`: shows and selects a piece of a document, once a change has been made. */
  select: 'zoneflow.select',
  /** A finding’s code: opens the page about it. */
  openFindingPage: 'zoneflow.openFindingPage',
} as const;

/** `initializationOptions` of `initialize`; everything may be left out. */
export interface InitializationOptions {
  /** Of `clientCommands`, those that the client has. */
  readonly commands?: readonly string[];
  /** Whether the client answers `fileMethods`. */
  readonly readsFiles?: boolean;
}

export interface ShowReachArguments {
  /** A document of the policy. */
  readonly uri: string;
  /** The zone or workload, by name. */
  readonly id: string;
}

export interface ShowFlowsArguments {
  /** The document and the place in it that was asked about. */
  readonly uri: string;
  readonly position: SourcePosition;
  /** The rules, by place. */
  readonly places: readonly SourceLocation[];
}

export interface SelectArguments extends SourceLocation {
  /** What is selected is a name that was made up: ask for a better one. */
  readonly rename: boolean;
}

/** Zero-based, `character` in UTF-16 units, as in LSP. */
export interface SourcePosition {
  readonly line: number;
  readonly character: number;
}

/** The same shape as an LSP `Location`. */
export interface SourceLocation {
  readonly uri: string;
  readonly range: { readonly start: SourcePosition; readonly end: SourcePosition };
}

/** A document of a policy, or the root of one. */
export interface DocumentParams {
  readonly uri: string;
}

export interface StatusParams {
  /** The policy's name, as a title. */
  readonly policy: string;
  /** URI of the policy root. */
  readonly root: string;
  readonly state: 'checking' | 'ready' | 'failed';
  readonly counts: Readonly<Record<Severity, number>>;
  /** All rules, expired and ruleset rules too. */
  readonly rules: number;
  readonly files: number;
  /** The date of the check, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** With `failed`: what went wrong, then what to do. */
  readonly message?: string;
}

export interface ExplainParams {
  /** A document of the policy that is asked. */
  readonly uri: string;
  /** Source, destination and services, written as in a rule. */
  readonly from: string;
  readonly to: string;
  readonly on: string;
}

/** The verdict with its reasons as Markdown, or why the question could not be answered. */
export type ExplainResult =
  | { readonly verdict: 'allow' | 'deny' | 'partly'; readonly text: string }
  | { readonly verdict: null; readonly error: string };
