import type { Graph, GraphEdge, GraphNode } from '../../language/graph/model.js';

/** Services that an edge's label names; the rest is counted. */
const maxServices = 4;

/** The graph in the DOT language of Graphviz: zones with something nested are clusters. */
export function toDot(graph: Graph): string {
  const write = (node: GraphNode, indent: string): string[] => {
    const children = childrenOf(graph, node.id);
    const label = quote(node.id.split('.').at(-1)!);
    if (children.length === 0) return [`${indent}${quote(node.id)} [label=${label}];`];
    const inner = children.flatMap((child) => write(child, `${indent}  `));
    return [
      `${indent}subgraph ${quote(`cluster_${node.id}`)} {`,
      `${indent}  label=${label};`,
      ...inner,
      `${indent}}`,
    ];
  };
  const nodes = childrenOf(graph, null).flatMap((node) => write(node, '  '));
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
  const write = (node: GraphNode, indent: string): string[] => {
    const children = childrenOf(graph, node.id);
    const head = `${ids.get(node.id)}["${entities(node.id.split('.').at(-1)!)}"]`;
    if (children.length === 0) return [`${indent}${head}`];
    return [
      `${indent}subgraph ${head}`,
      ...children.flatMap((child) => write(child, `${indent}  `)),
      `${indent}end`,
    ];
  };
  const nodes = childrenOf(graph, null).flatMap((node) => write(node, '  '));
  const edges = graph.edges.map(
    (edge) => `  ${ids.get(edge.source)} -->|"${entities(labelOf(edge))}"| ${ids.get(edge.target)}`,
  );
  return ['flowchart LR', ...nodes, ...edges, ''].join('\n');
}

const childrenOf = (graph: Graph, id: string | null): GraphNode[] =>
  graph.nodes.filter(({ parent }) => parent === id);

const labelOf = ({ services }: GraphEdge): string =>
  services.slice(0, maxServices).join(', ') +
  (services.length > maxServices ? `, +${services.length - maxServices}` : '');

const quote = (text: string): string => `"${text.replace(/[\\"]/g, '\\$&')}"`;

const entities = (text: string): string => text.replace(/[&<>"#]/g, (char) => `#${char.charCodeAt(0)};`);
