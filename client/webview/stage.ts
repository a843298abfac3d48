import { boundsOf, type Box, type Point, type Size } from '../../picture/geometry.js';
import { describeEdge, describeNode } from '../../picture/describe.js';
import { BadgesLayer } from './badges-layer.js';
import { emptyScene, type Scene } from '../../picture/scene.js';
import { readable } from './culling.js';
import { Drawing } from './drawing.js';
import { ExtrasLayer } from './extras-layer.js';
import { describeExtra, type Extra } from './extras.js';
import { shownMatches, type Matches } from './filter.js';
import { Minimap } from './minimap.js';
import { edgeOf, innermost, neighbourhood, walk, type Arrow } from './navigate.js';
import { reducesMotion, slide } from './motion.js';
import { FarCanvas } from './far-canvas.js';
import { followPointer } from './pointer.js';
import type { Measure, Way } from '../../picture/sizes.js';
import type { Saved } from './saved.js';
import { shownIds, type ShownEdge } from '../../picture/state.js';
import { html, svg } from './svg.js';
import type { Tooltip } from './tooltip.js';
import { bringIntoView, fitView, panView, pictureAt, zoomView, type View } from './view.js';

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

const zoomStep = 1.25;
const panStep = 60;
const doubleClickPause = 260;
/** Of a picture with more boxes nothing moves by itself: it would stutter. */
const mostMoving = 200;
/** A picture that was all in sight is fitted anew where it can be shown so many times as large. */
const muchLarger = 1.25;

/** The picture on screen: what part of it is seen, what is chosen, hovered and found, and the keys and pointer on it. */
export class Stage {
  readonly element = html('div', {
    class: 'stage',
    role: 'application',
    'aria-label': 'Segment graph',
    'aria-roledescription': 'graph',
  });
  /** What is moved and zoomed: a box of the page. Text in an SVG group that is zoomed is laid out anew in every frame. */
  private readonly camera = html('div', { class: 'camera' });
  private readonly drawing: Drawing;
  private scene: Scene = emptyScene;
  private view: View = { x: 0, y: 0, zoom: 1 };
  readonly farCanvas = new FarCanvas();
  readonly minimap = new Minimap({ look: (at) => this.lookAt(at) });
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
  private toFit = true;
  /** The view that shows all, when that was last wished for. While it is the view, nobody has chosen another. */
  private fitted: View | null = null;
  /** The direction of the picture that was shown last, or before a reload; `null` where there was none. */
  private way: Way | null = null;
  /** Until the panel changes its size. */
  private size: Size | null = null;

  constructor(private readonly wishes: StageWishes) {
    this.drawing = new Drawing(wishes.measure);
    this.element.append(this.camera);
    this.camera.append(svg('svg', { width: 1, height: 1 }, this.drawing.root));
    this.drawing.root.append(this.extrasLayer.root, this.badgesLayer.root);
    followPointer(this.element, {
      view: () => this.view,
      move: (view) => this.setView(view),
      // Boxes that are painted as plain shapes have no elements.
      find: (at) => (this.drawing.isFar ? innermost(this.scene, pictureAt(this.view, at)) : null),
      hover: (id, at) => this.hover(id, at),
      click: (id, together) => this.click(id, together),
      doubleClick: (id) => this.doubleClick(id),
      toggle: (id) => this.wishes.toggle(id),
    });
    new ResizeObserver(() => {
      this.size = null;
      // A picture that was all in sight stays so when a panel opens beside it.
      if (this.isFitted) this.fit();
      else this.setView(this.view);
    }).observe(this.element);
    this.element.addEventListener('focusin', (event) => this.focused(event));
    this.element.addEventListener('keydown', (event) => {
      if (this.key(event)) event.preventDefault();
    });
  }

  /**
   * Shows a scene; the first one, and its draft, is fitted to the screen unless a view was restored before. So is one that
   * runs the other way, and one that no longer fits while all was in sight; but whoever opened a zone looks at that.
   */
  show(scene: Scene, opened = false): void {
    const animate = this.shownOnce && scene.shown.nodes.length < mostMoving && !reducesMotion();
    const turned = this.way !== null && this.way !== scene.direction;
    this.toFit ||= turned || (this.isFitted && !opened && this.fitsBadly(scene));
    if (scene.draft !== true) this.way = scene.direction;
    this.scene = scene;
    this.element.ariaBusy = scene.draft === true ? 'true' : null;
    this.drawing.show(scene, animate);
    this.minimap.show(scene.shown, scene.picture);
    this.minimap.look(this.view, this.screen());
    if (this.toFit) this.fitFrom(this.camera.style.transform, animate);
    this.toFit &&= scene.shown.nodes.length === 0 || scene.draft === true;
    this.shownOnce ||= scene.shown.nodes.length > 0;
    if (this.chosen !== null && this.drawing.element(this.chosen) === null) this.chosen = null;
    this.hovered = null;
    this.extrasLayer.show(this.extras, scene);
    this.badgesLayer.show(this.badges, scene.picture);
    this.classify();
  }

  /** Takes the view from before a reload; one that showed all does so again, as the panel may have another size now. */
  restoreView({ view, fitted, way }: Pick<Saved, 'view' | 'fitted' | 'way'>): void {
    this.toFit = fitted;
    this.way = way;
    this.setView(view);
  }

  /** Whether all is in sight because that was wished for, and nobody has zoomed or moved since. */
  get isFitted(): boolean {
    return this.view === this.fitted;
  }

  /** Whether part of a scene is out of sight, or all of it could be shown much larger. */
  private fitsBadly({ picture: { bounds } }: Scene): boolean {
    const { x, y, zoom } = this.view;
    const { width, height } = this.screen();
    const [left, top] = [bounds.x * zoom + x, bounds.y * zoom + y];
    const isOut =
      Math.min(left, top) < 0 || left + bounds.width * zoom > width || top + bounds.height * zoom > height;
    return isOut || fitView(bounds, { width, height }).zoom > zoom * muchLarger;
  }

  get currentView(): View {
    return this.view;
  }

  get chosenId(): string | null {
    return this.chosen;
  }

  /** The point of the picture in the middle of the screen. */
  looking(): Point {
    const { width, height } = this.screen();
    return pictureAt(this.view, { x: width / 2, y: height / 2 });
  }

  setView(wished: View): void {
    const { view: old } = this;
    const view = wished.x === old.x && wished.y === old.y && wished.zoom === old.zoom ? old : wished;
    this.view = view;
    this.camera.style.transform = `translate(${view.x}px, ${view.y}px) scale(${view.zoom})`;
    this.element.classList.toggle('far', view.zoom < readable);
    const { width, height } = this.screen();
    const { x, y } = pictureAt(view, { x: 0, y: 0 });
    this.drawing.look({
      zoom: view.zoom,
      area: { x, y, width: width / view.zoom, height: height / view.zoom },
    });
    this.minimap.look(view, { width, height });
    this.paintFar();
    this.wishes.changed();
  }

  /** Shows all of the next scene, wherever it stands. */
  fitNext(): void {
    this.toFit = true;
  }

  fit(): void {
    const { width, height } = this.screen();
    this.setView(fitView(this.scene.picture.bounds, { width, height: height - this.wishes.covered() }));
    this.fitted = this.view;
  }

  /** Shows all, in one movement with the boxes that slide to their places. */
  private fitFrom(before: string, animate: boolean): void {
    this.fit();
    const { transform } = this.camera.style;
    if (animate && before !== '' && before !== transform)
      this.camera.animate([{ transform: before }, { transform }], slide);
  }

  /** Moves the picture so that a point of it is in the middle of the screen. */
  private lookAt({ x, y }: Point): void {
    const { width, height } = this.screen();
    const { zoom } = this.view;
    this.setView({ zoom, x: width / 2 - x * zoom, y: height / 2 - y * zoom });
  }

  /** Moves the picture so that all of a box is on screen, and makes it smaller where it has to. */
  bring(id: string): void {
    const box = this.extent(id);
    if (box === null) return;
    const whole = fitView(box, this.screen());
    if (whole.zoom < this.view.zoom) this.setView(whole);
    else this.setView(bringIntoView(this.view, box, this.screen()));
  }

  zoom(steps: number): void {
    const { width, height } = this.screen();
    this.setView(zoomView(this.view, zoomStep ** steps, { x: width / 2, y: height / 2 }));
  }

  /** Shows where the cursor in the text is; with `follow` the picture moves to have it on screen. */
  highlight(ids: readonly string[], follow: boolean): void {
    this.highlighted = ids;
    const lit = shownIds(this.scene.shown, ids);
    // Whoever has gone on to other text is no longer interested in what was clicked before.
    if (this.chosen !== null && !lit.has(this.chosen) && !document.hasFocus()) this.chosen = null;
    this.classify();
    const boxes = [...lit].flatMap((id) => this.extent(id) ?? []);
    if (follow && boxes.length > 0) this.setView(bringIntoView(this.view, boundsOf(boxes), this.screen()));
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
    if (box !== null) this.setView(bringIntoView(this.view, box, this.screen()));
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
    if (this.drawing.isFar) this.farCanvas.paint(this.view, this.screen());
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
    this.setView(panView(this.view, { x, y }));
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

  /** The size of the panel, in pixels: asking the page in every frame would have it laid out in every frame. */
  screen(): Size {
    return (this.size ??= {
      width: this.element.clientWidth || innerWidth,
      height: this.element.clientHeight || innerHeight,
    });
  }
}
