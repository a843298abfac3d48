import { edgeLabel, nodeLabel } from './describe.js';
import { chipPlace, drawChip, drawEdge } from './draw-edge.js';
import { drawHeader, drawNode, type NodeLook } from './draw-node.js';
import { round, type Box, type Picture } from './geometry.js';
import type { Mark } from './protocol.js';
import type { Measure, Way } from './sizes.js';
import type { Shown, ShownEdge, ShownNode } from './state.js';
import { svg } from './svg.js';

/** What is drawn. */
export interface Scene {
  readonly shown: Shown;
  readonly picture: Picture;
  /** By id of a shown box or arrow. */
  readonly marks: ReadonlyMap<string, Mark>;
  readonly direction: Way;
  /** Boxes stand in rows: too many arrows to draw them all, so they show on the box that is looked at. */
  readonly rows: boolean;
}

interface Drawn {
  readonly element: SVGGElement;
  /** Equal signatures look the same, so nothing is drawn anew. */
  readonly signature: string;
}

const slide = { duration: 220, easing: 'cubic-bezier(.2, .7, .3, 1)' };

/**
 * Draws scenes into an SVG group, one element for each box and arrow, kept from one scene to the next by id.
 *
 * Open zones lie below the arrows, all other boxes above them, labels on top.
 */
export class Drawing {
  readonly root = svg('g', { class: 'picture' });
  private readonly layers = {
    zones: svg('g', { class: 'zones' }),
    edges: svg('g', { class: 'edges' }),
    boxes: svg('g', { class: 'boxes' }),
    headers: svg('g', { class: 'headers', 'aria-hidden': 'true' }),
    chips: svg('g', { class: 'chips', 'aria-hidden': 'true' }),
  };
  private readonly nodes = new Map<string, Drawn>();
  private readonly headers = new Map<string, Drawn>();
  private readonly edges = new Map<string, Drawn>();
  private readonly chips = new Map<string, Drawn>();
  private places: ReadonlyMap<string, Box> = new Map();

  constructor(private readonly measure: Measure) {
    const { zones, edges, boxes, headers, chips } = this.layers;
    this.root.append(zones, edges, headers, boxes, chips);
  }

  /** Shows a scene. With `animate`, boxes that have moved slide to their new places and new ones appear softly. */
  show(scene: Scene, animate: boolean): void {
    const byId = new Map(scene.shown.nodes.map((node) => [node.id, node]));
    for (const node of scene.shown.nodes) this.placeNode(scene, node, byId, animate);
    this.showEdges(scene, scene.rows ? [] : scene.shown.edges, animate);
    removeOthers(this.nodes, byId);
    removeOthers(this.headers, { has: (id) => byId.get(id)?.form === 'open' });
    this.places = scene.picture.boxes;
  }

  /** Shows these arrows of a scene and no others. */
  showEdges(scene: Scene, edges: readonly ShownEdge[], animate: boolean): void {
    for (const edge of edges) this.placeEdge(scene, edge, animate);
    const kept = new Set(edges.map(({ id }) => id));
    removeOthers(this.edges, kept);
    removeOthers(this.chips, kept);
  }

  /** The element of a box or an arrow, or of the badge that stands for an arrow from a box to itself. */
  element(id: string): SVGGElement | null {
    return (
      this.nodes.get(id)?.element ??
      this.edges.get(id)?.element ??
      this.root.querySelector<SVGGElement>(`[data-edge="${CSS.escape(id)}"]`)
    );
  }

  /** Gives `name` to the boxes, arrows and labels that `has`, and takes it from all others. */
  classify(name: string, has: (id: string) => boolean): void {
    for (const drawn of [this.nodes, this.edges, this.chips]) {
      for (const [id, { element }] of drawn) element.classList.toggle(name, has(id));
    }
  }

  private placeNode(
    scene: Scene,
    shown: ShownNode,
    byId: ReadonlyMap<string, ShownNode>,
    animate: boolean,
  ): void {
    const box = scene.picture.boxes.get(shown.id);
    if (box === undefined) return;
    const parent = shown.parent === null ? undefined : byId.get(shown.parent);
    const look = { shown, parent, mark: scene.marks.get(shown.id), inside: scene.shown.inside.get(shown.id) };
    const label = nodeLabel(scene.shown, shown, look.mark);
    const signature = JSON.stringify([look, label, box.width, box.height]);
    const { zones, boxes } = this.layers;
    const layer = shown.form === 'open' ? zones : boxes;
    const element = this.keyed(this.nodes, shown.id, signature, layer, () => drawNode(look, box));
    const { node, form } = shown;
    setAll(element, {
      class: keepState(element, `node ${node.kind} ${form} trust-${node.trust ?? 'none'}`),
      transform: `translate(${round(box.x)} ${round(box.y)})`,
      'data-node': shown.id,
      'aria-label': label,
      'aria-expanded': form === 'leaf' ? null : String(form === 'open'),
    });
    if (animate) slideFrom(element, this.places.get(shown.id), box);
    if (form === 'open') this.placeHeader(look, box, animate);
  }

  /** The name of an open zone lies above the arrows, which may have to cross it. */
  private placeHeader(look: NodeLook, box: Box, animate: boolean): void {
    const { node } = look.shown;
    const signature = JSON.stringify([look, box.width]);
    const draw = (): SVGElement[] => drawHeader(look, box, this.measure);
    const element = this.keyed(this.headers, node.id, signature, this.layers.headers, draw);
    setAll(element, {
      class: `header node ${node.kind} trust-${node.trust ?? 'none'}`,
      transform: `translate(${round(box.x)} ${round(box.y)})`,
    });
    if (animate) slideFrom(element, this.places.get(node.id), box);
  }

  private placeEdge(scene: Scene, edge: ShownEdge, animate: boolean): void {
    const line = scene.picture.lines.get(edge.id);
    if (line === undefined) return;
    const mark = scene.marks.get(edge.id);
    const { edges, chips } = this.layers;
    const known = this.edges.get(edge.id);
    const element = this.keyed(this.edges, edge.id, JSON.stringify(line.points), edges, () => drawEdge(line));
    const changed = known !== this.edges.get(edge.id);
    setAll(element, {
      class: keepState(element, edge.rules.length > 1 ? 'edge several' : 'edge'),
      'data-edge': edge.id,
      'aria-label': edgeLabel(edge, mark),
    });
    const place = chipPlace(edge, line, this.measure);
    const signature = JSON.stringify([edge.services, mark]);
    const chip = this.keyed(this.chips, edge.id, signature, chips, () => drawChip(edge, mark, this.measure));
    setAll(chip, {
      class: keepState(chip, line.label === null ? 'chip on-demand' : 'chip'),
      transform: `translate(${place.x} ${place.y})`,
      'data-edge': edge.id,
    });
    if (animate && changed) for (const part of [element, chip]) appear(part);
  }

  private keyed(
    drawn: Map<string, Drawn>,
    id: string,
    signature: string,
    layer: SVGGElement,
    draw: () => SVGElement[],
  ): SVGGElement {
    const known = drawn.get(id);
    const element = known?.element ?? svg('g', isSilent(layer) ? {} : { role: 'button', tabindex: -1 });
    if (known?.signature !== signature) {
      element.replaceChildren(...draw());
      drawn.set(id, { element, signature });
    }
    // Taking an element that has the focus out of the page loses the focus.
    if (element.parentNode !== layer) layer.append(element);
    return element;
  }
}

/** What repeats a box or an arrow for the eye is neither focused nor read out. */
function isSilent(layer: SVGGElement): boolean {
  return layer.getAttribute('aria-hidden') === 'true';
}

const states = ['lit', 'near', 'match', 'chosen'];

/** The class attribute with what is drawn replaced, and what the user did kept. */
function keepState(element: SVGGElement, classes: string): string {
  return [classes, ...states.filter((state) => element.classList.contains(state))].join(' ');
}

function setAll(element: Element, attributes: Readonly<Record<string, string | null>>): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  }
}

function removeOthers(drawn: Map<string, Drawn>, kept: { has(id: string): boolean }): void {
  for (const [id, { element }] of drawn) {
    if (kept.has(id)) continue;
    element.remove();
    drawn.delete(id);
  }
}

function slideFrom(element: SVGGElement, from: Box | undefined, to: Box): void {
  if (from === undefined) appear(element);
  else if (Math.hypot(from.x - to.x, from.y - to.y) > 0.5) {
    const start = `translate(${round(from.x)}px, ${round(from.y)}px)`;
    element.animate(
      [{ transform: start }, { transform: `translate(${round(to.x)}px, ${round(to.y)}px)` }],
      slide,
    );
  }
}

function appear(element: SVGGElement): void {
  element.animate([{ opacity: 0 }, { opacity: 1 }], slide);
}
