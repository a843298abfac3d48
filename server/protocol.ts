import type { Severity } from '../language/findings.js';
import type { Graph } from '../language/graph/model.js';

/**
 * What Zoneflow's own client and server say to each other beyond LSP. Plain data, so that both sides, the tests and
 * other clients can use it without a dependency. URIs are strings as LSP sends them; a policy root's has no `/` at its end.
 */
export const methods = {
  /** Request `DocumentParams` → `GraphResult | null`; null where the document belongs to no policy. */
  graph: 'zoneflow/graph',
  /** Notification to the client, `GraphChangedParams`: the picture of this policy is out of date. */
  graphChanged: 'zoneflow/graphChanged',
  /** Request `GraphTargetParams` → `SourceLocation[] | null`: where a node is declared, or the rules of an edge by place. */
  graphTarget: 'zoneflow/graphTarget',
  /** Request `GraphAtParams` → `GraphAtResult`: what of the picture the text at a position is about. */
  graphAt: 'zoneflow/graphAt',
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

/** Commands of the client that the server puts into its answers, for a client that has named them in its `InitializationOptions`. */
export const clientCommands = {
  /** `ShowFlowsArguments`: lists rules beside a place. */
  showFlows: 'zoneflow.showFlows',
} as const;

/** `initializationOptions` of `initialize`; everything may be left out. */
export interface InitializationOptions {
  /** Of `clientCommands`, those that the client has. */
  readonly commands?: readonly string[];
}

export interface ShowFlowsArguments {
  /** The document and the place in it that was asked about. */
  readonly uri: string;
  readonly position: SourcePosition;
  /** The rules, by place. */
  readonly places: readonly SourceLocation[];
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

/** The findings at one node or edge: how many, and how bad the worst is. */
export interface GraphMark {
  readonly severity: Severity;
  readonly count: number;
}

export interface GraphResult {
  /** The policy's name, as a title. */
  readonly policy: string;
  /** URI of the policy root. */
  readonly root: string;
  readonly graph: Graph;
  /** By node id, or `source→target` for an edge. */
  readonly marks: Readonly<Record<string, GraphMark>>;
  /** Syntax errors now; above 0 the graph is of the last text that parsed. */
  readonly problems: number;
}

export interface GraphChangedParams {
  readonly root: string;
}

/** A node by its id, or an edge by both ends; a zone as an end stands for all that is nested in it, too. */
export type GraphTargetParams =
  | { readonly uri: string; readonly id: string }
  | { readonly uri: string; readonly source: string; readonly target: string };

export interface GraphAtParams {
  readonly uri: string;
  readonly position: SourcePosition;
}

export interface GraphAtResult {
  /** Node ids, and `source→target` for edges. */
  readonly ids: readonly string[];
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

/** A `test` with its expectations, one `expect`, or one `never`. */
export interface TestEntry {
  /** Made of its text, so that it stays when the statement moves. */
  readonly id: string;
  readonly kind: 'test' | 'expect' | 'never';
  readonly label: string;
  readonly location: SourceLocation;
  readonly children: readonly TestEntry[];
}

export interface TestsResult {
  /** The policy's name, as a title. */
  readonly policy: string;
  /** URI of the policy root. */
  readonly root: string;
  readonly tests: readonly TestEntry[];
}

export interface RunTestsParams {
  /** A document of the policy, or its root. */
  readonly uri: string;
  /** Ids of expectations and intents; all of the policy unless given. Unknown ones are left out of the answer. */
  readonly ids?: readonly string[];
}

/** What became of one expectation or intent. */
export interface TestOutcome {
  readonly id: string;
  /** `undecided`: not within the limit of effort; `broken`: the statement is in error, or describes no connection. */
  readonly state: 'holds' | 'failed' | 'undecided' | 'broken';
  /** The counter-example and what to do; empty where it holds. */
  readonly message: string;
  readonly location: SourceLocation;
  /** The rules that decide the counter-example, in the order of its hops. */
  readonly deciding: readonly { readonly label: string; readonly location: SourceLocation }[];
}
