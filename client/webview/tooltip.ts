import type { Description } from '../../picture/describe.js';
import type { Point } from '../../picture/geometry.js';
import { html } from './svg.js';

const away = 14;

/** The hover over a box or an arrow, in the look of the editor's own. */
export class Tooltip {
  // What it says is also in the label of the box or arrow, so a screen reader need not hear it twice.
  readonly element = html('div', { class: 'tooltip', 'aria-hidden': 'true', hidden: '' });

  /** Shows a description beside a point of the page. */
  show({ heading, facts }: Description, at: Point): void {
    const rows = facts.flatMap(([term, value]) => [html('dt', {}, term), html('dd', {}, value)]);
    this.element.replaceChildren(html('strong', {}, heading), html('dl', {}, ...rows));
    this.element.hidden = false;
    const { offsetWidth, offsetHeight } = this.element;
    const x = at.x + away + offsetWidth > innerWidth ? at.x - away - offsetWidth : at.x + away;
    const y = at.y + away + offsetHeight > innerHeight ? at.y - away - offsetHeight : at.y + away;
    this.element.style.left = `${Math.max(4, x)}px`;
    this.element.style.top = `${Math.max(4, y)}px`;
  }

  hide(): void {
    this.element.hidden = true;
  }
}
