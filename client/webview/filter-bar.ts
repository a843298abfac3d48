import type { Graph } from '../../language/graph/model.js';
import { FacetMenu } from './facet-menu.js';
import {
  facets,
  facetValues,
  isIdle,
  noFilter,
  toggled,
  type Filter,
  type Marks,
  type Matches,
  type Tiers,
} from './filter.js';
import { html } from './svg.js';

export interface FilterWishes {
  /** Another filter was chosen. */
  readonly changed: (filter: Filter) => void;
  /** Go to the next match, or back. */
  readonly next: (step: 1 | -1) => void;
  /** The keyboard should go back to what is shown. */
  readonly leave: () => void;
}

/** Search and filters in one bar: typing and choosing filter at once, Enter goes from match to match, Escape leaves. */
export class FilterBar {
  private filter: Filter = noFilter;
  private readonly input = html('input', {
    type: 'search',
    placeholder: 'Name, title, owner or tag',
    'aria-label': 'Search the graph',
    spellcheck: 'false',
  });
  private readonly menus = facets.map((facet) => new FacetMenu(facet, (value) => this.toggle(facet, value)));
  private readonly hide = html(
    'button',
    { type: 'button', class: 'hide', 'aria-pressed': 'false' },
    'Hide others',
  );
  private readonly count = html('span', { class: 'count', role: 'status' });
  private readonly clear = html('button', { type: 'button', class: 'link' }, 'Clear');
  private readonly shut = html(
    'button',
    { type: 'button', class: 'shut', 'aria-label': 'Close search and filters', title: 'Close (Esc)' },
    '×',
  );
  readonly element = html(
    'div',
    { class: 'filter', role: 'search', hidden: '' },
    this.input,
    html('div', { class: 'facets' }, ...this.menus.map(({ element }) => element)),
    this.hide,
    this.count,
    this.clear,
    this.shut,
  );

  constructor(private readonly wishes: FilterWishes) {
    this.input.addEventListener('input', () => this.set({ ...this.filter, text: this.input.value.trim() }));
    this.input.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter') return;
      event.preventDefault();
      wishes.next(event.shiftKey ? -1 : 1);
    });
    this.element.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key !== 'Escape' || event.defaultPrevented) return;
      event.preventDefault();
      this.escape();
    });
    this.hide.addEventListener('click', () => this.set({ ...this.filter, hide: !this.filter.hide }));
    this.clear.addEventListener('click', () => this.reset());
    this.shut.addEventListener('click', () => this.close());
  }

  open(): void {
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
  }

  /** Shows the bar with a filter from before a reload; tells nobody. */
  restore(filter: Filter): void {
    this.filter = filter;
    this.input.value = filter.text;
    this.element.hidden = isIdle(filter);
    this.draw();
  }

  /** Offers the values that occur in a graph. */
  offer(graph: Graph, marks: Marks, tiers: Tiers): void {
    facets.forEach((facet, index) => this.menus[index]!.offer(facetValues(graph, marks, facet, tiers)));
    this.draw();
  }

  /** Says how many boxes match. */
  say(matches: Matches | null): void {
    const verb = this.filter.hide ? 'shown' : 'match';
    this.count.textContent = matches === null ? '' : `${matches.nodes.size} of ${matches.total} ${verb}`;
    this.clear.hidden = matches === null;
  }

  /** Takes all of the filter away, and leaves the bar open. */
  reset(): void {
    this.input.value = '';
    this.set({ ...noFilter, hide: this.filter.hide });
    if (!this.element.hidden) this.input.focus();
  }

  /** First the text goes; the bar goes with it where nothing else is chosen. */
  private escape(): void {
    if (facets.every((facet) => this.filter.chosen[facet].length === 0)) return this.close();
    this.input.value = '';
    this.set({ ...this.filter, text: '' });
    this.wishes.leave();
  }

  private close(): void {
    this.element.hidden = true;
    this.input.value = '';
    this.set({ ...noFilter, hide: this.filter.hide });
    this.wishes.leave();
  }

  private toggle(facet: (typeof facets)[number], value: string): void {
    this.set(toggled(this.filter, facet, value));
  }

  private set(filter: Filter): void {
    this.filter = filter;
    this.draw();
    this.wishes.changed(filter);
  }

  private draw(): void {
    facets.forEach((facet, index) => this.menus[index]!.choose(this.filter.chosen[facet]));
    this.hide.setAttribute('aria-pressed', String(this.filter.hide));
  }
}
