import { describeEdge, describeNode } from '../../picture/describe.js';
import { cellLook, cellsOf, lineName, type Cells, type MatrixData } from './matrix-cell.js';
import { spanOf, step, type Cell, type MatrixSizes, type Span } from './matrix-window.js';
import { edgeId } from '../../picture/marks.js';
import type { Measure } from '../../picture/sizes.js';
import { nothingShown, type ShownNode } from '../../picture/state.js';
import { html } from './svg.js';
import type { Tooltip } from './tooltip.js';

export interface MatrixWishes {
  readonly measure: Measure;
  readonly tooltip: Tooltip;
  /** Go to the source of a box or of the connections from `source` to `target`. */
  readonly reveal: (source: string, target: string | null) => void;
  readonly toggle: (id: string) => void;
  /** A name was chosen. */
  readonly node: (id: string) => void;
  /** A cell was chosen. */
  readonly chosen: (source: string, target: string) => void;
}

/** The least width of a column, and from which on cells name services rather than count them; in pixels. */
const narrowest = 30;
const namedServices = 64;
const scrollbar = 16;
const indent = 12;

/**
 * The connections as a matrix: rows are sources, columns destinations, zones open and closed as in the graph.
 *
 * Only what is on screen is in the page, so that it may have thousands of lines. One cell is a stop for the Tab key.
 */
export class Matrix {
  private readonly space = html('div', { class: 'space', role: 'presentation' });
  readonly element = html(
    'div',
    { class: 'matrix', role: 'grid', 'aria-label': 'Connections by source and destination' },
    this.space,
  );
  private data: MatrixData = { shown: nothingShown, marks: new Map(), matching: null, extras: new Map() };
  private cells: Cells = new Map();
  private sizes: MatrixSizes = { row: 26, column: 30, side: 160, top: 120 };
  /** Cells have room for the names of services. */
  private wide = true;
  /** The names of columns lie rather than stand. */
  private flat = true;
  private active: Cell = { row: -1, column: -1 };
  /** The lines of the cell that has the keyboard, by id: they move when zones open. */
  private kept: readonly [string, string] | null = null;
  private drawn: { rows: Span; columns: Span } | null = null;

  constructor(private readonly wishes: MatrixWishes) {
    this.element.addEventListener('scroll', () => this.render());
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('click', (event) => this.click(event));
    this.element.addEventListener('dblclick', (event) => this.doubleClick(event));
    this.element.addEventListener('focusin', ({ target }) => this.focused(target));
    this.element.addEventListener('pointermove', (event) => this.hover(event));
    this.element.addEventListener('pointerleave', () => wishes.tooltip.hide());
    new ResizeObserver(() => this.show(this.data)).observe(this.element);
  }

  show(data: MatrixData): void {
    this.data = data;
    this.cells = cellsOf(data.shown);
    const { nodes } = data.shown;
    this.sizes = this.measured(nodes);
    this.active = this.place();
    this.element.setAttribute('aria-rowcount', String(nodes.length + 1));
    this.element.setAttribute('aria-colcount', String(nodes.length + 1));
    const { row, column, side, top } = this.sizes;
    this.space.style.width = `${side + nodes.length * column}px`;
    this.space.style.height = `${top + nodes.length * row}px`;
    this.element.classList.toggle('flat', this.flat);
    this.drawn = null;
    const had = this.element.contains(document.activeElement);
    this.render();
    if (had) this.focus();
  }

  /** The line of the cell with the keyboard, by the id of its box. */
  get chosenId(): string | null {
    const { nodes } = this.data.shown;
    return (nodes[this.active.row] ?? nodes[this.active.column])?.id ?? null;
  }

  /** Gives the keyboard to the cell that had it. */
  focus(): void {
    this.space.querySelector<HTMLElement>('[tabindex="0"]')?.focus();
  }

  /** Columns take what room there is, up to what their names and services need; standing names need the least. */
  private measured(nodes: readonly ShownNode[]): MatrixSizes {
    const names = nodes.map((node) => this.wishes.measure(lineName(node).text, 'name'));
    const indents = nodes.map(({ depth }) => depth * indent);
    const widest = (room: number): number =>
      Math.max(0, ...names.map((name, i) => name + indents[i]! + room));
    const side = Math.ceil(Math.min(300, Math.max(130, widest(60))));
    const wanted = Math.min(150, Math.max(92, ...names.map((name) => name + 56)));
    const room = (this.element.clientWidth || innerWidth) - side - scrollbar;
    const column = Math.floor(Math.max(narrowest, Math.min(wanted, room / Math.max(1, nodes.length))));
    this.wide = column >= namedServices;
    this.flat = column >= Math.floor(wanted);
    const top = this.flat ? 52 : Math.ceil(Math.min(240, Math.max(96, widest(62))));
    return { row: 27, column, side, top };
  }

  /** Where the cell with the keyboard is now; the first one where it is gone. */
  private place(): Cell {
    const { nodes } = this.data.shown;
    const index = (id: string): number => (id === '' ? -1 : nodes.findIndex((node) => node.id === id));
    const [row, column] = (this.kept ?? ['-', '-']).map(index) as [number, number];
    const gone = (at: number, id: string | undefined): boolean => at < 0 && id !== '';
    if (gone(row, this.kept?.[0]) || gone(column, this.kept?.[1]))
      return { row: nodes.length > 0 ? 0 : -1, column: -1 };
    return { row, column };
  }

  private render(): void {
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.element;
    const { row, column, side, top } = this.sizes;
    const count = this.data.shown.nodes.length;
    const rows = spanOf(scrollTop, clientHeight - top, row, count);
    const columns = spanOf(scrollLeft, clientWidth - side, column, count);
    const { drawn } = this;
    const same = (a: Span, b: Span): boolean => a.first === b.first && a.end === b.end;
    if (drawn !== null && same(drawn.rows, rows) && same(drawn.columns, columns)) return;
    const hadFocus = this.space.contains(document.activeElement);
    this.drawn = { rows, columns };
    // The cell with the keyboard is always there, wherever it is: else nothing could be reached by Tab.
    const rowIndexes = withOne(rows, this.active.row);
    const columnIndexes = withOne(columns, this.active.column);
    this.space.replaceChildren(
      this.head(columnIndexes),
      ...rowIndexes.map((index) => this.row(index, columnIndexes)),
    );
    if (hadFocus) this.focus();
  }

  private head(columns: readonly number[]): HTMLElement {
    const { side, top, column } = this.sizes;
    const corner = html(
      'div',
      { class: 'corner', role: 'columnheader' },
      html('span', {}, 'from ↓'),
      html('span', {}, 'to →'),
    );
    size(corner, side, top);
    const head = html('div', { class: 'head', role: 'row', 'aria-rowindex': 1 }, corner);
    head.style.height = `${top}px`;
    for (const index of columns) {
      const made = this.name(index, 'columnheader', { row: -1, column: index });
      made.style.left = `${side + index * column}px`;
      size(made, column, top);
      head.append(made);
    }
    return head;
  }

  private row(index: number, columns: readonly number[]): HTMLElement {
    const { row, column, side, top } = this.sizes;
    const source = this.data.shown.nodes[index]!;
    const line = html('div', { class: `line ${source.form}`, role: 'row', 'aria-rowindex': index + 2 });
    line.style.top = `${top + index * row}px`;
    line.style.height = `${row}px`;
    const name = this.name(index, 'rowheader', { row: index, column: -1 });
    size(name, side, row);
    line.append(name);
    for (const at of columns) {
      const cell = this.cell(source, this.data.shown.nodes[at]!, { row: index, column: at });
      cell.style.left = `${side + at * column}px`;
      size(cell, column, row);
      line.append(cell);
    }
    return line;
  }

  private cell(source: ShownNode, target: ShownNode, at: Cell): HTMLElement {
    const { classes, text, label } = cellLook(this.data, this.cells, source, target, this.wide);
    return html(
      'div',
      { class: classes, role: 'gridcell', 'aria-label': label, ...this.attributes(at) },
      text === '' ? null : html('span', {}, text),
    );
  }

  private name(index: number, role: 'rowheader' | 'columnheader', at: Cell): HTMLElement {
    const node = this.data.shown.nodes[index]!;
    const { text, label } = lineName(node);
    const { matching } = this.data;
    const dim = matching !== null && !matching.has(node.id) ? ' dim' : '';
    const sign =
      node.form === 'leaf'
        ? null
        : html(
            'span',
            { class: 'sign', 'data-toggle': node.id, 'aria-hidden': 'true' },
            node.form === 'open' ? '−' : '+',
          );
    const made = html(
      'div',
      {
        class: `name trust-${node.node.trust ?? 'none'} ${node.form}${dim}`,
        role,
        'aria-label': label,
        'aria-expanded': node.form === 'leaf' ? null : String(node.form === 'open'),
        ...this.attributes(at),
      },
      html('span', { class: 'dot', 'aria-hidden': 'true' }),
      html('span', { class: 'text' }, text),
      sign,
    );
    const by = `${8 + node.depth * indent}px`;
    if (role === 'rowheader') made.style.paddingLeft = by;
    else if (!this.flat) made.style.paddingTop = by;
    return made;
  }

  private attributes({ row, column }: Cell): Record<string, string | number> {
    const active = row === this.active.row && column === this.active.column;
    return { 'aria-colindex': column + 2, 'data-row': row, 'data-column': column, tabindex: active ? 0 : -1 };
  }

  /** Makes a cell the one with the keyboard, and brings it into sight. */
  private go(cell: Cell): void {
    this.activate(cell);
    const { row, column, side, top } = this.sizes;
    const { scrollLeft, scrollTop, clientWidth, clientHeight } = this.element;
    const to = (at: number, from: number, room: number, length: number): number =>
      at < from ? at : at + length > from + room ? at + length - room : from;
    const x = cell.column < 0 ? scrollLeft : to(cell.column * column, scrollLeft, clientWidth - side, column);
    const y = cell.row < 0 ? scrollTop : to(cell.row * row, scrollTop, clientHeight - top, row);
    this.drawn = null;
    this.element.scrollTo(x, y);
    this.render();
    this.focus();
  }

  private activate(cell: Cell): void {
    this.active = cell;
    const { nodes } = this.data.shown;
    this.kept = [nodes[cell.row]?.id ?? '', nodes[cell.column]?.id ?? ''];
  }

  private key(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey) return;
    const { nodes } = this.data.shown;
    const page = Math.max(1, Math.floor((this.element.clientHeight - this.sizes.top) / this.sizes.row) - 1);
    const next = nodes.length === 0 ? null : step(this.active, event.key, event.ctrlKey, nodes.length, page);
    const [source, target] = [nodes[this.active.row]?.id, nodes[this.active.column]?.id];
    if (next !== null) this.go(next);
    else if (event.ctrlKey) return;
    else if (event.key === 'Enter') this.enter(source, target);
    else if (event.key === ' ') this.open(source, target);
    else return;
    event.preventDefault();
  }

  private enter(source: string | undefined, target: string | undefined): void {
    if (source !== undefined && target !== undefined && !this.cells.has(edgeId(source, target)))
      return this.wishes.chosen(source, target);
    const first = source ?? target;
    if (first !== undefined) this.wishes.reveal(first, source === undefined ? null : (target ?? null));
  }

  /** Space on a name opens or closes its zone, on a cell it asks about the cell. */
  private open(source: string | undefined, target: string | undefined): void {
    if (source !== undefined && target !== undefined) this.wishes.chosen(source, target);
    else this.wishes.toggle((source ?? target)!);
  }

  private click(event: MouseEvent): void {
    const zone =
      event.target instanceof Element
        ? event.target.closest<HTMLElement>('[data-toggle]')?.dataset.toggle
        : undefined;
    if (zone !== undefined) return this.wishes.toggle(zone);
    const at = cellAt(event.target);
    if (at === null) return;
    this.go(at);
    const { nodes } = this.data.shown;
    const [source, target] = [nodes[at.row]?.id, nodes[at.column]?.id];
    if (source !== undefined && target !== undefined) this.wishes.chosen(source, target);
    else this.wishes.node((source ?? target)!);
  }

  private doubleClick(event: MouseEvent): void {
    const at = cellAt(event.target);
    if (at !== null && (at.row < 0 || at.column < 0))
      this.wishes.toggle(this.data.shown.nodes[Math.max(at.row, at.column)]!.id);
  }

  private focused(target: EventTarget | null): void {
    const at = cellAt(target);
    for (const element of this.space.querySelectorAll('.on')) element.classList.remove('on');
    if (at === null) return;
    if (at.row !== this.active.row || at.column !== this.active.column) {
      this.activate(at);
      this.space.querySelector('[tabindex="0"]')?.setAttribute('tabindex', '-1');
      (target as Element).setAttribute('tabindex', '0');
    }
    for (const element of this.space.querySelectorAll(
      `[data-row="${at.row}"][data-column="-1"], [data-column="${at.column}"][data-row="-1"]`,
    ))
      element.classList.add('on');
  }

  private hover(event: PointerEvent): void {
    const at = cellAt(event.target);
    const { shown, marks } = this.data;
    const [source, target] = [shown.nodes[at?.row ?? -1], shown.nodes[at?.column ?? -1]];
    const point = { x: event.clientX, y: event.clientY };
    const line = source ?? target;
    if (line === undefined) return this.wishes.tooltip.hide();
    if (source === undefined || target === undefined)
      return this.wishes.tooltip.show(describeNode(shown, line, marks.get(line.id)), point);
    const edge = this.cells.get(edgeId(source.id, target.id));
    if (edge !== undefined) return this.wishes.tooltip.show(describeEdge(edge, marks.get(edge.id)), point);
    this.wishes.tooltip.show(
      { heading: `${source.id} → ${target.id}`, facts: [['services', 'none is allowed']] },
      point,
    );
  }
}

function size(element: HTMLElement, width: number, height: number): void {
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}

function cellAt(target: EventTarget | null): Cell | null {
  if (!(target instanceof Element)) return null;
  const cell = target.closest<HTMLElement>('[data-row]');
  if (cell === null) return null;
  return { row: Number(cell.dataset.row), column: Number(cell.dataset.column) };
}

/** The indexes of a span, and one more where it lies outside; in order. */
function withOne({ first, end }: Span, one: number): number[] {
  const indexes = Array.from({ length: Math.max(0, end - first) }, (_, index) => first + index);
  if (one < 0 || (one >= first && one < end)) return indexes;
  return one < first ? [one, ...indexes] : [...indexes, one];
}
