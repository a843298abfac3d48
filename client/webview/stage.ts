import { boundsOf, type Box, type Point } from '../../picture/geometry.js';
import { describeEdge, describeNode } from '../../picture/describe.js';
import { BadgesLayer } from './badges-layer.js';
import { Camera } from './camera.js';
import { emptyScene, type Scene } from '../../picture/scene.js';
import { readable } from './culling.js';
import { Drawing } from './drawing.js';
import { ExtrasLayer } from './extras-layer.js';
import { describeExtra, type Extra } from './extras.js';
import { shownMatches, type Matches } from './filter.js';
import { Minimap } from './minimap.js';
import { edgeOf, innermost, neighbourhood, walk, type Arrow } from './navigate.js';
import { reducesMotion } from './motion.js';
import { FarCanvas } from './far-canvas.js';
import { followPointer } from './pointer.js';
import type { Measure } from '../../picture/sizes.js';
import { shownIds, type ShownEdge } from '../../picture/state.js';
import { html, svg } from './svg.js';
import type { Tooltip } from './tooltip.js';
import { pictureAt, type View } from './view.js';

export interface StageWishes {
  readonly measure: Measure;
  readonly tooltip: Tooltip;
  readonly revealNode: (id: string) => void;
  readonly revealEdge: (edge: ShownEdge) => void;
  readonly toggle: (id: string) => void;
  /** A box or an arrow was chosen, or none. */
  readonly chosen: (id: string | null) => void;
  /** Two boxes were chosen, or what is laid over the picture between them. */
  readonly pair: (source: string, target: string) => void;
  /** How many pixels at the lower end are covered by notices. */
  readonly covered: () => number;
  /** The view or what is chosen has changed. */
  readonly changed: () => void;
}

const panStep = 60;
const doubleClickPause = 260;
/** Of a picture with more boxes nothing moves by itself: it would stutter. */
const mostMoving = 200;

/** The picture on screen: what part of it is seen, what is chosen, hovered and found, and the keys and pointer on it. */
export class Stage {
  readonly element = html('div', {
    class: 'stage',
    role: 'application',
    'aria-label': 'Segment graph',
    'aria-roledescription': 'graph',
  });
  readonly camera: Camera = new Camera(this.element, {
    covered: () => this.wishes.covered(),
    looks: (view) => this.looks(view),
  });
  private readonly drawing: Drawing;
  private scene: Scene = emptyScene;
  readonly farCanvas = new FarCanvas();
  readonly minimap = new Minimap({ look: (at) => this.camera.lookAt(at) });
  private readonly extrasLayer = new ExtrasLayer();
  private readonly badgesLayer = new BadgesLayer();
  private extras: readonly Extra[] = [];
  private badges: ReadonlyMap<string, number> = new Map();
  private chosen: string | null = null;
  /** The box from which the focus went to an arrow. */
  private cameFrom: string | null = null;
  private hovered: string | null = null;
  private highlighted: readonly string[] = [];
  private matches: Matches | null = null;
  /** Ids of shown boxes and arrows that match the filter; `null` without one. */
  private found: ReadonlySet<string> | null = null;
  private foundIn: Scene | null = null;
  private foundBy: Matches | null = null;
  private waiting: ReturnType<typeof setTimeout> | undefined;
  private shownOnce = false;

  constructor(private readonly wishes: StageWishes) {
    this.drawing = new Drawing(wishes.measure);
    this.element.append(this.camera.element);
    this.camera.element.append(svg('svg', { width: 1, height: 1 }, this.drawing.root));
    this.drawing.root.append(this.extrasLayer.root, this.badgesLayer.root);
    followPointer(this.element, {
      view: () => this.camera.view,
      move: (view) => this.camera.set(view),
      // Boxes that are painted as plain shapes have no elements.
      find: (at) => (this.drawing.isFar ? innermost(this.scene, pictureAt(this.camera.view, at)) : null),
      hover: (id, at) => this.hover(id, at),
      click: (id, together) => this.click(id, together),
      doubleClick: (id) => this.doubleClick(id),
      toggle: (id) => this.wishes.toggle(id),
    });
    this.element.addEventListener('focusin', (event) => this.focused(event));
    this.element.addEventListener('keydown', (event) => {
      if (this.key(event)) event.preventDefault();
    });
  }

  /** Shows a scene; `opened` where the user opened a zone for it. */
  show(scene: Scene, opened = false): void {
    const animate = this.shownOnce && scene.shown.nodes.length < mostMoving && !reducesMotion();
    this.scene = scene;
    this.element.ariaBusy = scene.draft === true ? 'true' : null;
    this.drawing.show(scene, animate);
    this.minimap.show(scene.shown, scene.picture);
    this.minimap.look(this.camera.view, this.camera.screen());
    this.camera.take(scene, opened, animate);
    this.shownOnce ||= scene.shown.nodes.length > 0;
    if (this.chosen !== null && this.drawing.element(this.chosen) === null) this.chosen = null;
    // What it says may no longer be so, or stand elsewhere.
    if (this.hovered !== null) this.wishes.tooltip.hide();
    this.hovered = null;
    this.extrasLayer.show(this.extras, scene);
    this.badgesLayer.show(this.badges, scene.picture);
    this.classify();
  }

  get chosenId(): string | null {
    return this.chosen;
  }

  /** Draws what is in sight now. */
  private looks(view: View): void {
    this.element.classList.toggle('far', view.zoom < readable);
    const { width, height } = this.camera.screen();
    const { x, y } = pictureAt(view, { x: 0, y: 0 });
    this.drawing.look({
      zoom: view.zoom,
      area: { x, y, width: width / view.zoom, height: height / view.zoom },
    });
    this.minimap.look(view, { width, height });
    this.paintFar();
    this.wishes.changed();
  }

  /** Brings all of a box on screen, smaller where it has to be. */
  bring(id: string): void {
    const box = this.extent(id);
    if (box !== null) this.camera.bring(box);
  }

  /** Shows where the cursor in the text is; with `follow` the picture moves to have it on screen. */
  highlight(ids: readonly string[], follow: boolean): void {
    this.highlighted = ids;
    const lit = shownIds(this.scene.shown, ids);
    // Whoever has gone on to other text is no longer interested in what was clicked before.
    if (this.chosen !== null && !lit.has(this.chosen) && !document.hasFocus()) this.chosen = null;
    this.classify();
    const boxes = [...lit].flatMap((id) => this.extent(id) ?? []);
    if (follow && boxes.length > 0) this.camera.show(boundsOf(boxes));
  }

  /** Dims what does not match a filter; with `ring` what does is ringed, too. */
  match(matches: Matches | null, ring: boolean): void {
    this.matches = matches;
    this.element.classList.toggle('ringing', ring);
    this.classify();
  }

  /** Lays connections over the picture, and numbers on boxes. */
  overlay(extras: readonly Extra[], badges: ReadonlyMap<string, number>): void {
    this.extras = extras;
    this.badges = badges;
    this.extrasLayer.show(extras, this.scene);
    this.badgesLayer.show(badges, this.scene.picture);
  }

  /** Chooses the next match of the search. */
  nextMatch(step: 1 | -1): void {
    const found = this.scene.shown.nodes.map(({ id }) => id).filter((id) => this.found?.has(id));
    const at = this.chosen === null ? -1 : found.indexOf(this.chosen);
    const next = found[(at + step + found.length) % found.length];
    if (next === undefined) return;
    this.choose(next);
  }

  /** Gives the keyboard to the picture. */
  focus(): void {
    const id = this.chosen ?? this.scene.shown.nodes[0]?.id;
    if (id !== undefined) this.drawing.element(id)?.focus();
  }

  /** Chooses a box or an arrow and brings it into sight. */
  choose(id: string | null): void {
    this.chosen = id;
    this.wishes.chosen(id);
    this.classify();
    const box = id === null ? null : this.extent(id);
    if (box !== null) this.camera.show(box);
    else this.wishes.changed();
  }

  private focused(event: FocusEvent): void {
    const { target } = event;
    if (!(target instanceof SVGElement)) return;
    const id = target.dataset.edge ?? target.dataset.node;
    if (id !== undefined && id !== this.chosen && target.matches(':focus-visible')) this.choose(id);
  }

  private click(id: string | null, together: boolean): void {
    const extra = this.extras.find((one) => one.id === id);
    if (extra !== undefined) return this.wishes.pair(extra.source, extra.target);
    const boxes = this.scene.picture.boxes;
    if (together && id !== null && this.chosen !== null && boxes.has(id) && boxes.has(this.chosen))
      return this.wishes.pair(this.chosen, id);
    this.chosen = id;
    this.wishes.chosen(id);
    this.classify();
    this.wishes.changed();
    clearTimeout(this.waiting);
    const zone = this.scene.shown.nodes.some((node) => node.id === id && node.form !== 'leaf');
    // The first click of a double click must not take the user away to the source.
    if (zone) this.waiting = setTimeout(() => this.reveal(id!), doubleClickPause);
    else if (id !== null) this.reveal(id);
  }

  private doubleClick(id: string | null): void {
    clearTimeout(this.waiting);
    if (id !== null) this.wishes.toggle(id);
  }

  private reveal(id: string): void {
    const edge = edgeOf(this.scene.shown, id);
    if (edge !== undefined) this.wishes.revealEdge(edge);
    else this.wishes.revealNode(id);
  }

  private hover(id: string | null, at: Point): void {
    if (id !== this.hovered) {
      this.hovered = id;
      this.classify();
    }
    if (id === null) return this.wishes.tooltip.hide();
    const extra = this.extras.find((one) => one.id === id);
    if (extra !== undefined) return this.wishes.tooltip.show(describeExtra(extra), at);
    const { shown, marks } = this.scene;
    const node = shown.nodes.find((other) => other.id === id);
    const edge = edgeOf(this.scene.shown, id);
    if (node !== undefined) this.wishes.tooltip.show(describeNode(shown, node, marks.get(id)), at);
    else if (edge !== undefined) this.wishes.tooltip.show(describeEdge(edge, marks.get(id)), at);
  }

  /** Says by classes what is chosen, near what is hovered, found, and highlighted from the text. */
  private classify(): void {
    const lit = shownIds(this.scene.shown, this.highlighted);
    const near = neighbourhood(this.scene.shown, this.hovered ?? this.chosen);
    const found = this.matching();
    if (this.scene.rows) {
      const edges = this.scene.shown.edges.filter(({ id }) => near.has(id) || lit.has(id));
      this.drawing.showEdges(this.scene, edges, false);
    }
    this.drawing.pin(new Set([...near, ...lit, this.stop() ?? '']));
    this.drawing.classify('lit', (id) => lit.has(id));
    this.drawing.classify('near', (id) => near.has(id));
    this.drawing.classify('chosen', (id) => id === this.chosen);
    this.drawing.classify('match', (id) => found?.has(id) ?? false);
    this.farCanvas.take(this.scene, this.drawing.isFar ? this.drawing.drawnBoxes : new Set(), found);
    this.paintFar();
    this.element.classList.toggle('focusing', near.size > 0 && found === null);
    this.element.classList.toggle('filtering', found !== null);
    this.rove();
  }

  private paintFar(): void {
    if (this.drawing.isFar) this.farCanvas.paint(this.camera.view, this.camera.screen());
    else this.farCanvas.clear();
  }

  /** What matches the filter in this scene, worked out once. */
  private matching(): ReadonlySet<string> | null {
    const { matches, scene } = this;
    if (matches === null) this.found = null;
    else if (this.found === null || this.foundIn !== scene || this.foundBy !== matches)
      this.found = shownMatches(scene.shown, matches);
    [this.foundIn, this.foundBy] = [scene, matches];
    return this.found;
  }

  private stop(): string | undefined {
    return this.chosen ?? this.scene.shown.nodes[0]?.id;
  }

  /** Exactly one box or arrow is a stop for the Tab key. */
  private rove(): void {
    const stop = this.stop();
    for (const element of this.element.querySelectorAll('[role=button][tabindex="0"]')) {
      element.setAttribute('tabindex', '-1');
    }
    if (stop !== undefined) this.drawing.element(stop)?.setAttribute('tabindex', '0');
  }

  /** What a key does; `false` where it means nothing here. */
  private key(event: KeyboardEvent): boolean {
    if (event.ctrlKey || event.metaKey || event.altKey) return false;
    const { key } = event;
    if (key.startsWith('Arrow')) return event.shiftKey ? this.pan(key as Arrow) : this.go(key as Arrow);
    if (key === 'Escape') return this.escape();
    if (key === 'Home' || key === 'End')
      return this.step(this.scene.shown.nodes.at(key === 'Home' ? 0 : -1)?.id);
    if (this.chosen === null) return false;
    if (key === 'Enter') this.reveal(this.chosen);
    else if (key === ' ') this.wishes.toggle(this.chosen);
    else return false;
    return true;
  }

  private pan(key: Arrow): true {
    const x = key === 'ArrowLeft' ? panStep : key === 'ArrowRight' ? -panStep : 0;
    const y = key === 'ArrowUp' ? panStep : key === 'ArrowDown' ? -panStep : 0;
    this.camera.pan({ x, y });
    return true;
  }

  private go(key: Arrow): boolean {
    const { shown, picture, direction } = this.scene;
    const at = this.chosen;
    if (at === null) return this.step(shown.nodes[0]?.id);
    const next = walk({ shown, picture, direction, at, from: this.cameFrom }, key);
    if (next !== null && shown.standsFor.has(at)) this.cameFrom = at;
    return this.step(next ?? undefined);
  }

  private step(id: string | undefined): boolean {
    if (id === undefined) return false;
    this.choose(id);
    this.drawing.element(id)?.focus({ preventScroll: true });
    return true;
  }

  private escape(): boolean {
    this.wishes.tooltip.hide();
    if (this.chosen === null) return false;
    this.choose(null);
    return true;
  }

  private extent(id: string): Box | null {
    const { boxes, lines } = this.scene.picture;
    const line = lines.get(id);
    return boxes.get(id) ?? (line === undefined ? null : boundsOf([], line.points));
  }
}
