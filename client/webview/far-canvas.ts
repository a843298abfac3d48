import type { GraphNode } from '../../language/graph/model.js';
import type { Box, Size } from '../../picture/geometry.js';
import type { Scene } from '../../picture/scene.js';
import { html, svg } from './svg.js';
import type { View } from './view.js';

/** How boxes of one trust are painted. */
interface Paint {
  readonly fill: string;
  readonly stroke: string;
}

/** The boxes that are painted alike. */
interface Batch {
  readonly trust: string;
  readonly dim: boolean;
  readonly boxes: Box[];
}

/** Boxes smaller than this on screen have no border, in pixels. */
const leastBorder = 7;

/**
 * Boxes as plain rectangles on a canvas behind the picture: a browser paints thousands of them in a few milliseconds,
 * where as many elements take a hundred.
 */
export class FarCanvas {
  readonly element = html('canvas', { class: 'far-canvas', 'aria-hidden': 'true', hidden: '' });
  private readonly context = this.element.getContext('2d');
  private batches: Batch[] = [];
  private paints = new Map<string, Paint>();

  /** Takes the boxes of a scene but those that have elements; what does not match a filter is painted faintly. */
  take({ shown, picture }: Scene, without: ReadonlySet<string>, matching: ReadonlySet<string> | null): void {
    const batches = new Map<string, Batch>();
    for (const { id, form, node } of shown.nodes) {
      const box = picture.boxes.get(id);
      if (box === undefined || form === 'open' || without.has(id)) continue;
      const dim = matching !== null && !matching.has(id);
      const trust = trustOf(node);
      const key = `${trust} ${dim}`;
      const batch = batches.get(key) ?? { trust, dim, boxes: [] };
      batches.set(key, batch);
      batch.boxes.push(box);
    }
    this.batches = [...batches.values()];
    // The theme may have changed since.
    this.paints = new Map();
  }

  /** Paints what is on screen now. */
  paint({ x, y, zoom }: View, { width, height }: Size): void {
    const { element, context } = this;
    element.hidden = false;
    if (context === null) return;
    const sharp = devicePixelRatio;
    const [wide, high] = [Math.round(width * sharp), Math.round(height * sharp)];
    if (element.width !== wide || element.height !== high) [element.width, element.height] = [wide, high];
    context.setTransform(sharp, 0, 0, sharp, 0, 0);
    context.clearRect(0, 0, width, height);
    for (const { trust, dim, boxes } of this.batches) {
      const { fill, stroke } = this.paintOf(trust);
      context.globalAlpha = dim ? 0.25 : 1;
      for (const [style, border] of [[stroke, 0] as const, [fill, 1] as const]) {
        context.fillStyle = style;
        for (const box of boxes) {
          const [left, top] = [box.x * zoom + x, box.y * zoom + y];
          const [w, h] = [box.width * zoom, box.height * zoom];
          if (left > width || top > height || left + w < 0 || top + h < 0) continue;
          if (border === 0) context.fillRect(left, top, w, h);
          else if (h >= leastBorder) context.fillRect(left + 1, top + 1, w - 2, h - 2);
        }
      }
    }
  }

  /** Paints nothing: all boxes have elements. */
  clear(): void {
    this.element.hidden = true;
  }

  private paintOf(trust: string): Paint {
    const known = this.paints.get(trust);
    if (known !== undefined) return known;
    const shape = svg('path', { class: 'shape' });
    const probe = svg('svg', { class: 'probe' }, svg('g', { class: `node zone leaf trust-${trust}` }, shape));
    document.body.append(probe);
    const { fill, stroke } = getComputedStyle(shape);
    const paint = { fill, stroke };
    probe.remove();
    this.paints.set(trust, paint);
    return paint;
  }
}

const trustOf = ({ trust }: GraphNode): string => trust ?? 'none';
