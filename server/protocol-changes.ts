import type { Connection } from '../language/findings.js';
import type { GraphNode } from '../language/graph/model.js';
import type { RuleReference } from './protocol-graph.js';

export interface ChangesParams {
  /** A document of the policy, or its root. */
  readonly uri: string;
  /** A revision of the Git repository that the policy lies in, as git takes it: `HEAD`, `main`, `v1.2~3`. */
  readonly against: string;
}

/** The difference, or why there is none: the fact, then the remedy, for the user. */
export type ChangesResult = Changes | { readonly error: string };

/** What the policy as it is in the editor allows beyond itself at a revision, and the other way; exact. */
export interface Changes {
  /** The policy's name, as a title. */
  readonly policy: string;
  /** URI of the policy root. */
  readonly root: string;
  /** The revision as it was asked for, and the whole id of its commit. */
  readonly against: string;
  readonly commit: string;
  /** The date of the comparison, `YYYY-MM-DD`. */
  readonly asOf: string;
  /** Whether what is not listed is proven to be the same. Not so where either text has mistakes, or the effort ended. */
  readonly proven: boolean;
  /** Connections that are allowed now and were not, by place of their ends. */
  readonly allowed: readonly ChangedConnections[];
  /** Connections that were allowed and are not now. */
  readonly denied: readonly ChangedConnections[];
  /** The same for the picture: of each two nodes that show nothing nested between which something changed. */
  readonly pairs: readonly ChangedPair[];
  /**
   * Every node that `pairs` names, with the zones around it: of `denied` as the revision had them, so that some may not
   * be in the graph any more.
   */
  readonly nodes: readonly GraphNode[];
  /** What the user should know: mistakes that take part in nothing, files that were left out, segments that came or went. */
  readonly notes: readonly string[];
  /** All of it as a page in Markdown. */
  readonly page: string;
}

/** Connections that changed, all in the same way and by the same rules. */
export interface ChangedConnections {
  /** In words: `shop.web`, `10.20.1.7 in shop.web`, a list; `https as dba when mfa`. */
  readonly from: string;
  readonly to: string;
  readonly on: string;
  /** Whether all of these connections changed; if not, at least the example did. */
  readonly exact: boolean;
  readonly example: Connection;
  /** The rules that allow them, now or at the revision. Those of the revision have no location. */
  readonly allowedBy: readonly RuleReference[];
  /** The rules that deny them on the other side, and whether some are denied because no rule decides. */
  readonly deniedBy: readonly RuleReference[];
  readonly byDefault: boolean;
}

/** Something became allowed, or denied, between two nodes of the picture. */
export interface ChangedPair {
  readonly kind: 'allowed' | 'denied';
  /** Node ids. */
  readonly source: string;
  readonly target: string;
  /** As in `GraphEdge`: names of services, else literals. */
  readonly services: readonly string[];
  /** Names of the rules that allow it, now or at the revision. */
  readonly rules: readonly string[];
  /** A connection of one of the changes below, which may lie between other nodes. */
  readonly example: Connection;
  /** Indexes into `allowed` or `denied`. */
  readonly changes: readonly number[];
}
