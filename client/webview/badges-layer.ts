import { round, type Picture } from '../../picture/geometry.js';
import { svg } from './svg.js';

/** Draws a number at the upper left corner of boxes: in how many hops they are reached. */
export class BadgesLayer {
  readonly root = svg('g', { class: 'hops', 'aria-hidden': 'true' });

  show(badges: ReadonlyMap<string, number>, { boxes }: Picture): void {
    const drawn = [...badges].flatMap(([id, hop]) => {
      const box = boxes.get(id);
      if (box === undefined) return [];
      return svg(
        'g',
        { class: hop === 0 ? 'hop start' : 'hop', transform: `translate(${round(box.x)} ${round(box.y)})` },
        svg('circle', { r: 11 }),
        hop === 0
          ? svg('circle', { class: 'dot', r: 4 })
          : svg('text', { y: 4.5, 'text-anchor': 'middle' }, String(hop)),
      );
    });
    this.root.replaceChildren(...drawn);
  }
}
