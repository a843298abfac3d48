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

/** Which nodes and edges of a graph have findings: those on a rule at each edge that it allows, others at the innermost zone around them. */
export function marksOf(
  graph: Graph,
  policy: Policy,
  findings: readonly Finding[],
): Record<string, GraphMark> {
  const marks = new Map<string, GraphMark>();
  const edges = edgesByRule(graph);
  const nodes = new Set(graph.nodes.map(({ id }) => id));
  for (const { severity, rule, place } of findings) {
    if (!marked.includes(severity)) continue;
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

/** Keys of the edges that each rule allows. */
function edgesByRule(graph: Graph): Map<string, string[]> {
  const edges = new Map<string, string[]>();
  for (const edge of graph.edges) {
    for (const rule of edge.rules) {
      const keys = edges.get(rule);
      if (keys) keys.push(edgeKey(edge));
      else edges.set(rule, [edgeKey(edge)]);
    }
  }
  return edges;
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
