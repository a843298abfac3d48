import { html } from './svg.js';

export interface SearchWishes {
  /** What is typed has changed; empty where the search is closed. Gives how many boxes match. */
  readonly query: (text: string) => number;
  /** Go to the next match, or back. */
  readonly next: (step: 1 | -1) => void;
  /** The box was closed; the focus should go back to the picture. */
  readonly close: () => void;
}

/** The search box: typing filters, Enter goes from match to match, Escape closes. */
export class SearchBox {
  private readonly input = html('input', {
    type: 'search',
    placeholder: 'Name, title, owner or tag',
    'aria-label': 'Search the graph',
    spellcheck: 'false',
  });
  private readonly count = html('span', { class: 'count', role: 'status' });
  readonly element = html('div', { class: 'search', role: 'search', hidden: '' }, this.input, this.count);

  constructor(private readonly wishes: SearchWishes) {
    this.input.addEventListener('input', () => this.update());
    this.input.addEventListener('keydown', (event) => {
      event.stopPropagation();
      if (event.key === 'Escape') this.close();
      else if (event.key === 'Enter') wishes.next(event.shiftKey ? -1 : 1);
      else return;
      event.preventDefault();
    });
  }

  open(): void {
    this.element.hidden = false;
    this.input.focus();
    this.input.select();
    this.update();
  }

  close(): void {
    this.element.hidden = true;
    this.input.value = '';
    this.update();
    this.wishes.close();
  }

  /** Says again how many match, after the picture has changed. */
  update(): void {
    const text = this.input.value.trim();
    const found = this.wishes.query(text);
    this.count.textContent = text === '' ? '' : found === 1 ? '1 match' : `${found} matches`;
  }
}
