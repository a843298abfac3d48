import type { Finding, Severity } from '../../language/findings.js';
import type { Graph } from '../../language/graph/model.js';
import type { Policy, Segment } from '../../language/policy/model.js';
import type { Place } from '../../language/text/span.js';
import type { GraphMark } from '../protocol.js';

/** The key of an edge among node ids. */
export const edgeKey = ({ source, target }: { source: string; target: string }): string =>
  `${source}→${target}`;

/** Severities that are worth a mark on the picture, the worst first. Hints are remarks on the text. */
const marked: readonly Severity[] = ['error', 'warning'];

/** Findings and edges looked at in one step. */
const atOnce = 500;

/**
 * Which nodes and edges of a graph have findings, in steps: those on a rule at each edge that it allows, others at the
 * innermost zone around them.
 */
export function* marksOf(
  graph: Graph,
  policy: Policy,
  findings: readonly Finding[],
): Generator<void, Record<string, GraphMark>> {
  const marks = new Map<string, GraphMark>();
  const edges = yield* edgesByRule(graph, findings);
  const nodes = new Set(graph.nodes.map(({ id }) => id));
  let looked = 0;
  for (const { severity, rule, place } of findings) {
    if (!marked.includes(severity)) continue;
    if (++looked % atOnce === 0) yield;
    const inner = rule === undefined ? segmentAt(policy, place, nodes) : undefined;
    const keys = rule === undefined ? (inner ? [inner.name] : []) : (edges.get(rule) ?? []);
    for (const key of keys) {
      const mark = marks.get(key);
      const worse =
        mark && marked.indexOf(mark.severity) < marked.indexOf(severity) ? mark.severity : severity;
      marks.set(key, { severity: worse, count: (mark?.count ?? 0) + 1 });
    }
  }
  return Object.fromEntries(marks);
}

/** Keys of the edges that each rule allows which has a finding to be marked. */
function* edgesByRule(
  { edges }: Graph,
  findings: readonly Finding[],
): Generator<void, ReadonlyMap<string, readonly string[]>> {
  const found = new Map<string, string[]>();
  for (const { rule, severity } of findings)
    if (rule !== undefined && marked.includes(severity)) found.set(rule, []);
  for (let i = 0; i < edges.length; i++) {
    if (i % atOnce === atOnce - 1) yield;
    for (const rule of edges[i].rules) found.get(rule)?.push(edgeKey(edges[i]));
  }
  return found;
}

/** The innermost zone or workload of the picture whose declaration holds a place. */
export function segmentAt(
  { segments }: Policy,
  place: Place,
  nodes: ReadonlySet<string>,
): Segment | undefined {
  let inner: Segment | undefined;
  for (const segment of segments) {
    const { file, start, end } = segment.place;
    if (file !== place.file || start > place.start || end < place.end || !nodes.has(segment.name)) continue;
    if (inner === undefined || start >= inner.place.start) inner = segment;
  }
  return inner;
}
