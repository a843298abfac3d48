import { amend } from './amend.js';
import { chooseClosed, type Choice } from '../../picture/budget.js';
import { emptyScene, type Scene } from '../../picture/scene.js';
import { fromElk, isSmall, toElk } from '../../picture/elk-graph.js';
import {
  emptyPicture,
  boundsOf,
  type Box,
  type Line,
  type Picture,
  type Point,
  type Size,
} from '../../picture/geometry.js';
import { gridPicture } from '../../picture/grid.js';
import type { Layouter, Outcome } from './layout.js';
import { roomNotice, type Notice } from './notices.js';
import type { Mark, MarkSeverity } from '../../picture/marks.js';
import type { Direction, GraphMessage } from './protocol.js';
import { centralBox, settle } from './settle.js';
import type { Measure, Way } from '../../picture/sizes.js';
import { show, type Shown } from '../../picture/state.js';
import { treeOf, type Tree } from '../../picture/tree.js';
import { fitView } from './view.js';

/** What the user has done to the picture, in the form that outlives a reload. */
export interface Remembered {
  readonly opened: readonly string[];
  readonly closed: readonly string[];
  readonly boxes: readonly (readonly [string, Box])[];
  readonly lines: readonly (readonly [string, Line])[];
  /** Stands for what was laid out: if it is the same, so is the picture. */
  readonly laidOut: string;
  readonly way: Way | null;
  /** How deep zones are opened unasked; `null` as deep as there is room. */
  readonly levels: number | null;
}

export interface SceneWishes {
  readonly layouter: Layouter;
  readonly measure: Measure;
  /** The box that should stay where it is, and the point of the picture that the user looks at. */
  readonly anchor: () => { readonly chosen: string | null; readonly looking: Point };
  /** The size of the panel. */
  readonly screen: () => Size;
  /** `toggled` is the zone that was opened or closed for it. */
  readonly whenReady: (scene: Scene, toggled: string | null) => void;
  readonly whenNoticed: (notices: readonly Notice[]) => void;
}

/** The first layout may take this long, in milliseconds, before a draft of the picture is shown in its place. */
const patience = 200;

const draftNotice: Notice = { level: 'info', text: 'The picture is being laid out…' };

const deadlineText = 'The layout took longer than 5 s; showing zones collapsed. Press + on one to open it.';

/** A first picture that would be shown smaller than this has zones closed until it is not: its letters were too small. */
const legible = 0.66;

/** Keeps the graph and what the user opened and closed, and makes scenes of them, one layout after the other. */
export class SceneKeeper {
  private message: GraphMessage | null = null;
  private tree: Tree | null = null;
  private opened: string[] = [];
  private closed = new Set<string>();
  /** How deep zones are opened unasked. None after a layout that took too long: then only what the user opens is open. */
  private levels = Infinity;
  /** Whether `levels` has been settled, which the first picture does. */
  private settledLevels = false;
  private direction: Direction = 'AUTO';
  /** What `AUTO` came to, until the picture is laid out anew. */
  private way: Way | null = null;
  private scene: Scene = emptyScene;
  private laidOut = '';
  private turn = 0;
  private trouble: Notice | null = null;
  /** The box that was opened or closed last, until the picture shows it. */
  private toggled: string | null = null;
  private drafting: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly wishes: SceneWishes) {}

  /** What is on screen. */
  get current(): Scene {
    return this.scene;
  }

  remember(): Remembered {
    // Rows are the same each time, and there may be thousands of boxes in them.
    const { boxes, lines } = this.scene.rows ? emptyPicture : this.scene.picture;
    const { opened, closed, laidOut, way } = this;
    const levels = Number.isFinite(this.levels) ? this.levels : null;
    return { opened, closed: [...closed], boxes: [...boxes], lines: [...lines], laidOut, way, levels };
  }

  restore({ opened, closed, boxes, lines, laidOut, way, levels }: Remembered): void {
    this.levels = levels ?? Infinity;
    this.settledLevels = true;
    this.opened = [...opened];
    this.closed = new Set(closed);
    this.way = way;
    this.laidOut = laidOut;
    const places = new Map(boxes);
    const points = lines.flatMap(([, line]) => line.points);
    const bounds = boundsOf(places.values(), points);
    this.scene = { ...this.scene, picture: { boxes: places, lines: new Map(lines), bounds } };
  }

  setGraph(message: GraphMessage): void {
    if (this.message !== null && message.version < this.message.version) return;
    this.message = message;
    this.tree = treeOf(message.graph);
    this.update();
  }

  /** Takes the direction; whether the picture has to be laid out anew for it. */
  turnsTo(direction: Direction): boolean {
    if (direction === this.direction) return false;
    this.direction = direction;
    // A picture from before a reload stays, where it goes the right way.
    return this.message !== null || (direction !== 'AUTO' && this.way !== null && direction !== this.way);
  }

  /** Opens a closed zone, or closes an open one. */
  toggle(id: string): void {
    const form = this.scene.shown.nodes.find((node) => node.id === id)?.form;
    if (form === undefined || form === 'leaf') return;
    this.opened = this.opened.filter((other) => other !== id);
    this.closed.delete(id);
    if (form === 'open') this.closed.add(id);
    else this.opened.push(id);
    this.toggled = id;
    this.trouble = null;
    this.update();
  }

  /** Lays out from scratch, whatever stood where. */
  tidy(): void {
    this.way = null;
    this.laidOut = '';
    this.scene = { ...this.scene, picture: emptyPicture };
    this.update();
  }

  private update(): void {
    if (this.message === null || this.tree === null) return;
    const { graph } = this.message;
    const wishes = { opened: [...this.standing(), ...this.opened], closed: this.closed };
    const choice = chooseClosed(graph, this.tree, wishes, this.levels);
    if (this.toggled !== null && this.opened.includes(this.toggled) && choice.closed.has(this.toggled)) {
      this.trouble = {
        level: 'info',
        text: `There is too much in ${this.toggled} to show it open. Search (/) finds what is in it.`,
      };
    }
    const shown = show(graph, this.tree, choice.closed);
    const plan = { turn: ++this.turn, shown, choice };
    if (choice.tooMany) return this.finish(plan, gridPicture(shown, this.wishes.measure), '', true);
    // Without arrows there are no layers: those would be one long row.
    if (shown.edges.length === 0) return this.arrived(plan, gridPicture(shown, this.wishes.measure), '');
    this.draftSoon(plan);
    if (this.direction !== 'AUTO') return this.layOut(plan, this.direction);
    if (this.way !== null) return this.layOut(plan, this.way);
    if (isSmall(shown)) return this.tryBothWays(plan);
    const { width, height } = this.wishes.screen();
    this.layOut(plan, width > height ? 'RIGHT' : 'DOWN');
  }

  /** While there is no picture yet, and the layout takes its time, boxes are shown in rows. */
  private draftSoon({ shown }: Plan): void {
    clearTimeout(this.drafting);
    const { shown: before, picture: restored } = this.scene;
    if (before.nodes.length > 0 || restored.boxes.size > 0) return;
    this.drafting = setTimeout(() => {
      const picture = gridPicture(shown, this.wishes.measure);
      const marks = shownMarks(shown, this.message?.marks ?? {});
      this.wishes.whenNoticed([draftNotice]);
      this.scene = { shown, picture, marks, direction: 'RIGHT', rows: true, draft: true };
      this.wishes.whenReady(this.scene, null);
    }, patience);
  }

  /** Zones that are open on screen: one box more must not close one of them. */
  private standing(): string[] {
    if (this.levels === 0 || !this.settledLevels) return [];
    return this.scene.shown.nodes.filter(({ form }) => form === 'open').map(({ id }) => id);
  }

  private layOut(plan: Plan, way: Way): void {
    const { shown } = plan;
    const wish = { direction: way, measure: this.wishes.measure };
    const graph = toElk(shown, wish);
    const wanted = fingerprint(graph);
    this.way = way;
    const { picture, rows } = this.scene;
    if (wanted === this.laidOut) return this.finish(plan, picture, wanted, rows);
    const amended = this.toggled === null && !rows ? amend(picture, shown, way, this.wishes.measure) : null;
    if (amended !== null) return this.finish(plan, amended, wanted, false);
    this.wishes.layouter.submit({
      graph,
      whenDone: (outcome) => this.laid(plan, wanted, outcome),
    });
  }

  /** Lays out to the right and down, and keeps what can be shown larger in the panel. */
  private tryBothWays(plan: Plan): void {
    const { measure } = this.wishes;
    const [right, down] = (['RIGHT', 'DOWN'] as const).map((direction) =>
      toElk(plan.shown, { measure, direction }),
    );
    const wanted = [fingerprint(right), fingerprint(down)];
    const zoom = (picture: Picture): number => fitView(picture.bounds, this.wishes.screen()).zoom;
    const { layouter } = this.wishes;
    layouter.submit({
      graph: right!,
      whenDone: (first) => {
        if (first.kind !== 'done') return this.laid(plan, wanted[0]!, first);
        const wide = fromElk(first.graph, plan.shown, measure);
        // The text has changed meanwhile: this is shown, and the next layout decides.
        if (plan.turn !== this.turn) return this.finish(plan, wide, wanted[0]!, false);
        layouter.submit({
          graph: down!,
          whenDone: (second) => {
            const high = second.kind === 'done' ? fromElk(second.graph, plan.shown, measure) : null;
            const better = high !== null && zoom(high) > zoom(wide) * 1.08;
            this.way = better ? 'DOWN' : 'RIGHT';
            this.arrived(plan, better ? high : wide, wanted[better ? 1 : 0]!);
          },
        });
      },
    });
  }

  private laid(plan: Plan, wanted: string, outcome: Outcome): void {
    if (outcome.kind === 'done')
      return this.arrived(plan, fromElk(outcome.graph, plan.shown, this.wishes.measure), wanted);
    if (outcome.kind === 'late' && this.collapseAll()) return this.update();
    const reason = outcome.kind === 'late' ? 'it took longer than 5 s' : outcome.text;
    this.trouble = { level: 'warning', text: `The layout failed (${reason}); boxes stand in rows.` };
    this.finish(plan, gridPicture(plan.shown, this.wishes.measure), wanted, true);
  }

  /** Shows what was laid out, unless it is the first picture, is too small to read, and can do with fewer open zones. */
  private arrived(plan: Plan, picture: Picture, wanted: string): void {
    const { turn, shown } = plan;
    if (!this.settledLevels) {
      const tooSmall = fitView(picture.bounds, this.wishes.screen()).zoom < legible;
      if (tooSmall && this.closeDeepest(shown)) return this.update();
      // One with fewer open zones is on its way.
      if (tooSmall && turn !== this.turn) return;
      this.settledLevels = shown.nodes.length > 0;
    }
    this.finish(plan, picture, wanted, false);
  }

  /** Closes the innermost level of open zones; `false` where the user opened them, or none is open. */
  private closeDeepest({ nodes }: Shown): boolean {
    const open = nodes.filter(({ form }) => form === 'open').map(({ depth }) => depth);
    const deepest = Math.max(-1, ...open);
    if (deepest < 0 || deepest >= this.levels) return false;
    this.levels = deepest;
    this.way = null;
    return true;
  }

  /** Closes all zones; `false` where they were already. */
  private collapseAll(): boolean {
    if (this.levels === 0 && this.opened.length === 0) return false;
    this.levels = 0;
    this.opened = [];
    this.trouble = { level: 'warning', text: deadlineText };
    return true;
  }

  private finish({ shown, choice }: Plan, fresh: Picture, wanted: string, rows: boolean): void {
    clearTimeout(this.drafting);
    // Nothing is to stay where a draft had it: whether there was one is chance.
    const stays = fresh === this.scene.picture || this.scene.draft === true;
    const picture = stays ? fresh : this.settled(fresh);
    const { toggled } = this;
    this.laidOut = wanted;
    this.toggled = null;
    const marks = shownMarks(shown, this.message?.marks ?? {});
    this.scene = { shown, picture, marks, direction: this.way ?? 'RIGHT', rows };
    const room = this.trouble === null ? roomNotice(choice.forRoom, choice.tooMany) : this.trouble;
    this.wishes.whenNoticed(room === null ? [] : [room]);
    this.wishes.whenReady(this.scene, toggled);
  }

  private settled(fresh: Picture): Picture {
    const before = this.scene.picture;
    const { chosen, looking } = this.wishes.anchor();
    const anchors = [this.toggled, chosen, centralBox(before, fresh, looking)];
    const anchor = anchors.find((id) => id !== null && before.boxes.has(id) && fresh.boxes.has(id)) ?? null;
    return settle(before, fresh, anchor);
  }
}

/** What is to be laid out. */
interface Plan {
  /** Grows with every change of what is to be shown. */
  readonly turn: number;
  readonly shown: Shown;
  readonly choice: Choice;
}

/** A short text that differs for different values, but for one chance in some thousand millions (FNV-1a, 32 bits). */
function fingerprint(value: unknown): string {
  const text = JSON.stringify(value);
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return `${text.length}-${(hash >>> 0).toString(16)}`;
}

const worstFirst: readonly MarkSeverity[] = ['error', 'warning', 'info', 'hint'];

/** The marks by shown id: those of merged arrows and hidden boxes are added up. */
export function shownMarks(shown: Shown, marks: Readonly<Record<string, Mark>>): Map<string, Mark> {
  const edges = new Map(
    [...shown.edges, ...shown.inside.values()].flatMap((edge) =>
      edge.merged.map((id) => [id, edge] as const),
    ),
  );
  const found = new Map<string, Mark>();
  for (const [id, mark] of Object.entries(marks)) {
    const edge = edges.get(id);
    // A connection within a closed zone or a single box is marked on that box.
    const target =
      edge === undefined ? shown.standsFor.get(id) : edge.source === edge.target ? edge.source : edge.id;
    if (target === undefined || mark.count === 0) continue;
    const other = found.get(target);
    found.set(target, other === undefined ? mark : sumOf(mark, other));
  }
  return found;
}

function sumOf(a: Mark, b: Mark): Mark {
  const severity = worstFirst.find((level) => level === a.severity || level === b.severity) ?? a.severity;
  return { severity, count: a.count + b.count };
}
