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
} as const;

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
