import { edgeLabel, nodeLabel } from './describe.js';
import { chipPlace, drawChip, drawEdge } from './draw-edge.js';
import { drawHeader, drawNode, type NodeLook } from './draw-node.js';
import { round, type Box, type Point } from './geometry.js';
import type { Scene } from './scene.js';
import type { Measure } from './sizes.js';
import type { ShownEdge, ShownNode } from './state.js';
import type { Attributes, SvgNode } from './svg.js';

/** From below to above: open zones lie under the arrows, all other boxes above them, labels on top. */
export const layers = ['zones', 'edges', 'headers', 'boxes', 'chips'] as const;
export type Layer = (typeof layers)[number];

/** Layers that repeat a box or an arrow for the eye: neither focused nor read out. */
export const silentLayers: ReadonlySet<Layer> = new Set(['headers', 'chips']);

/** One group of the drawing. */
export interface Part {
  readonly layer: Layer;
  /** Of the box or arrow that it is of. In a layer no two parts have one id. */
  readonly id: string;
  readonly attributes: Attributes;
  /** Equal signatures have equal content, so that what is drawn already need not be drawn anew. */
  readonly signature: string;
  readonly content: () => SvgNode[];
  /** Where it stands, of a box or a label; `null` of what is drawn in the picture's own coordinates. */
  readonly box: Point | null;
}

/** All of a scene. */
export function sceneParts(scene: Scene, measure: Measure): Part[] {
  const edges = scene.rows ? [] : scene.shown.edges;
  return [...boxParts(scene, measure), ...edges.flatMap((edge) => edgeParts(scene, edge, measure))];
}

/**
 * The boxes of a scene, or some of them, and the names of its open zones, which lie above the arrows that may have to
 * cross them.
 */
export function boxParts(
  scene: Scene,
  measure: Measure,
  nodes: readonly ShownNode[] = scene.shown.nodes,
): Part[] {
  const byId = new Map(scene.shown.nodes.map((node) => [node.id, node]));
  return nodes.flatMap((shown) => {
    const box = scene.picture.boxes.get(shown.id);
    if (box === undefined) return [];
    const parent = shown.parent === null ? undefined : byId.get(shown.parent);
    const inside = scene.shown.inside.get(shown.id);
    const look = { shown, parent, mark: scene.marks.get(shown.id), inside };
    const part = boxPart(scene, look, box);
    return shown.form === 'open' ? [part, headerPart(look, box, measure)] : [part];
  });
}

function boxPart(scene: Scene, look: NodeLook, box: Box): Part {
  const { shown } = look;
  const label = nodeLabel(scene.shown, shown, look.mark);
  return {
    layer: shown.form === 'open' ? 'zones' : 'boxes',
    id: shown.id,
    attributes: {
      class: `node ${shown.node.kind} ${shown.form} ${trustClass(shown)}`,
      transform: `translate(${round(box.x)} ${round(box.y)})`,
      'data-node': shown.id,
      'aria-label': label,
      'aria-expanded': shown.form === 'leaf' ? null : String(shown.form === 'open'),
    },
    signature: JSON.stringify([look, label, box.width, box.height]),
    content: () => drawNode(look, box),
    box,
  };
}

function headerPart(look: NodeLook, box: Box, measure: Measure): Part {
  const { shown } = look;
  return {
    layer: 'headers',
    id: shown.id,
    attributes: {
      class: `header node ${shown.node.kind} ${trustClass(shown)}`,
      transform: `translate(${round(box.x)} ${round(box.y)})`,
    },
    signature: JSON.stringify([look, box.width]),
    content: () => drawHeader(look, box, measure),
    box,
  };
}

/** The class by which a box shows its trust. */
const trustClass = ({ node }: ShownNode): string => `trust-${node.trust ?? 'none'}`;

/** An arrow of a scene, and its label. */
export function edgeParts(scene: Scene, edge: ShownEdge, measure: Measure): Part[] {
  const line = scene.picture.lines.get(edge.id);
  if (line === undefined) return [];
  const mark = scene.marks.get(edge.id);
  const place = chipPlace(edge, line, measure);
  return [
    {
      layer: 'edges',
      id: edge.id,
      attributes: {
        class: edge.rules.length > 1 ? 'edge several' : 'edge',
        'data-edge': edge.id,
        'aria-label': edgeLabel(edge, mark),
      },
      signature: JSON.stringify(line.points),
      content: () => drawEdge(line),
      box: null,
    },
    {
      layer: 'chips',
      id: edge.id,
      attributes: {
        class: line.label === null ? 'chip on-demand' : 'chip',
        transform: `translate(${place.x} ${place.y})`,
        'data-edge': edge.id,
      },
      signature: JSON.stringify([edge.services, mark]),
      content: () => drawChip(edge, mark, measure),
      box: place,
    },
  ];
}
