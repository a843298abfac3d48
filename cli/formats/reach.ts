import type { GraphEdge } from '../../language/graph/model.js';
import type {
  Reach,
  ReachCounts,
  ReachDirection,
  ReachedNode,
  ReachStep,
} from '../../language/graph/reach.js';
import { painter, printable } from '../terminal.js';

/** Rules and services that a line names; the rest is counted. */
const mostNamed = 4;

export interface ReachLook {
  readonly start: string;
  readonly direction: ReachDirection;
  readonly colour: boolean;
}

/** A blast radius for people: what each hop reaches, from where, on which services and by which rules. */
export function toReachText(reach: Reach, { start, direction, colour }: ReachLook): string {
  const paint = painter(colour);
  const outward = direction === 'outward';
  const lines = reach.steps.flatMap((step, index) => [
    paint('bold')(`hop ${index + 1}`),
    ...nodesOf(step).map((node) => nodeLines(step, node, outward)),
    ...againLines(step, outward),
    '',
  ]);
  return `${lines
    .concat(summary(reach, start, outward))
    .flat()
    .join('\n')}\n`;
}

const nodesOf = ({ nodes }: ReachStep): readonly ReachedNode[] => nodes;

function nodeLines(step: ReachStep, { id, criticality, inStart }: ReachedNode, outward: boolean): string[] {
  const facts = [criticality, inStart ? 'part of the start' : null].filter((fact) => fact !== null);
  const own = step.edges.filter(({ source, target }) => (outward ? target : source) === id);
  return [
    `  ${printable(id)}${facts.length === 0 ? '' : ` (${facts.join(', ')})`}`,
    ...own.map((edge) => `    ${edgeText(edge, outward)}`),
  ];
}

/** Connections to nodes that were reached before, at other addresses: chains may go on from there. */
function againLines({ nodes, edges }: ReachStep, outward: boolean): string[] {
  const fresh = new Set(nodes.map(({ id }) => id));
  const again = edges.filter(({ source, target }) => !fresh.has(outward ? target : source));
  return again.map(
    (edge) =>
      `  more addresses of ${printable(outward ? edge.target : edge.source)} ${edgeText(edge, outward)}`,
  );
}

function edgeText({ source, target, services, rules }: GraphEdge, outward: boolean): string {
  const end = outward ? `from ${source}` : `to ${target}`;
  return printable(`${end} on ${listed(services, ', ')} by ${listed(rules, '; ')}`);
}

function listed(items: readonly string[], between: string): string {
  const named = items.slice(0, mostNamed).join(between);
  return items.length > mostNamed ? `${named} and ${items.length - mostNamed} more` : named;
}

function summary({ steps, counts, goesOn }: Reach, start: string, outward: boolean): string {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const segments = total === 1 ? '1 segment' : `${total} segments`;
  const hops = steps.length === 1 ? '1 hop' : `${steps.length} hops`;
  const name = printable(start);
  if (total === 0) return outward ? `${name} reaches nothing else.` : `Nothing else reaches ${name}.`;
  const what = outward
    ? `${name} reaches ${segments}`
    : `${segments} ${total === 1 ? 'reaches' : 'reach'} ${name}`;
  return `${what} in ${hops}${criticalities(counts)}.${goesOn ? ' More hops reach more.' : ''}`;
}

function criticalities(counts: ReachCounts): string {
  const levels = (['critical', 'high', 'medium', 'low'] as const).filter((level) => counts[level] > 0);
  return levels.length === 0 ? '' : `: ${levels.map((level) => `${counts[level]} ${level}`).join(', ')}`;
}
