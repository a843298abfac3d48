import { countIn, cullAbove, inside, meet, mostInSight, readable, widened } from './culling.js';
import { boxParts, edgeParts, layers, silentLayers, type Layer, type Part } from '../../picture/draw.js';
import { movingEdge } from '../../picture/draw-edge.js';
import { emptyPicture, round, type Box, type Picture, type Point } from '../../picture/geometry.js';
import type { Scene } from '../../picture/scene.js';
import type { Measure } from '../../picture/sizes.js';
import type { ShownEdge } from '../../picture/state.js';
import type { Attributes } from '../../picture/svg.js';
import { slide } from './motion.js';
import { render, svg } from './svg.js';

interface Drawn {
  readonly element: SVGGElement;
  readonly signature: string;
  /** Where it stands, of a box or a label. */
  readonly place: Point | null;
}

/** Of a picture with more arrows each appears at its new place: all of them would stutter on their way. */
const mostMoving = 200;

const button: Attributes = { role: 'button', tabindex: -1 };

const arrows: readonly Layer[] = ['edges', 'chips'];
const boxes: readonly Layer[] = ['zones', 'boxes', 'headers'];

/** What of the picture is on screen: its area, in the picture's own pixels, and how large it is shown. */
export interface Outlook {
  readonly area: Box;
  readonly zoom: number;
}

/**
 * Draws scenes into an SVG group, one element for each part, kept from one scene to the next by id.
 *
 * Of a large scene only the boxes on screen have elements, and those that were pinned; where it is shown so small that
 * nothing can be read, `isFar` says that all others are to be painted as plain shapes.
 */
export class Drawing {
  readonly root = svg('g', { class: 'picture' });
  private readonly groups = new Map<Layer, SVGGElement>();
  private readonly drawn = new Map<Layer, Map<string, Drawn>>();
  private before: Picture = emptyPicture;
  private scene: Scene | null = null;
  private outlook: Outlook = { area: { x: 0, y: 0, width: 0, height: 0 }, zoom: 1 };
  /** The area in which all boxes of a large scene have elements; none where they are shown as plain shapes. */
  private covered: Box | null = null;
  private pinned: ReadonlySet<string> = new Set();
  private culled: { readonly scene: Scene | null; readonly ids: ReadonlySet<string> } = {
    scene: null,
    ids: new Set(),
  };
  private readonly states = new Map<string, (id: string) => boolean>();

  constructor(private readonly measure: Measure) {
    for (const layer of layers) {
      const group = svg('g', { class: layer, 'aria-hidden': silentLayers.has(layer) ? 'true' : null });
      this.groups.set(layer, group);
      this.drawn.set(layer, new Map());
      this.root.append(group);
    }
  }

  /** Shows a scene. With `animate`, boxes that have moved slide to their new places and new ones appear softly. */
  show(scene: Scene, animate: boolean): void {
    this.scene = scene;
    if (this.isLarge) this.cull();
    else this.place(boxParts(scene, this.measure), boxes, animate);
    this.showEdges(scene, scene.rows ? [] : scene.shown.edges, animate);
    this.before = scene.picture;
  }

  /** Whether boxes that are not on screen, or too small to be read, have no elements. */
  get isLarge(): boolean {
    return this.scene !== null && this.scene.shown.nodes.length > cullAbove;
  }

  /** Takes what is on screen now. Boxes that come into sight are drawn a little ahead. */
  look(outlook: Outlook): void {
    this.outlook = outlook;
    if (!this.isLarge) return;
    const far = this.isTooMuch();
    const covers = far ? this.isFar : this.covered !== null && inside(outlook.area, this.covered);
    if (!covers) this.cull();
  }

  /** Whether boxes are drawn as plain shapes: too small, or too many on screen, to be read. */
  get isFar(): boolean {
    return this.isLarge && this.covered === null;
  }

  private isTooMuch(): boolean {
    const { area, zoom } = this.outlook;
    return zoom < readable || countIn(this.scene!.picture.boxes.values(), area) > mostInSight;
  }

  /** Boxes that are to have elements wherever they are, such as the one with the keyboard. */
  pin(ids: ReadonlySet<string>): void {
    const same = ids.size === this.pinned.size && [...ids].every((id) => this.pinned.has(id));
    this.pinned = ids;
    if (!same && this.isLarge) this.cull();
  }

  /** The boxes that have elements though all others have none. */
  get drawnBoxes(): ReadonlySet<string> {
    return this.culled.ids;
  }

  /** Gives elements to the boxes around what is on screen, and takes them from all others. */
  private cull(): void {
    const scene = this.scene!;
    this.covered = this.isTooMuch() ? null : widened(this.outlook.area);
    const { covered } = this;
    const { boxes: places } = scene.picture;
    const drawn = scene.shown.nodes.filter(({ id, form }) => {
      const box = places.get(id);
      return this.pinned.has(id) || form === 'open' || (box && covered !== null && meet(box, covered));
    });
    // What has its element already, and is the same, is left alone.
    const known = this.culled.scene === scene ? this.culled.ids : new Set<string>();
    const ids = new Set(drawn.map(({ id }) => id));
    const fresh = drawn.filter(({ id }) => !known.has(id));
    this.culled = { scene, ids };
    this.place(boxParts(scene, this.measure, fresh), boxes, false, ids);
    for (const [name, has] of this.states) this.classifyDrawn(name, has);
  }

  /** Shows these arrows of a scene and no others. */
  showEdges(scene: Scene, edges: readonly ShownEdge[], animate: boolean): void {
    const parts = edges.flatMap((edge) => edgeParts(scene, edge, this.measure));
    this.place(parts, arrows, animate);
  }

  /** The element of a box or an arrow, or of the badge that stands for an arrow from a box to itself. */
  element(id: string): SVGGElement | null {
    for (const layer of layers) {
      const known = silentLayers.has(layer) ? undefined : this.of(layer).get(id);
      if (known !== undefined) return known.element;
    }
    return this.root.querySelector<SVGGElement>(`[data-edge="${CSS.escape(id)}"]`);
  }

  /** Gives `name` to the boxes, arrows and labels that `has`, and takes it from all others. */
  classify(name: string, has: (id: string) => boolean): void {
    this.states.set(name, has);
    this.classifyDrawn(name, has);
  }

  private classifyDrawn(name: string, has: (id: string) => boolean): void {
    for (const layer of layers) {
      if (layer === 'headers') continue;
      for (const [id, { element }] of this.of(layer)) element.classList.toggle(name, has(id));
    }
  }

  /** Shows these parts, and of what is there in their layers nothing else but what `keep` has. */
  private place(
    parts: readonly Part[],
    into: readonly Layer[],
    animate: boolean,
    keep: ReadonlySet<string> = new Set(),
  ): void {
    const kept = new Map(into.map((layer) => [layer, new Set(keep)]));
    for (const part of parts) {
      kept.get(part.layer)?.add(part.id);
      // A zone that was opened or closed changes its layer, and must not lose the focus for it.
      for (const other of into) if (other !== part.layer) this.move(part, other);
    }
    for (const part of parts) this.placeOne(part, animate);
    for (const layer of into) removeOthers(this.of(layer), kept.get(layer)!);
  }

  private move(part: Part, from: Layer): void {
    const known = this.of(from).get(part.id);
    if (known === undefined || silentLayers.has(from) || silentLayers.has(part.layer)) return;
    this.of(from).delete(part.id);
    this.of(part.layer).set(part.id, known);
  }

  private placeOne(part: Part, animate: boolean): void {
    const { layer, id, signature, box, content } = part;
    const group = this.groups.get(layer)!;
    const known = this.of(layer).get(id);
    const role = silentLayers.has(layer) ? {} : button;
    const element = known?.element ?? svg('g', role);
    const changed = known?.signature !== signature;
    if (changed) {
      element.replaceChildren(...content().map(render));
    }
    this.of(layer).set(id, { element, signature, place: box });
    // Taking an element that has the focus out of the page loses the focus.
    if (element.parentNode !== group) group.append(element);
    setAll(element, { ...part.attributes, class: keepState(element, String(part.attributes.class)) });
    if (!animate) return;
    if (box !== null) slideFrom(element, known?.place ?? this.before.boxes.get(id), box);
    else if (changed && !(known && this.moveArrow(element, id))) appear(element);
  }

  /** Moves an arrow with the boxes at its ends; `false` where it cannot be told from where, or there are too many. */
  private moveArrow(element: SVGGElement, id: string): boolean {
    const [from, to] = [this.before.lines.get(id), this.scene?.picture.lines.get(id)];
    if (from === undefined || to === undefined || this.before.lines.size > mostMoving) return false;
    const moving = movingEdge(from, to);
    for (const path of element.querySelectorAll('path')) {
      const [start, end] = moving?.[path.classList[0] ?? ''] ?? [];
      if (start && end) path.animate([{ d: `path("${start}")` }, { d: `path("${end}")` }], slide);
    }
    return moving !== null;
  }

  private of(layer: Layer): Map<string, Drawn> {
    return this.drawn.get(layer)!;
  }
}

const states = ['lit', 'near', 'match', 'chosen'];

/** The class attribute with what is drawn replaced, and what the user did kept. */
function keepState(element: SVGGElement, classes: string): string {
  return [classes, ...states.filter((state) => element.classList.contains(state))].join(' ');
}

function setAll(element: Element, attributes: Attributes): void {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null) element.removeAttribute(name);
    else if (element.getAttribute(name) !== String(value)) element.setAttribute(name, String(value));
  }
}

function removeOthers(drawn: Map<string, Drawn>, kept: ReadonlySet<string>): void {
  for (const [id, { element }] of drawn) {
    if (kept.has(id)) continue;
    element.remove();
    drawn.delete(id);
  }
}

function slideFrom(element: SVGGElement, from: Point | undefined, to: Point): void {
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
