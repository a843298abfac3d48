import type { Facet, FacetValue } from './filter.js';
import { html } from './svg.js';

const titles: Readonly<Record<Facet, string>> = {
  service: 'Service',
  tier: 'Tier',
  tag: 'Tag',
  owner: 'Owner',
  trust: 'Trust',
  criticality: 'Criticality',
  finding: 'Finding',
};

/** More values than this are not offered: nobody reads such a list, and the search finds names. */
const mostValues = 200;

/** A button that opens a list of check boxes, one for each value of a facet. Not shown where there is nothing to choose. */
export class FacetMenu {
  private readonly badge = html('span', { class: 'badge', hidden: '' });
  private readonly button: HTMLButtonElement;
  private readonly list: HTMLElement;
  readonly element: HTMLElement;
  private values: readonly FacetValue[] = [];
  private chosen: readonly string[] = [];

  /** @param toggle is told which value was clicked */
  constructor(
    facet: Facet,
    private readonly toggle: (value: string) => void,
  ) {
    const title = titles[facet];
    const id = `facet-${facet}`;
    this.button = html(
      'button',
      { type: 'button', 'aria-expanded': 'false', 'aria-controls': id },
      title,
      this.badge,
    );
    this.list = html('div', { class: 'values', role: 'group', 'aria-label': title, id, hidden: '' });
    this.element = html('div', { class: 'facet', hidden: '' }, this.button, this.list);
    this.button.addEventListener('click', () => this.open(this.list.hidden));
    this.list.addEventListener('change', ({ target }) => {
      if (target instanceof HTMLInputElement) this.toggle(target.value);
    });
    this.element.addEventListener('keydown', (event) => this.key(event));
    this.element.addEventListener('focusout', ({ relatedTarget }) => {
      if (relatedTarget instanceof Node && !this.element.contains(relatedTarget)) this.open(false);
    });
    document.addEventListener('pointerdown', ({ target }) => {
      if (target instanceof Node && !this.element.contains(target)) this.open(false);
    });
  }

  offer(values: readonly FacetValue[]): void {
    if (JSON.stringify(values) === JSON.stringify(this.values)) return;
    this.values = values;
    this.draw();
  }

  choose(chosen: readonly string[]): void {
    if (chosen.join('\n') === this.chosen.join('\n') && this.list.childElementCount > 0) return;
    this.chosen = chosen;
    this.draw();
  }

  /** The list, with the focus kept on the value that has it. A chosen value that occurs no more can still be taken back. */
  private draw(): void {
    const known = new Set(this.values.map(({ value }) => value));
    const gone = this.chosen.filter((value) => !known.has(value)).map((value) => ({ value, count: 0 }));
    const offered = [...gone, ...this.values.slice(0, mostValues)];
    const focused = document.activeElement instanceof HTMLInputElement ? document.activeElement.value : null;
    const had = this.list.contains(document.activeElement);
    this.list.replaceChildren(...offered.map((one) => this.row(one)));
    if (had) [...this.list.querySelectorAll('input')].find(({ value }) => value === focused)?.focus();
    this.badge.textContent = String(this.chosen.length);
    this.badge.hidden = this.chosen.length === 0;
    this.element.hidden = offered.length === 0;
  }

  private row({ value, count }: FacetValue): HTMLElement {
    const box = html('input', { type: 'checkbox', value });
    box.checked = this.chosen.includes(value);
    return html(
      'label',
      {},
      box,
      html('span', { class: 'value' }, value),
      html('span', { class: 'of' }, String(count)),
    );
  }

  private open(open: boolean): void {
    if (this.list.hidden !== open) return;
    this.list.hidden = !open;
    this.button.setAttribute('aria-expanded', String(open));
    if (open) this.list.querySelector('input')?.focus();
  }

  private key(event: KeyboardEvent): void {
    const boxes = [...this.list.querySelectorAll('input')];
    const at = boxes.indexOf(event.target as HTMLInputElement);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (event.key === 'Escape' && !this.list.hidden) {
      this.open(false);
      this.button.focus();
    } else if (step !== 0 && !this.list.hidden) boxes[(at + step + boxes.length) % boxes.length]?.focus();
    else if (event.key === 'ArrowDown') this.open(true);
    else return;
    event.preventDefault();
  }
}
