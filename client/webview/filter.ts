import type { Graph, GraphEdge, GraphNode } from '../../language/graph/model.js';
import { edgeId, type Mark } from '../../picture/marks.js';
import type { Shown } from '../../picture/state.js';
import { treeOf } from '../../picture/tree.js';

/** By what the picture can be filtered. The values of one facet widen each other, those of different facets narrow. */
export const facets = ['service', 'tier', 'tag', 'owner', 'trust', 'criticality', 'finding'] as const;
export type Facet = (typeof facets)[number];

export interface Filter {
  /** Part of a name, title, owner or tag, in any case of letters. */
  readonly text: string;
  /** The chosen values; a facet without any lets everything through. */
  readonly chosen: Readonly<Record<Facet, readonly string[]>>;
  /** What does not match is left out, and not only dimmed. */
  readonly hide: boolean;
}

export const noFilter: Filter = {
  text: '',
  chosen: { service: [], tier: [], tag: [], owner: [], trust: [], criticality: [], finding: [] },
  hide: false,
};

/** What a filter lets through, by ids of the graph. */
export interface Matches {
  readonly nodes: ReadonlySet<string>;
  /** Ids of edges, `source→target`. */
  readonly edges: ReadonlySet<string>;
  /** How many nodes there are, matching or not. */
  readonly total: number;
}

/** One value of a facet, and how many nodes (for `service` and `tier` edges) have it. */
export interface FacetValue {
  readonly value: string;
  readonly count: number;
}

export type Marks = Readonly<Record<string, Mark>>;

/** By id of an edge the tiers of the rules that allow it; edges of `application` alone may be left out. */
export type Tiers = Readonly<Record<string, readonly string[]>>;

const usualTier = ['application'];

const tiersOf = (tiers: Tiers, { source, target }: GraphEdge): readonly string[] =>
  tiers[edgeId(source, target)] ?? usualTier;

/** Whether a filter lets everything through. */
export function isIdle({ text, chosen }: Filter): boolean {
  return text === '' && facets.every((facet) => chosen[facet].length === 0);
}

/** The filter with a value chosen that was not, or the other way round. */
export function toggled(filter: Filter, facet: Facet, value: string): Filter {
  const now = filter.chosen[facet];
  const next = now.includes(value) ? now.filter((other) => other !== value) : [...now, value];
  return { ...filter, chosen: { ...filter.chosen, [facet]: next } };
}

const orders: Partial<Record<Facet, readonly string[]>> = {
  tier: ['emergency', 'guardrail', 'platform', 'application', 'baseline'],
  trust: ['untrusted', 'dmz', 'internal', 'restricted'],
  criticality: ['low', 'medium', 'high', 'critical'],
  finding: ['error', 'warning', 'info', 'hint'],
};

/** The values that can be chosen: those that occur, in their natural order, else by the alphabet. */
export function facetValues(graph: Graph, marks: Marks, facet: Facet, tiers: Tiers = {}): FacetValue[] {
  const counts = new Map<string, number>();
  const add = (value: string): unknown => counts.set(value, (counts.get(value) ?? 0) + 1);
  if (facet === 'service') for (const { services } of graph.edges) services.forEach(add);
  else if (facet === 'tier') for (const edge of graph.edges) tiersOf(tiers, edge).forEach(add);
  else if (facet === 'finding') for (const { severity } of Object.values(marks)) add(severity);
  else for (const node of graph.nodes) valuesOf(node, facet).forEach(add);
  // Where no other tier is used there is nothing to choose.
  if (facet === 'tier' && counts.size === 1 && counts.has(usualTier[0]!)) return [];
  const order = orders[facet];
  const rank = (value: string): number => order?.indexOf(value) ?? 0;
  return [...counts]
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => rank(a.value) - rank(b.value) || (a.value < b.value ? -1 : 1));
}

function valuesOf(node: GraphNode, facet: 'tag' | 'owner' | 'trust' | 'criticality'): readonly string[] {
  if (facet === 'tag') return node.tags;
  return node[facet] === null ? [] : [node[facet]];
}

/**
 * What a filter lets through; `null` for one that lets everything through.
 *
 * A box matches by itself; where services or tiers are asked for, it also needs a connection of them that comes to it or
 * goes from it. A connection matches by its services and tiers, with at least one end that matches.
 */
export function matchesOf(graph: Graph, marks: Marks, filter: Filter, tiers: Tiers = {}): Matches | null {
  if (isIdle(filter)) return null;
  const marked = markedBy(graph, marks, filter.chosen.finding);
  const own = new Set<string>();
  for (const node of graph.nodes) if (nodeMatches(node, filter, marked)) own.add(node.id);
  const edges = new Set<string>();
  const touched = new Set<string>();
  for (const edge of graph.edges) {
    if (!edgeMatches(edge, filter, tiers) || !(own.has(edge.source) || own.has(edge.target))) continue;
    edges.add(edgeId(edge.source, edge.target));
    touched.add(edge.source).add(edge.target);
  }
  const byEdges = filter.chosen.service.length > 0 || filter.chosen.tier.length > 0;
  const nodes = byEdges ? new Set([...own].filter((id) => touched.has(id))) : own;
  return { nodes, edges, total: graph.nodes.length };
}

function nodeMatches(node: GraphNode, { text, chosen }: Filter, marked: ReadonlySet<string> | null): boolean {
  const has = (facet: 'tag' | 'owner' | 'trust' | 'criticality'): boolean =>
    chosen[facet].length === 0 || valuesOf(node, facet).some((value) => chosen[facet].includes(value));
  if (!has('tag') || !has('owner') || !has('trust') || !has('criticality')) return false;
  if (marked !== null && !marked.has(node.id)) return false;
  return text === '' || textMatches(node, text);
}

function edgeMatches(edge: GraphEdge, { chosen }: Filter, tiers: Tiers): boolean {
  const has = (wanted: readonly string[], values: readonly string[]): boolean =>
    wanted.length === 0 || values.some((value) => wanted.includes(value));
  return has(chosen.service, edge.services) && has(chosen.tier, tiersOf(tiers, edge));
}

/** Names that rests are shown by, and can be found by. */
const restNames = (id: string): string => (id === '*' ? 'unclaimed' : 'everything else');

/** Whether a text is part of a node's name, title, owner or one of its tags. */
export function textMatches({ id, kind, title, owner, tags }: GraphNode, text: string): boolean {
  const wanted = text.toLowerCase();
  const texts = [id, kind === 'rest' ? restNames(id) : '', title ?? '', owner ?? '', ...tags];
  return texts.some((one) => one.toLowerCase().includes(wanted));
}

/** Nodes with a finding of one of the severities, at themselves or at a connection of theirs; `null` for any. */
function markedBy(graph: Graph, marks: Marks, severities: readonly string[]): Set<string> | null {
  if (severities.length === 0) return null;
  const has = (id: string): boolean => severities.includes(marks[id]?.severity ?? '');
  const found = new Set(graph.nodes.map(({ id }) => id).filter(has));
  for (const { source, target } of graph.edges) {
    if (has(edgeId(source, target))) found.add(source).add(target);
  }
  return found;
}

/**
 * The graph with what does not match left out.
 *
 * The zones around what matches stay, and the other ends of connections that match: an arrow needs both.
 */
export function filtered(graph: Graph, { nodes, edges }: Matches): Graph {
  const { parents } = treeOf(graph);
  const kept = new Set<string>();
  const keep = (id: string): void => {
    for (let at: string | null = id; at !== null && !kept.has(at); at = parents.get(at) ?? null) kept.add(at);
  };
  const left = graph.edges.filter(({ source, target }) => edges.has(edgeId(source, target)));
  nodes.forEach(keep);
  for (const { source, target } of left) [source, target].forEach(keep);
  return { ...graph, nodes: graph.nodes.filter(({ id }) => kept.has(id)), edges: left };
}

/** What both let through; `null` lets everything through. */
export function intersection(a: Matches | null, b: Matches | null): Matches | null {
  if (a === null || b === null) return a ?? b;
  const both = (one: ReadonlySet<string>, other: ReadonlySet<string>): Set<string> =>
    new Set([...one].filter((id) => other.has(id)));
  return { nodes: both(a.nodes, b.nodes), edges: both(a.edges, b.edges), total: a.total };
}

/** The shown boxes and arrows that stand for what matches. An open zone matches by itself alone. */
export function shownMatches(shown: Shown, { nodes, edges }: Matches): Set<string> {
  const found = new Set<string>();
  for (const id of nodes) {
    const box = shown.standsFor.get(id);
    if (box !== undefined) found.add(box);
  }
  for (const edge of [...shown.edges, ...shown.inside.values()]) {
    if (edge.merged.some((id) => edges.has(id))) found.add(edge.id);
  }
  return found;
}

/** The filter in what was kept over a reload; `noFilter` where it holds none. Never throws. */
export function parseFilter(data: unknown): Filter {
  if (typeof data !== 'object' || data === null) return noFilter;
  const { text, chosen, hide } = data as Partial<Record<keyof Filter, unknown>>;
  const lists = typeof chosen === 'object' && chosen !== null ? (chosen as Record<string, unknown>) : {};
  const strings = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((one): one is string => typeof one === 'string') : [];
  const read = Object.fromEntries(facets.map((facet) => [facet, strings(lists[facet])]));
  return {
    text: typeof text === 'string' ? text : '',
    chosen: { ...noFilter.chosen, ...read },
    hide: hide === true,
  };
}
