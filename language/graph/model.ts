import type { Criticality, Trust } from '../policy/model.js';

/** One box of the picture. Ids are stable names: the dotted name, `shop.*` for the rest of `shop`, `*` for addresses no zone claims. */
export interface GraphNode {
  readonly id: string;
  readonly kind: 'zone' | 'workload' | 'rest';
  readonly parent: string | null;
  readonly title: string | null;
  readonly trust: Trust | null;
  readonly criticality: Criticality | null;
  readonly owner: string | null;
  readonly tags: readonly string[];
}

/** At least one connection is allowed from `source` to `target`, two nodes that show nothing nested (or one and the same). */
export interface GraphEdge {
  readonly source: string;
  readonly target: string;
  /** Names of declared or built-in services, else literals as `tcp/8443`. */
  readonly services: readonly string[];
  /** Names of the rules that allow it, by place. */
  readonly rules: readonly string[];
}

export interface Graph {
  readonly version: 1;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}
