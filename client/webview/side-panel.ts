import type { Graph } from '../../language/graph/model.js';
import type { ChainResult, Changes, PairResult, ReachResult } from '../../server/protocol.js';
import type { Marks } from './filter.js';
import { changesPanel, revisionForm } from './panel-changes.js';
import { nodePanel } from './panel-node.js';
import { pairPanel } from './panel-pair.js';
import { reachPanel } from './panel-reach.js';
import type { Asker } from './question.js';
import type { Subject } from './subject.js';
import { html } from './svg.js';

export interface SidePanelWishes {
  readonly asker: Asker;
  readonly revealNode: (id: string) => void;
  readonly revealRule: (rule: string) => void;
  readonly choose: (id: string) => void;
  /** The subject has changed, or more is known of it. */
  readonly changed: (subject: Subject | null, known: Known | null) => void;
  /** The panel was closed by the user. */
  readonly left: () => void;
}

/** What is known of the subject, once the policy has answered. */
export type Known =
  | { readonly kind: 'pair'; readonly pair: PairResult; readonly chain: ChainResult | null }
  | { readonly kind: 'changes'; readonly changes: Changes }
  | { readonly kind: 'reach'; readonly reach: ReachResult };

/** The panel beside the picture: one box in detail, its blast radius, or who decides between two boxes. */
export class SidePanel {
  private readonly title = html('h2', { tabindex: -1 });
  private readonly body = html('div', { class: 'panel-body' });
  private readonly shut = html(
    'button',
    { type: 'button', class: 'shut', 'aria-label': 'Close details', title: 'Close (Esc)' },
    '×',
  );
  readonly element = html(
    'aside',
    { class: 'panel', 'aria-label': 'Details', hidden: '' },
    html('div', { class: 'panel-head' }, this.title, this.shut),
    this.body,
  );
  private subject: Subject | null = null;
  private known: Known | null = null;
  private trouble: string | null = null;
  private graph: Graph = { version: 1, nodes: [], edges: [] };
  private marks: Marks = {};
  private turn = 0;

  constructor(private readonly wishes: SidePanelWishes) {
    this.shut.addEventListener('click', () => this.close());
    this.element.addEventListener('keydown', (event) => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      this.close();
    });
  }

  get current(): Subject | null {
    return this.subject;
  }

  /** Shows a subject, or closes the panel; with `focus` the keyboard goes there. */
  show(subject: Subject | null, focus = false): void {
    const same = JSON.stringify(subject) === JSON.stringify(this.subject);
    if (!same) {
      this.subject = subject;
      this.known = null;
      this.trouble = null;
      this.draw();
      this.wishes.changed(subject, null);
      void this.ask();
    }
    if (focus && subject !== null) this.title.focus();
  }

  /** Takes another graph: what is shown is asked anew, and stays until the answer is there. */
  setGraph(graph: Graph, marks: Marks): void {
    this.graph = graph;
    this.marks = marks;
    if (this.subject?.kind === 'node') this.draw();
    else void this.ask();
  }

  close(): void {
    this.show(null);
    this.wishes.left();
  }

  private async ask(): Promise<void> {
    const turn = ++this.turn;
    const { subject } = this;
    if (subject === null || subject.kind === 'node') return;
    const found = await this.asked(subject);
    if (turn !== this.turn) return;
    this.trouble = typeof found === 'string' ? found : null;
    this.known = typeof found === 'string' ? null : found;
    this.draw();
    this.wishes.changed(this.subject, this.known);
  }

  private asked(subject: Exclude<Subject, { kind: 'node' }>): Promise<Known | string> {
    if (subject.kind === 'pair') return this.askPair(subject);
    return subject.kind === 'reach' ? this.askReach(subject) : this.askChanges(subject);
  }

  private async askChanges({ against }: Subject & { kind: 'changes' }): Promise<Known | string> {
    const answer = await this.wishes.asker.ask({ kind: 'changes', against });
    if ('error' in answer) return answer.error;
    if (answer.result === null) return 'There is no policy here any more.';
    return 'error' in answer.result ? answer.result.error : { kind: 'changes', changes: answer.result };
  }

  private async askPair({ source, target }: Subject & { kind: 'pair' }): Promise<Known | string> {
    const answer = await this.wishes.asker.ask({ kind: 'pair', source, target });
    if ('error' in answer) return answer.error;
    if (answer.result === null) return 'One of the two is no longer in the policy.';
    const { verdict } = answer.result;
    if (verdict !== 'deny') return { kind: 'pair', pair: answer.result, chain: null };
    const chain = await this.wishes.asker.ask({ kind: 'chain', source, target });
    return { kind: 'pair', pair: answer.result, chain: 'error' in chain ? null : chain.result };
  }

  private async askReach({ id, direction }: Subject & { kind: 'reach' }): Promise<Known | string> {
    const answer = await this.wishes.asker.ask({ kind: 'reach', id, direction });
    if ('error' in answer) return answer.error;
    return answer.result === null
      ? `${id} is no longer in the policy.`
      : { kind: 'reach', reach: answer.result };
  }

  private draw(): void {
    const { subject } = this;
    this.element.hidden = subject === null;
    if (subject === null) return;
    this.title.textContent = titleOf(subject);
    const focused = document.activeElement;
    const label = this.body.contains(focused)
      ? (focused?.getAttribute('aria-label') ?? focused?.textContent ?? null)
      : null;
    this.body.replaceChildren(...this.content(subject));
    if (label === null) return;
    const again = [...this.body.querySelectorAll<HTMLElement>('button, input')].find(
      (one) => (one.getAttribute('aria-label') ?? one.textContent) === label,
    );
    (again ?? this.title).focus();
  }

  private content(subject: Subject): HTMLElement[] {
    const { known, trouble, wishes } = this;
    if (subject.kind === 'node') {
      const node = this.graph.nodes.find(({ id }) => id === subject.id);
      if (node === undefined) return [html('p', {}, 'It is no longer in the policy.')];
      return nodePanel(this.graph, this.marks, node, {
        revealNode: wishes.revealNode,
        pair: (source, target) => this.show({ kind: 'pair', source, target }),
        reach: (id, direction) => this.show({ kind: 'reach', id, direction, hops: 1 }, true),
      });
    }
    const waiting = trouble ?? (known === null ? 'Working it out…' : null);
    const said = waiting === null ? [] : [html('p', { role: 'status' }, waiting)];
    if (subject.kind === 'changes') return this.changes(subject, said);
    if (known === null || trouble !== null) return said;
    if (subject.kind === 'pair' && known.kind === 'pair')
      return pairPanel(subject.source, subject.target, known.pair, known.chain, {
        revealRule: wishes.revealRule,
        pair: (source, target) => this.show({ kind: 'pair', source, target }),
      });
    if (subject.kind !== 'reach' || known.kind !== 'reach') return [];
    return reachPanel(known.reach, subject.direction, Math.min(subject.hops, known.reach.steps.length), {
      turn: (direction) => this.show({ ...subject, direction, hops: 1 }),
      hops: (hops) => this.step(subject, known.reach, hops),
      revealRule: wishes.revealRule,
      choose: wishes.choose,
    });
  }

  private changes({ against }: Subject & { kind: 'changes' }, said: HTMLElement[]): HTMLElement[] {
    const wishes = {
      revealRule: this.wishes.revealRule,
      compare: (other: string) => this.show({ kind: 'changes', against: other }),
    };
    const found = this.known?.kind === 'changes' ? changesPanel(this.known.changes, wishes) : [];
    return [revisionForm(against, wishes), ...said, ...found];
  }

  /** Another number of hops needs no other answer. */
  private step(subject: Subject & { kind: 'reach' }, reach: ReachResult, hops: number): void {
    this.subject = { ...subject, hops };
    this.draw();
    this.wishes.changed(this.subject, { kind: 'reach', reach });
  }
}

function titleOf(subject: Subject): string {
  if (subject.kind === 'node') return subject.id === '*' ? 'Addresses of no zone' : subject.id;
  if (subject.kind === 'pair')
    return subject.source === subject.target
      ? `Within ${subject.source}`
      : `${subject.source} → ${subject.target}`;
  if (subject.kind === 'changes') return 'What changed';
  return `Blast radius of ${subject.id}`;
}
