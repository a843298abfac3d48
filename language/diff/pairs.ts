import { worldServices } from '../analysis/coordinates.js';
import { meetsInts } from '../analysis/engine/intset.js';
import type { GraphNode } from '../graph/model.js';
import { layOut } from '../graph/nodes.js';
import { intersectEndpoints, isEmptySet, type EndpointSet } from '../net/endpoints.js';
import type { Policy } from '../policy/model.js';
import type { Change } from './model.js';

/** Connections between two nodes of the segment graph that changed, by what changes they are part of. */
export interface ChangedPair {
  readonly source: GraphNode;
  readonly target: GraphNode;
  /** In their order. */
  readonly changes: readonly Change[];
}

export interface ChangedPairs {
  readonly pairs: readonly ChangedPair[];
  /** The nodes of the policy down to the level that pairs are of, as `buildGraph` lists them. */
  readonly nodes: readonly GraphNode[];
}

/**
 * The pairs of nodes of the segment graph between which something changed: nodes that show nothing nested, of the policy
 * that allows the changes. Where these are more than `most`, those of fewer levels.
 */
export function pairsOf(changes: readonly Change[], policy: Policy, most = 5_000): ChangedPairs {
  for (let depth = levelsOf(policy); ; depth--) {
    const pairs = pairsAt(changes, policy, depth, depth > 1 ? most : Infinity);
    if (pairs !== undefined) return pairs;
  }
}

function levelsOf({ segments }: Policy): number {
  const levels: number[] = [];
  segments.forEach(({ parent }, i) => (levels[i] = parent < 0 ? 1 : levels[parent] + 1));
  return levels.reduce((most, level) => Math.max(most, level), 1);
}

function pairsAt(
  changes: readonly Change[],
  policy: Policy,
  depth: number,
  most: number,
): ChangedPairs | undefined {
  const { nodes, ends } = layOut(policy, depth);
  const touched = (set: EndpointSet): { at: number; part: EndpointSet }[] =>
    ends.flatMap((end, at) => {
      const part = intersectEndpoints(end.set, set);
      return isEmptySet(part) ? [] : [{ at, part }];
    });
  const found = new Map<number, Change[]>();
  for (const change of changes) {
    const targets = touched(change.destination);
    for (const source of touched(change.source)) {
      for (const target of targets) {
        if (!canConnect(source.part, target.part, change)) continue;
        const key = source.at * ends.length + target.at;
        const known = found.get(key);
        if (known === undefined) found.set(key, [change]);
        else known.push(change);
        if (found.size > most) return undefined;
      }
    }
  }
  const pairs = [...found]
    .sort(([a], [b]) => a - b)
    .map(([key, list]): ChangedPair => {
      const [source, target] = [Math.floor(key / ends.length), key % ends.length];
      return { source: ends[source].node, target: ends[target].node, changes: list };
    });
  return { pairs, nodes };
}

/** Whether a network can carry a connection of the change between two sets of ends: in one of its two worlds. */
function canConnect(source: EndpointSet, target: EndpointSet, { services }: Change): boolean {
  const has = (set: EndpointSet, family: 'v4' | 'v6'): boolean =>
    set[family].length > 0 || set.symbols.length > 0;
  return (
    (has(source, 'v4') && has(target, 'v4') && meetsInts(services, worldServices.four)) ||
    (has(source, 'v6') && has(target, 'v6') && meetsInts(services, worldServices.six))
  );
}
