import type { Graph, GraphEdge, GraphNode } from '../../language/graph/model.js';
import type { Marks } from './filter.js';
import { link, part, plural } from './panel-parts.js';
import { edgeId, type Mark } from '../../picture/marks.js';
import { html } from './svg.js';

export interface NodePanelWishes {
  readonly revealNode: (id: string) => void;
  /** Ask about the connections between two nodes. */
  readonly pair: (source: string, target: string) => void;
  /** Ask what a node may reach, or who may reach it. */
  readonly reach: (id: string, direction: 'outward' | 'inward') => void;
}

/** So many connections are listed; the list view has them all. */
const mostListed = 40;

/** Whether a node is `zone` or nested in it. */
export const isWithin = (id: string, zone: string): boolean => id === zone || id.startsWith(`${zone}.`);

/** What is known of a zone or workload: its facts, its findings, what comes in and goes out. */
export function nodePanel(
  graph: Graph,
  marks: Marks,
  node: GraphNode,
  wishes: NodePanelWishes,
): HTMLElement[] {
  const { id } = node;
  const out = graph.edges.filter(({ source, target }) => isWithin(source, id) && !isWithin(target, id));
  const into = graph.edges.filter(({ source, target }) => isWithin(target, id) && !isWithin(source, id));
  const inside = graph.edges.filter(({ source, target }) => isWithin(source, id) && isWithin(target, id));
  return [
    html(
      'p',
      { class: 'actions' },
      link('Source', `Go to the source of ${id}`, () => wishes.revealNode(id)),
      link('What it reaches', 'Blast radius outward', () => wishes.reach(id, 'outward')),
      link('What reaches it', 'Blast radius inward', () => wishes.reach(id, 'inward')),
    ),
    factList(node, findingsOf(graph, marks, id)),
    ...part(`Out: ${plural(out.length, 'connection')}`, ...list(out, 'target', wishes)),
    ...part(`In: ${plural(into.length, 'connection')}`, ...list(into, 'source', wishes)),
    ...(inside.length === 0
      ? []
      : part(`Inside: ${plural(inside.length, 'connection')}`, ...list(inside, 'both', wishes))),
  ];
}

function factList(
  { kind, title, trust, criticality, owner, tags }: GraphNode,
  findings: string | null,
): HTMLElement {
  const facts = [
    ['kind', kind === 'rest' ? 'everything else' : kind],
    ['title', title],
    ['trust', trust],
    ['criticality', criticality],
    ['owner', owner],
    ['tags', tags.length === 0 ? null : tags.join(', ')],
    ['findings', findings],
  ] as const;
  const rows = facts.flatMap(([term, value]) =>
    value === null ? [] : [html('dt', {}, term), html('dd', {}, value)],
  );
  return html('dl', {}, ...rows);
}

/** The findings at a node, what is in it, and its connections. */
function findingsOf(graph: Graph, marks: Marks, id: string): string | null {
  const ids = graph.nodes.map((node) => node.id).filter((one) => isWithin(one, id));
  const edges = graph.edges.filter(({ source, target }) => isWithin(source, id) || isWithin(target, id));
  const found = [...ids, ...edges.map(({ source, target }) => edgeId(source, target))].flatMap(
    (one): Mark | readonly Mark[] => marks[one] ?? [],
  );
  const count = found.reduce((sum, mark) => sum + mark.count, 0);
  const worst = (['error', 'warning', 'info', 'hint'] as const).find((level) =>
    found.some(({ severity }) => severity === level),
  );
  return worst === undefined ? null : `${count}, at worst ${worst}`;
}

function list(
  edges: readonly GraphEdge[],
  end: 'source' | 'target' | 'both',
  wishes: NodePanelWishes,
): HTMLElement[] {
  const rows = edges.slice(0, mostListed).map(({ source, target, services }) => {
    const name = end === 'both' ? `${source} → ${target}` : end === 'target' ? target : source;
    const open = link(name, `Explain ${source} to ${target}`, () => wishes.pair(source, target));
    return html('li', {}, open, ` on ${services.join(', ')}`);
  });
  const left = edges.length - mostListed;
  if (left > 0) rows.push(html('li', {}, `and ${left} more`));
  return rows.length === 0 ? [] : [html('ul', {}, ...rows)];
}
