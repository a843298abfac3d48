import { emptyScene, type Scene } from '../../picture/scene.js';
import { extrasByPair, extrasOf, type Extra, type ExtraEdge } from './extras.js';
import { shownMatches, type Matches } from './filter.js';
import { ListView } from './list-view.js';
import { Matrix } from './matrix.js';
import { Stage, type StageWishes } from './stage.js';
import type { Shown, ShownEdge } from '../../picture/state.js';
import { html } from './svg.js';
import { Tooltip } from './tooltip.js';
import { panelId, viewNames, type ViewName } from './views.js';

export interface DeskWishes extends Omit<StageWishes, 'tooltip' | 'revealEdge'> {
  readonly revealEdge: (edge: Pick<ShownEdge, 'source' | 'target'>) => void;
  /** So many connections are laid over the views. */
  readonly laidOver: (count: number) => void;
}

/** The three views of one scene, one of which is seen. A view that is not seen is brought up to date when it is. */
export class Desk {
  readonly tooltip = new Tooltip();
  readonly stage: Stage;
  private readonly matrix: Matrix;
  private readonly list: ListView;
  private readonly panels: Readonly<Record<ViewName, HTMLElement>>;
  readonly elements: readonly HTMLElement[];
  private seen: ViewName = 'graph';
  private readonly stale = new Set<ViewName>();
  private scene: Scene = emptyScene;
  private matches: Matches | null = null;
  private edges: readonly ExtraEdge[] = [];
  private badges: (shown: Shown) => ReadonlyMap<string, number> = () => new Map();

  constructor(private readonly wishes: DeskWishes) {
    const { measure, revealNode, revealEdge, toggle, chosen, pair } = wishes;
    const { tooltip } = this;
    this.stage = new Stage({ ...wishes, tooltip });
    this.matrix = new Matrix({
      ...{ measure, tooltip, toggle },
      reveal: (source, target) => (target === null ? revealNode(source) : revealEdge({ source, target })),
      node: chosen,
      chosen: pair,
    });
    this.list = new ListView({ revealNode, revealEdge, toggle, pair });
    const content = { graph: this.stage.element, matrix: this.matrix.element, list: this.list.element };
    const panel = (name: ViewName): HTMLElement =>
      html(
        'div',
        { class: `view ${name}-view`, id: panelId(name), role: 'tabpanel', 'aria-labelledby': `tab-${name}` },
        name === 'graph' ? this.stage.farCanvas.element : null,
        content[name],
        name === 'graph' ? this.stage.minimap.element : null,
      );
    this.panels = { graph: panel('graph'), matrix: panel('matrix'), list: panel('list') };
    this.elements = viewNames.map((name) => this.panels[name]);
    this.see('graph');
  }

  get shows(): ViewName {
    return this.seen;
  }

  /** Shows another view. */
  see(name: ViewName): void {
    this.seen = name;
    this.tooltip.hide();
    for (const other of viewNames) this.panels[other].hidden = other !== name;
    if (this.stale.has(name)) this.refresh();
  }

  /** Shows a scene; `toggled` is the zone that was opened or closed for it. */
  show(scene: Scene, toggled: string | null): void {
    this.scene = scene;
    // The picture is what the next layout starts from, and may be cheap: it is always drawn.
    const opened = scene.shown.nodes.some(({ id, form }) => id === toggled && form === 'open');
    this.stage.show(scene, opened);
    if (toggled !== null) this.stage.bring(toggled);
    this.renew();
  }

  /** Emphasises what matches a filter; with `ring` strongly. */
  match(matches: Matches | null, ring: boolean): void {
    this.matches = matches;
    this.stage.match(matches, ring);
    this.renew();
  }

  /** Lays connections over the picture, and numbers on boxes. */
  overlay(edges: readonly ExtraEdge[], badges: (shown: Shown) => ReadonlyMap<string, number>): void {
    this.edges = edges;
    this.badges = badges;
    this.renew();
  }

  /** What is laid over the scene. */
  get extras(): Extra[] {
    return extrasOf(this.scene.shown, this.edges);
  }

  /** The box or arrow that was chosen last, in whatever view. */
  get chosenId(): string | null {
    return (this.seen === 'matrix' ? this.matrix.chosenId : null) ?? this.stage.chosenId;
  }

  /** Goes to the next match, or back. */
  next(step: 1 | -1): void {
    this.stage.nextMatch(step);
  }

  /** Gives the keyboard to what is seen. */
  focus(): void {
    if (this.seen === 'graph') this.stage.focus();
    else if (this.seen === 'matrix') this.matrix.focus();
    else this.list.element.querySelector('button')?.focus();
  }

  private renew(): void {
    for (const name of viewNames) this.stale.add(name);
    this.refresh();
  }

  private refresh(): void {
    this.stale.delete(this.seen);
    const { shown, marks } = this.scene;
    const matching = this.matches === null ? null : shownMatches(shown, this.matches);
    const { extras } = this;
    this.stage.overlay(extras, this.badges(shown));
    this.wishes.laidOver(this.seen === 'graph' ? extras.length : 0);
    if (this.seen === 'matrix') this.matrix.show({ shown, marks, matching, extras: extrasByPair(extras) });
    if (this.seen === 'list') this.list.show({ shown, marks, matching, extras });
  }
}
