import { printable } from '../terminal.js';
import type { Graph, GraphEdge, GraphNode } from '../../language/graph/model.js';

/** Services that an edge's label names; the rest is counted. */
const maxServices = 4;

/** The graph in the DOT language of Graphviz: zones with something nested are clusters, titles are tooltips. */
export function toDot(graph: Graph): string {
  const nested = childrenOf(graph);
  const write = (node: GraphNode, indent: string): string[] => {
    const children = nested(node.id);
    const label = quote(nameOf(node));
    if (children.length === 0) {
      const looks = [`label=${label}`, ...tooltipOf(node), ...(node.kind === 'rest' ? ['style=dashed'] : [])];
      return [`${indent}${quote(node.id)} [${looks.join(', ')}];`];
    }
    const inner = children.flatMap((child) => write(child, `${indent}  `));
    return [
      `${indent}subgraph ${quote(`cluster_${node.id}`)} {`,
      `${indent}  label=${label};`,
      ...tooltipOf(node).map((tooltip) => `${indent}  ${tooltip};`),
      ...inner,
      `${indent}}`,
    ];
  };
  const nodes = nested(null).flatMap((node) => write(node, '  '));
  const edges = graph.edges.map(
    (edge) => `  ${quote(edge.source)} -> ${quote(edge.target)} [label=${quote(labelOf(edge))}];`,
  );
  return ['digraph zoneflow {', '  rankdir=LR;', '  node [shape=box];', ...nodes, ...edges, '}', ''].join(
    '\n',
  );
}

/** The graph as a Mermaid flowchart. Nodes have numbers for ids: Mermaid reads words such as `end` as its own. */
export function toMermaid(graph: Graph): string {
  const ids = new Map(graph.nodes.map(({ id }, index) => [id, `n${index}`]));
  const nested = childrenOf(graph);
  const write = (node: GraphNode, indent: string): string[] => {
    const children = nested(node.id);
    const head = `${ids.get(node.id)}["${entities(nameOf(node))}"]`;
    if (children.length === 0) return [`${indent}${head}`];
    return [
      `${indent}subgraph ${head}`,
      ...children.flatMap((child) => write(child, `${indent}  `)),
      `${indent}end`,
    ];
  };
  const nodes = nested(null).flatMap((node) => write(node, '  '));
  const edges = graph.edges.map(
    (edge) => `  ${ids.get(edge.source)} -->|"${entities(labelOf(edge))}"| ${ids.get(edge.target)}`,
  );
  return ['flowchart LR', ...nodes, ...edges, ''].join('\n');
}

function childrenOf({ nodes }: Graph): (id: string | null) => readonly GraphNode[] {
  const children = new Map<string | null, GraphNode[]>();
  for (const node of nodes) {
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  return (id) => children.get(id) ?? [];
}

/** The last part of a name; of a rest, what it is the rest of. */
function nameOf({ id, kind }: GraphNode): string {
  if (id === '*') return 'addresses of no zone';
  return kind === 'rest' ? `rest of ${id.slice(0, -2)}` : id.slice(id.lastIndexOf('.') + 1);
}

const tooltipOf = ({ title }: GraphNode): string[] => (title === null ? [] : [`tooltip=${quote(title)}`]);

const labelOf = ({ services }: GraphEdge): string =>
  services.slice(0, maxServices).join(', ') +
  (services.length > maxServices ? `, +${services.length - maxServices}` : '');

/** A backslash and a quotation mark are all that means something in a string of DOT. */
const quote = (text: string): string => `"${printable(text).replace(/[\\"]/g, '\\$&')}"`;

/** Mermaid reads its own marks and HTML in labels, and Markdown between backticks. */
const entities = (text: string): string =>
  printable(text).replace(/[&<>"#`\\]/g, (char) => `#${char.charCodeAt(0)};`);
