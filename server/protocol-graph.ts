import type { Connection, Severity } from '../language/findings.js';
import type { OwedEdge } from '../language/graph/collect.js';
import type { Graph, GraphEdge, GraphNode } from '../language/graph/model.js';
import type { Pair, PairPart } from '../language/graph/pair.js';
import type { TierName } from '../language/policy/model.js';
import type { DocumentParams, SourceLocation, SourcePosition } from './protocol.js';

/** What `protocol.ts` says of the segment graph: its requests and answers. */

export interface GraphParams extends DocumentParams {
  /** Whether the answer is to have `overlays`, which cost as much as the graph does. */
  readonly overlays?: boolean;
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
  /** By `source→target`, the tiers of the rules that allow an edge, in their order; edges of `application` alone are left out. */
  readonly tiers: Readonly<Record<string, readonly TierName[]>>;
  /** How many rulesets the policy has: they are analysed by themselves, and have no edges. */
  readonly rulesets: number;
  /** False where inner zones are not shown, because there would be too many edges. */
  readonly whole: boolean;
  /** False where edges are missing: there are too many even between the outermost zones, or effort came to its limit. */
  readonly complete: boolean;
  /** Syntax errors now; above 0 the graph is of the last text that parsed. */
  readonly problems: number;
  /** Present where it was asked for. */
  readonly overlays?: GraphOverlays;
}

/** More edges, each with the rules it is owed to: `language/graph/overlays.ts` defines exactly what they show. */
export interface GraphOverlays {
  /** What denies take away: `rules` would allow it, `by` deny it. */
  readonly denied: readonly OwedEdge[];
  /** What passes make possible: `rules` allow it, `by` keep an earlier tier silent that would deny it. */
  readonly passed: readonly OwedEdge[];
  /** What has ended: `rules` are allows that have expired, and would allow it. */
  readonly expired: readonly OwedEdge[];
  /** Nodes of the kind `rest` that these edges join and the graph does not have. */
  readonly rests: readonly GraphNode[];
  /** False where a limit of effort left something out. */
  readonly complete: boolean;
}

export interface GraphChangedParams {
  readonly root: string;
}

/**
 * A node by its id, an edge by both ends, or a rule by its name. A zone as an end stands for all that is nested in it, too.
 */
export type GraphTargetParams =
  | { readonly uri: string; readonly rule: string }
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

export interface ReachParams extends DocumentParams {
  /** A node of the graph: a zone or workload by name, `shop.*`, `*`; or a group. */
  readonly id: string;
  /** Whom it may reach, or who may reach it. */
  readonly direction: 'outward' | 'inward';
  /** The longest chain looked at; of any length unless told. */
  readonly hops?: number;
}

/** What one more hop brings. */
export interface ReachedStep {
  /** Nodes that show nothing nested and that no shorter chain reaches; `inStart`: parts of the start itself, not counted. */
  readonly nodes: readonly {
    readonly id: string;
    readonly kind: GraphNode['kind'];
    readonly criticality: GraphNode['criticality'];
    readonly inStart: boolean;
  }[];
  /** The connections that bring it, with the services and rules of these alone. An end may have been reached before, at other addresses. */
  readonly edges: readonly GraphEdge[];
}

export interface ReachResult {
  /** Step n - 1 is what hop n brings. */
  readonly steps: readonly ReachedStep[];
  /** How many nodes are reached, by criticality. */
  readonly counts: Readonly<Record<'low' | 'medium' | 'high' | 'critical' | 'none', number>>;
  /** Longer chains than `hops` reach more. */
  readonly goesOn: boolean;
  /** False where a limit of effort left something out. */
  readonly complete: boolean;
}

/** Two nodes, as in `ReachParams`. */
export interface PairParams extends DocumentParams {
  readonly source: string;
  readonly target: string;
}

/** A rule, and where it stands in the newest text; `null` where it is no longer there. */
export interface RuleReference {
  readonly name: string;
  /** As it is written, on one line. */
  readonly text: string;
  readonly location: SourceLocation | null;
}

export type PairResult = Pair<RuleReference>;
export type PairResultPart = PairPart<RuleReference>;

export interface ChainResult {
  /** None where there is no chain. */
  readonly hops: readonly {
    readonly connection: Connection;
    /** Those that allow it, by place. */
    readonly rules: readonly RuleReference[];
  }[];
  /** False where a limit of effort ended the search. */
  readonly complete: boolean;
}
