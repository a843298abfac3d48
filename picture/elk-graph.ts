import type { ElkExtendedEdge, ElkLabel, ElkNode, LayoutOptions } from 'elkjs/lib/elk-api.js';
import { boundsOf, shiftPoint, type Box, type Line, type Picture, type Point } from './geometry.js';
import { boxSize, chipSize, endsOf, headerSize, metrics, type Measure, type Way } from './sizes.js';
import type { Shown, ShownEdge, ShownNode } from './state.js';
import { tighten } from './tighten.js';

export interface LayoutWish {
  readonly direction: Way;
  readonly measure: Measure;
}

/** Up to here every arrow has its label: for more, labels take more room and time than all else, and show on hover. */
const handsome = { boxes: 40, edges: 64 };
/** Above this the layout is told to be quick rather than handsome. */
const orthogonal = { boxes: 90, edges: 140 };

/** Whether so little is shown that it can be laid out in both directions without a wait. */
export function isSmall(shown: Shown): boolean {
  return shown.nodes.length <= handsome.boxes && shown.edges.length <= handsome.edges;
}

// ELK wants ids that are unique over boxes and edges together.
const nodeId = (id: string): string => `n:${id}`;
const lineId = (id: string): string => `e:${id}`;

/** What elkjs is given for a shown graph: nested nodes, and all edges at the root. */
export function toElk(shown: Shown, wish: LayoutWish): ElkNode {
  const options = layoutOptions(wish, shown);
  const ends = endsOf(shown);
  const made = new Map<string, ElkNode>();
  const byId = new Map(shown.nodes.map((node) => [node.id, node]));
  const top: ElkNode[] = [];
  for (const node of shown.nodes) {
    const parent = node.parent === null ? undefined : byId.get(node.parent);
    const elk: ElkNode = {
      id: nodeId(node.id),
      ...(node.form === 'open'
        ? zone(node, parent, options, wish)
        : boxSize(node, ends.get(node.id) ?? 1, wish.direction, wish.measure)),
    };
    made.set(node.id, elk);
    const siblings = parent === undefined ? top : (made.get(parent.id)!.children ??= []);
    siblings.push(elk);
  }
  const labelled = isSmall(shown);
  return {
    id: 'root',
    layoutOptions: { ...options, 'elk.padding': '[top=0,left=0,bottom=0,right=0]' },
    children: top,
    edges: shown.edges.map((edge) => arrow(edge, labelled, wish.measure)),
  };
}

function zone(
  node: ShownNode,
  parent: ShownNode | undefined,
  options: LayoutOptions,
  wish: LayoutWish,
): { layoutOptions: LayoutOptions } {
  const header = headerSize(node, parent, wish.measure);
  const side = metrics.zonePadding;
  return {
    layoutOptions: {
      ...options,
      'elk.padding': `[top=${header.height},left=${side},bottom=${side},right=${side}]`,
      'elk.nodeSize.constraints': 'MINIMUM_SIZE',
      'elk.nodeSize.minimum': `(${header.width},${header.height + side})`,
    },
  };
}

function arrow(edge: ShownEdge, labelled: boolean, measure: Measure): ElkExtendedEdge {
  const made: ElkExtendedEdge = {
    id: lineId(edge.id),
    sources: [nodeId(edge.source)],
    targets: [nodeId(edge.target)],
  };
  if (labelled && edge.services.length > 0) {
    const label: ElkLabel = {
      text: ' ',
      ...chipSize(edge, measure),
      layoutOptions: { 'elk.edgeLabels.placement': 'CENTER', 'elk.edgeLabels.inline': 'true' },
    };
    made.labels = [label];
  }
  return made;
}

function layoutOptions({ direction }: LayoutWish, shown: Shown): LayoutOptions {
  return {
    'elk.algorithm': 'layered',
    'elk.direction': direction,
    'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
    'elk.randomSeed': '1',
    'elk.spacing.nodeNode': '30',
    'elk.spacing.edgeNode': '20',
    'elk.spacing.edgeEdge': '14',
    'elk.spacing.edgeLabel': '6',
    'elk.spacing.componentComponent': '40',
    'elk.layered.spacing.nodeNodeBetweenLayers': '16',
    'elk.layered.spacing.edgeNodeBetweenLayers': '11',
    'elk.layered.spacing.edgeEdgeBetweenLayers': '10',
    'elk.layered.mergeEdges': 'false',
    ...presetFor(shown),
  };
}

function presetFor(shown: Shown): LayoutOptions {
  if (isSmall(shown)) return handsomeOptions;
  const large = shown.nodes.length > orthogonal.boxes || shown.edges.length > orthogonal.edges;
  return large ? quickOptions : orthogonalOptions;
}

const handsomeOptions: LayoutOptions = {
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.thoroughness': '20',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
};

const orthogonalOptions: LayoutOptions = {
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.layered.thoroughness': '5',
  'elk.layered.spacing.nodeNodeBetweenLayers': '40',
  'elk.layered.nodePlacement.strategy': 'BRANDES_KOEPF',
  'elk.layered.nodePlacement.bk.fixedAlignment': 'BALANCED',
};

const quickOptions: LayoutOptions = {
  'elk.edgeRouting': 'POLYLINE',
  'elk.layered.thoroughness': '1',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
  'elk.layered.crossingMinimization.greedySwitchHierarchical.type': 'OFF',
  'elk.layered.layering.strategy': 'LONGEST_PATH',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
};

/** The picture that elkjs made of a shown graph: everything relative in it is made absolute, and open zones fit their content. */
export function fromElk(result: ElkNode, shown: Shown, measure: Measure): Picture {
  const boxes = new Map<string, Box>();
  const origins = new Map<string, Point>([['root', { x: 0, y: 0 }]]);
  const edges: ElkExtendedEdge[] = [];
  const visit = (node: ElkNode, origin: Point): void => {
    edges.push(...(node.edges ?? []));
    for (const child of node.children ?? []) {
      const box = boxOf(child, origin);
      boxes.set(child.id.slice(2), box);
      origins.set(child.id, box);
      visit(child, box);
    }
  };
  visit(result, { x: 0, y: 0 });
  const lines = new Map<string, Line>();
  for (const edge of edges) {
    // ELK states an edge's points relative to the innermost node around both ends, and names that node.
    const line = lineOf(edge, origins.get(edge.container ?? 'root') ?? { x: 0, y: 0 });
    if (line !== null) lines.set(edge.id.slice(2), line);
  }
  const points = [...lines.values()].flatMap((line) => line.points);
  const labels = [...lines.values()].flatMap(({ label }) => (label === null ? [] : [label]));
  return tighten({ boxes, lines, bounds: boundsOf([...boxes.values(), ...labels], points) }, shown, measure);
}

function boxOf(shape: { x?: number; y?: number; width?: number; height?: number }, origin: Point): Box {
  const { x = 0, y = 0, width = 0, height = 0 } = shape;
  return { x: x + origin.x, y: y + origin.y, width, height };
}

function lineOf(edge: ElkExtendedEdge, origin: Point): Line | null {
  const sections = edge.sections ?? [];
  const points = sections.flatMap(({ startPoint, bendPoints = [], endPoint }) =>
    [startPoint, ...bendPoints, endPoint].map((point) => shiftPoint(point, origin)),
  );
  if (points.length < 2) return null;
  const label = edge.labels?.[0];
  return { points, label: label === undefined ? null : boxOf(label, origin) };
}
