import type { Mark } from './marks.js';
import { boxLines, countText } from './sizes.js';
import type { Shown, ShownEdge, ShownNode } from './state.js';

/** One line of a tooltip: a term and what it is. */
export type Fact = readonly [term: string, value: string];

export interface Description {
  readonly heading: string;
  readonly facts: readonly Fact[];
}

/** What the tooltip of a box says. */
export function describeNode(
  shown: Shown,
  { node, form, hidden }: ShownNode,
  mark: Mark | undefined,
): Description {
  const inside = shown.inside.get(node.id);
  const { into, out } = shown.degrees.get(node.id) ?? { into: 0, out: 0 };
  const facts: (Fact | null)[] = [
    node.title === null ? null : ['title', node.title],
    node.trust === null ? null : ['trust', node.trust],
    node.criticality === null ? null : ['criticality', node.criticality],
    node.owner === null ? null : ['owner', node.owner],
    node.tags.length === 0 ? null : ['tags', node.tags.join(', ')],
    form === 'closed' ? ['inside', `${hidden} not shown`] : null,
    form === 'open' ? null : ['connections', `${into} in, ${out} out`],
    inside === undefined ? null : ['within itself', inside.services.join(', ')],
    mark === undefined ? null : ['findings', markText(mark)],
  ];
  return { heading: headingOf(node.id, node.kind), facts: facts.filter((fact) => fact !== null) };
}

function headingOf(id: string, kind: ShownNode['node']['kind']): string {
  if (id === '*') return 'addresses that no zone claims';
  return kind === 'rest' ? `everything else in ${id.slice(0, -2)}` : `${kind} ${id}`;
}

/** What the tooltip of an arrow says: all of its services and rules. */
export function describeEdge(edge: ShownEdge, mark: Mark | undefined): Description {
  const facts: (Fact | null)[] = [
    ['services', edge.services.join(', ')],
    [edge.rules.length === 1 ? 'rule' : 'rules', listed(edge.rules, 12)],
    edge.merged.length > 1 ? ['merged', `${edge.merged.length} connections`] : null,
    mark === undefined ? null : ['findings', markText(mark)],
  ];
  const heading = edge.source === edge.target ? `within ${edge.source}` : `${edge.source} → ${edge.target}`;
  return { heading, facts: facts.filter((fact) => fact !== null) };
}

function listed(items: readonly string[], most: number): string {
  const left = items.length - most;
  return left > 0 ? `${items.slice(0, most).join(', ')} and ${left} more` : items.join(', ');
}

function markText({ severity, count }: Mark): string {
  return count === 1 ? `1 ${severity}` : `${count}, at worst ${severity}`;
}

/** What a screen reader says of a box: first what is to be read in it, as speech control expects, then the facts. */
export function nodeLabel(shown: Shown, node: ShownNode, mark: Mark | undefined): string {
  const { name, second } = boxLines(node);
  const findings =
    mark === undefined ? null : `${countText(mark.count)} ${mark.count === 1 ? 'finding' : 'findings'}`;
  const seen = [name, second, findings].filter((part) => part !== null).join(' ');
  const { heading, facts } = describeNode(shown, node, mark);
  const others = facts.filter(([term]) => term !== 'title' && term !== 'inside');
  return [seen, heading, ...others.map(([term, value]) => `${term} ${value}`)].join(', ');
}

/** What a screen reader says of an arrow. */
export function edgeLabel(edge: ShownEdge, mark: Mark | undefined): string {
  const found = mark === undefined ? '' : `, findings ${markText(mark)}`;
  const where =
    edge.source === edge.target ? `within ${edge.source}` : `from ${edge.source} to ${edge.target}`;
  return `allowed ${where} on ${edge.services.join(', ')}${found}`;
}
