import type { Box, Picture, Point, Size } from '../../picture/geometry.js';
import type { Shown } from '../../picture/state.js';
import { html } from './svg.js';
import { pictureAt, type View } from './view.js';

const size = { width: 180, height: 120 };
const margin = 6;
/** With fewer boxes than this, or where nearly all of it is on screen, a small picture of the picture says nothing. */
const fewestBoxes = 25;

export interface MinimapWishes {
  /** Move the picture so that a point of it is in the middle of the screen. */
  readonly look: (at: Point) => void;
}

/**
 * The whole picture, small, with a frame around what is on screen; pressing and dragging moves there.
 *
 * It is for the pointer alone: the keyboard has Show all, and the arrow keys.
 */
export class Minimap {
  private readonly canvas = html('canvas', { width: size.width * 2, height: size.height * 2 });
  private readonly frame = html('div', { class: 'frame' });
  readonly element = html(
    'div',
    { class: 'minimap', 'aria-hidden': 'true', hidden: '' },
    this.canvas,
    this.frame,
  );
  private bounds: Box = { x: 0, y: 0, width: 0, height: 0 };
  private large = false;

  constructor(wishes: MinimapWishes) {
    const look = (event: PointerEvent): void => {
      const { left, top } = this.element.getBoundingClientRect();
      const { scale, x, y } = this.fit();
      wishes.look({ x: (event.clientX - left - x) / scale, y: (event.clientY - top - y) / scale });
    };
    this.element.addEventListener('pointerdown', (event) => {
      this.element.setPointerCapture(event.pointerId);
      look(event);
    });
    this.element.addEventListener('pointermove', (event) => {
      if (this.element.hasPointerCapture(event.pointerId)) look(event);
    });
  }

  /** Draws another picture. */
  show({ nodes }: Shown, { boxes, bounds }: Picture): void {
    this.bounds = bounds;
    this.large = nodes.length >= fewestBoxes;
    const context = this.canvas.getContext('2d');
    if (context === null || !this.large) return;
    const style = getComputedStyle(document.body);
    const { scale, x, y } = this.fit();
    context.setTransform(2, 0, 0, 2, 0, 0);
    context.clearRect(0, 0, size.width, size.height);
    for (const { id, form } of nodes) {
      const box = boxes.get(id);
      if (box === undefined) continue;
      const open = form === 'open';
      context.globalAlpha = open ? 0.25 : 0.75;
      context.fillStyle = style.color;
      const [width, height] = [Math.max(1, box.width * scale), Math.max(1, box.height * scale)];
      context.fillRect(x + box.x * scale, y + box.y * scale, width, height);
    }
  }

  /** Moves the frame to what is on screen. */
  look(view: View, screen: Size): void {
    const { scale, x, y } = this.fit();
    const from = pictureAt(view, { x: 0, y: 0 });
    const to = pictureAt(view, { x: screen.width, y: screen.height });
    const { bounds } = this;
    const all =
      from.x <= bounds.x &&
      from.y <= bounds.y &&
      to.x >= bounds.x + bounds.width &&
      to.y >= bounds.y + bounds.height;
    this.element.hidden = !this.large || all;
    if (this.element.hidden) return;
    const clamp = (at: number, most: number): number => Math.min(most, Math.max(0, at));
    const [left, top] = [clamp(x + from.x * scale, size.width), clamp(y + from.y * scale, size.height)];
    this.frame.style.left = `${left}px`;
    this.frame.style.top = `${top}px`;
    this.frame.style.width = `${Math.max(4, clamp(x + to.x * scale, size.width) - left)}px`;
    this.frame.style.height = `${Math.max(4, clamp(y + to.y * scale, size.height) - top)}px`;
  }

  private fit(): { scale: number; x: number; y: number } {
    const { bounds } = this;
    const [width, height] = [size.width - 2 * margin, size.height - 2 * margin];
    const scale = Math.min(width / Math.max(1, bounds.width), height / Math.max(1, bounds.height));
    return {
      scale,
      x: (size.width - bounds.width * scale) / 2 - bounds.x * scale,
      y: (size.height - bounds.height * scale) / 2 - bounds.y * scale,
    };
  }
}
