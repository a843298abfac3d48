import type { Box, Point, Size } from '../../picture/geometry.js';
import type { Scene } from '../../picture/scene.js';
import type { Way } from '../../picture/sizes.js';
import { slide } from './motion.js';
import type { Saved } from './saved.js';
import { html } from './svg.js';
import { bringIntoView, fitView, panView, pictureAt, zoomView, type View } from './view.js';

export interface CameraWishes {
  /** How many pixels at the lower end of the panel are covered by notices. */
  readonly covered: () => number;
  /** Another part of the picture is seen, or of another size. */
  readonly looks: (view: View) => void;
}

const zoomStep = 1.25;
/** A picture that was all in sight is fitted anew where it can be shown so many times as large. */
const muchLarger = 1.25;

/** What part of the picture is seen: it is moved and zoomed by the user, and fits the picture to the panel until then. */
export class Camera {
  /** What is moved and zoomed: a box of the page. Text in an SVG group that is zoomed is laid out anew in every frame. */
  readonly element = html('div', { class: 'camera' });
  view: View = { x: 0, y: 0, zoom: 1 };
  /** Whether the next picture is to be shown whole, wherever it stands. */
  private toFit = true;
  /** The view that shows all, when that was last wished for. While it is the view, nobody has chosen another. */
  private fitted: View | null = null;
  /** The direction of the picture that was shown last, or before a reload; `null` where there was none. */
  private way: Way | null = null;
  private bounds: Box = { x: 0, y: 0, width: 0, height: 0 };
  /** Until the panel changes its size. */
  private size: Size | null = null;

  constructor(
    private readonly panel: HTMLElement,
    private readonly wishes: CameraWishes,
  ) {
    new ResizeObserver(() => {
      this.size = null;
      // A picture that was all in sight stays so when a panel opens beside it.
      if (this.view === this.fitted) this.fit();
      else this.set(this.view);
    }).observe(panel);
  }

  set(wished: View): void {
    const { view: old } = this;
    const isSame = wished.x === old.x && wished.y === old.y && wished.zoom === old.zoom;
    this.view = isSame ? old : wished;
    const { x, y, zoom } = this.view;
    this.element.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`;
    this.wishes.looks(this.view);
  }

  /**
   * Takes a scene that is drawn now. The first one, and its draft, is shown whole unless a view was restored before; so is
   * one that runs the other way, and one that no longer fits while all was in sight. But whoever opened a zone looks at that.
   */
  take(
    { picture: { bounds }, shown, direction, draft = false }: Scene,
    opened: boolean,
    animate: boolean,
  ): void {
    this.bounds = bounds;
    const turned = this.way !== null && this.way !== direction;
    if (!draft) this.way = direction;
    const strayed = this.view === this.fitted && !opened && this.fitsBadly();
    if (!this.toFit && !turned && !strayed) return;
    const before = this.element.style.transform;
    this.fit();
    this.toFit = draft || shown.nodes.length === 0;
    const { transform } = this.element.style;
    // In one movement with the boxes that slide to their places.
    if (animate && before !== transform) this.element.animate([{ transform: before }, { transform }], slide);
  }

  /** Whether part of the picture is out of sight, or all of it could be shown much larger. */
  private fitsBadly(): boolean {
    const { x, y, zoom } = this.view;
    const { width, height } = this.screen();
    const { bounds } = this;
    const [left, top] = [bounds.x * zoom + x, bounds.y * zoom + y];
    const [right, bottom] = [left + bounds.width * zoom, top + bounds.height * zoom];
    if (Math.min(left, top) < 0 || right > width || bottom > height) return true;
    return fitView(bounds, { width, height }).zoom > zoom * muchLarger;
  }

  /** What outlives a reload. All is in sight, or will be, where nobody has zoomed or moved since that was wished for. */
  remember(): Pick<Saved, 'view' | 'fitted'> {
    return { view: this.view, fitted: this.toFit || this.view === this.fitted };
  }

  /** Takes the view from before a reload; one that showed all does so again, as the panel may have another size now. */
  restore({ view, fitted, way }: Pick<Saved, 'view' | 'fitted' | 'way'>): void {
    this.toFit = fitted;
    this.way = way;
    this.set(view);
  }

  /** Shows all of the next scene, wherever it stands. */
  fitNext(): void {
    this.toFit = true;
  }

  /** Shows all. */
  fit(): void {
    const { width, height } = this.screen();
    this.set(fitView(this.bounds, { width, height: height - this.wishes.covered() }));
    this.fitted = this.view;
  }

  /** Moves the picture so that a point of it is in the middle of the screen. */
  lookAt({ x, y }: Point): void {
    const { width, height } = this.screen();
    const { zoom } = this.view;
    this.set({ zoom, x: width / 2 - x * zoom, y: height / 2 - y * zoom });
  }

  /** The point of the picture in the middle of the screen. */
  looking(): Point {
    const { width, height } = this.screen();
    return pictureAt(this.view, { x: width / 2, y: height / 2 });
  }

  /** Moves the picture as little as possible so that a box is on screen. */
  show(box: Box): void {
    this.set(bringIntoView(this.view, box, this.screen()));
  }

  /** Moves the picture so that all of a box is on screen, and makes it smaller where it has to. */
  bring(box: Box): void {
    const whole = fitView(box, this.screen());
    if (whole.zoom < this.view.zoom) this.set(whole);
    else this.show(box);
  }

  zoom(steps: number): void {
    const { width, height } = this.screen();
    this.set(zoomView(this.view, zoomStep ** steps, { x: width / 2, y: height / 2 }));
  }

  pan(by: Point): void {
    this.set(panView(this.view, by));
  }

  /** The size of the panel, in pixels: asking the page in every frame would have it laid out in every frame. */
  screen(): Size {
    return (this.size ??= {
      width: this.panel.clientWidth || innerWidth,
      height: this.panel.clientHeight || innerHeight,
    });
  }
}
