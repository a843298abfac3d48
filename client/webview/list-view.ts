import { extraSigns, type Extra } from './extras.js';
import type { Mark } from '../../picture/marks.js';
import { boxText } from '../../picture/sizes.js';
import type { Shown, ShownEdge, ShownNode } from '../../picture/state.js';
import { html } from './svg.js';

/** What the list shows. */
export interface ListData {
  readonly shown: Shown;
  readonly marks: ReadonlyMap<string, Mark>;
  /** Ids of shown boxes and arrows that match the filter; `null` without one. */
  readonly matching: ReadonlySet<string> | null;
  /** What is laid over the picture. */
  readonly extras: readonly Extra[];
}

export interface ListWishes {
  readonly revealNode: (id: string) => void;
  readonly revealEdge: (edge: ShownEdge) => void;
  readonly toggle: (id: string) => void;
  /** Ask who decides between two boxes. */
  readonly pair: (source: string, target: string) => void;
}

/** So many boxes are written out at first, and with each press of the button at the end. */
const pageLength = 200;

/**
 * The picture in words: a heading for each zone and workload, below it what it may reach and what may reach it.
 *
 * Every name is a button that leads to the source. What does not match the filter is left out.
 */
export class ListView {
  private readonly body = html('div', { class: 'sections' });
  private readonly more = html('button', { type: 'button', class: 'link' });
  readonly element = html('div', { class: 'list' }, this.body, this.more);
  private data: ListData = {
    shown: { nodes: [], edges: [], inside: new Map(), degrees: new Map(), standsFor: new Map() },
    marks: new Map(),
    matching: null,
    extras: [],
  };
  private written = 0;
  private length = pageLength;
  private out = new Map<string, ShownEdge[]>();
  private into = new Map<string, ShownEdge[]>();

  constructor(private readonly wishes: ListWishes) {
    this.more.addEventListener('click', () => {
      const last = this.body.lastElementChild;
      this.length += pageLength;
      this.write();
      last?.nextElementSibling?.querySelector('button')?.focus();
    });
    this.element.addEventListener('click', ({ target }) => {
      const id =
        target instanceof Element ? target.closest<HTMLElement>('[data-open]')?.dataset.open : undefined;
      if (id !== undefined) this.wishes.toggle(id);
    });
  }

  show(data: ListData): void {
    this.data = data;
    const all = [...data.shown.edges, ...data.shown.inside.values()];
    const edges = all.filter(({ id }) => data.matching?.has(id) ?? true);
    this.out = groupBy(edges, 'source');
    this.into = groupBy(
      edges.filter(({ source, target }) => source !== target),
      'target',
    );
    const focused = keyOf(document.activeElement);
    const had = this.element.contains(document.activeElement);
    this.written = 0;
    this.body.replaceChildren();
    this.write();
    if (had && focused !== null)
      [...this.body.querySelectorAll('button')].find((button) => keyOf(button) === focused)?.focus();
  }

  private sections(): readonly ShownNode[] {
    const { shown, matching } = this.data;
    return matching === null
      ? shown.nodes
      : shown.nodes.filter(({ id }) => matching.has(id) || this.out.has(id) || this.into.has(id));
  }

  private write(): void {
    const sections = this.sections();
    const next = sections.slice(this.written, this.length);
    this.body.append(...next.map((node) => this.section(node)));
    this.written += next.length;
    const left = sections.length - this.written;
    this.more.hidden = left === 0;
    this.more.textContent = `Show ${Math.min(left, pageLength)} more of ${left}`;
    if (sections.length === 0) this.body.replaceChildren(html('p', {}, 'Nothing matches the filter.'));
  }

  private section(shown: ShownNode): HTMLElement {
    const { node, form, depth } = shown;
    const level = Math.min(6, depth + 2);
    const name = button(boxText(shown).name, `source of ${node.id}`, () => this.wishes.revealNode(node.id));
    name.dataset.key = `node ${node.id}`;
    const heading = html(
      'div',
      { role: 'heading', 'aria-level': level, class: `heading trust-${node.trust ?? 'none'}` },
      html('span', { class: 'dot', 'aria-hidden': 'true' }),
      name,
    );
    if (form !== 'leaf') heading.append(this.opener(shown));
    const made = html(
      'section',
      { class: 'segment' },
      heading,
      html('p', { class: 'facts' }, factsOf(shown, this.data.marks.get(node.id))),
    );
    made.style.marginLeft = `${depth * 18}px`;
    const out = this.out.get(node.id) ?? [];
    const into = this.into.get(node.id) ?? [];
    if (out.length > 0) made.append(this.connections('may reach', out, 'target'));
    if (into.length > 0) made.append(this.connections('may be reached from', into, 'source'));
    const extras = this.data.extras.filter(({ source }) => source === node.id);
    if (extras.length > 0) made.append(this.laidOver(extras));
    if (out.length + into.length === 0 && form !== 'open')
      made.append(html('p', { class: 'facts' }, 'Nothing is allowed to it or from it.'));
    return made;
  }

  private laidOver(extras: readonly Extra[]): HTMLElement {
    const rows = extras.map(({ kind, source, target, services, rules, by }) => {
      const { sign, verb } = extraSigns[kind];
      const link = button(target, `verdicts from ${source} to ${target}`, () =>
        this.wishes.pair(source, target),
      );
      const names = [...by, ...rules];
      const why = names.length === 0 ? '' : ` (${named(names)})`;
      const mark = html('span', { class: `key ${kind}`, 'aria-hidden': 'true' }, sign);
      return html(
        'li',
        {},
        mark,
        ' ',
        link,
        ` ${verb} on `,
        html('b', {}, services.join(', ')),
        html('span', { class: 'by' }, why),
      );
    });
    return html('div', { class: 'connections' }, html('p', {}, 'shown as well'), html('ul', {}, ...rows));
  }

  private opener({ id, form, hidden }: ShownNode): HTMLElement {
    const open = form === 'open';
    const text = open ? 'Close' : `Open (${hidden} inside)`;
    return html(
      'button',
      {
        type: 'button',
        class: 'link',
        'data-open': id,
        'data-key': `open ${id}`,
        'aria-expanded': String(open),
        'aria-label': `${text}: ${id}`,
      },
      text,
    );
  }

  private connections(what: string, edges: readonly ShownEdge[], end: 'source' | 'target'): HTMLElement {
    const rows = edges.map((edge) => {
      const other = edge.source === edge.target ? 'itself' : edge[end];
      const services = edge.services.join(', ');
      const rules = `${edge.rules.length === 1 ? 'rule' : 'rules'} ${named(edge.rules)}`;
      const mark = this.data.marks.get(edge.id);
      const link = button(other, `rules from ${edge.source} to ${edge.target}`, () =>
        this.wishes.revealEdge(edge),
      );
      link.dataset.key = `${end} ${edge.id}`;
      return html(
        'li',
        {},
        link,
        ' on ',
        html('b', {}, services),
        html('span', { class: 'by' }, ` by ${rules}`),
        mark === undefined
          ? null
          : html('span', { class: `found ${mark.severity}` }, ` ${mark.count} ${mark.severity}`),
      );
    });
    return html('div', { class: 'connections' }, html('p', {}, what), html('ul', {}, ...rows));
  }
}

function button(text: string, hint: string, run: () => void): HTMLButtonElement {
  const made = html('button', { type: 'button', class: 'link', title: `Go to the ${hint}` }, text);
  made.addEventListener('click', run);
  return made;
}

/** By what a button is found again when the list is written anew. */
function keyOf(element: Element | null): string | null {
  return element instanceof HTMLElement ? (element.dataset.key ?? null) : null;
}

function named(rules: readonly string[]): string {
  const most = 6;
  const left = rules.length - most;
  return left > 0 ? `${rules.slice(0, most).join(', ')} and ${left} more` : rules.join(', ');
}

function factsOf({ node, form, hidden }: ShownNode, mark: Mark | undefined): string {
  const facts = [
    node.kind === 'rest' ? null : node.kind,
    node.title,
    node.trust === null ? null : `trust ${node.trust}`,
    node.criticality === null ? null : `criticality ${node.criticality}`,
    node.owner === null ? null : `owner ${node.owner}`,
    node.tags.length === 0 ? null : `tags ${node.tags.join(', ')}`,
    form === 'closed' ? `${hidden} inside not shown` : null,
    mark === undefined
      ? null
      : `${mark.count} ${mark.count === 1 ? 'finding' : 'findings'}, at worst ${mark.severity}`,
  ];
  return facts.filter((fact) => fact !== null).join(' · ');
}

function groupBy(edges: readonly ShownEdge[], end: 'source' | 'target'): Map<string, ShownEdge[]> {
  const groups = new Map<string, ShownEdge[]>();
  for (const edge of edges) {
    const group = groups.get(edge[end]);
    if (group === undefined) groups.set(edge[end], [edge]);
    else group.push(edge);
  }
  return groups;
}
