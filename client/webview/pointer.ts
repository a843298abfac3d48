import { panView, zoomView, type View } from './view.js';
import type { Point } from '../../picture/geometry.js';

/** What a pointer does on the picture. */
export interface PointerWishes {
  readonly view: () => View;
  readonly move: (view: View) => void;
  /** What is at a point of the screen where no element is. */
  readonly find: (at: Point) => string | null;
  /** `at` is in pixels of the page. */
  readonly hover: (id: string | null, at: Point) => void;
  /** `together`: Ctrl or Shift was held, so that what was chosen before is meant as well. */
  readonly click: (id: string | null, together: boolean) => void;
  readonly doubleClick: (id: string | null) => void;
  /** The button that opens or closes a zone was pressed. */
  readonly toggle: (id: string) => void;
}

/** Below this many pixels a press and release is a click, not a drag. */
const slack = 4;

/** Makes dragging pan, the wheel pan and zoom, and tells about clicks and hovering on boxes and arrows. */
export function followPointer(stage: HTMLElement, wishes: PointerWishes): void {
  let last: Point | null = null;
  let travelled = 0;
  const found = (event: MouseEvent): string | null => idAt(event) ?? wishes.find(pointOf(event, stage));

  stage.addEventListener('pointerdown', (event) => {
    if (event.button > 1) return;
    last = pointOf(event, stage);
    travelled = 0;
  });
  stage.addEventListener('pointermove', (event) => {
    const at = pointOf(event, stage);
    if (last === null) return wishes.hover(idAt(event) ?? wishes.find(at), inPage(event));
    const by = { x: at.x - last.x, y: at.y - last.y };
    travelled += Math.hypot(by.x, by.y);
    if (travelled < slack) return;
    // Capturing earlier would make the stage the target of every click.
    if (!stage.hasPointerCapture(event.pointerId)) stage.setPointerCapture(event.pointerId);
    stage.classList.add('dragging');
    last = at;
    wishes.hover(null, inPage(event));
    wishes.move(panView(wishes.view(), by));
  });
  const end = (): void => {
    last = null;
    stage.classList.remove('dragging');
  };
  stage.addEventListener('pointerup', end);
  stage.addEventListener('pointercancel', end);
  stage.addEventListener('pointerleave', (event) => wishes.hover(null, inPage(event)));
  stage.addEventListener('click', (event) => {
    if (travelled >= slack) return;
    const zone = toggleAt(event);
    if (zone === null) wishes.click(found(event), event.ctrlKey || event.shiftKey || event.metaKey);
    else wishes.toggle(zone);
  });
  stage.addEventListener('dblclick', (event) => {
    if (toggleAt(event) === null) wishes.doubleClick(found(event));
  });
  stage.addEventListener(
    'wheel',
    (event) => {
      event.preventDefault();
      wishes.move(wheelView(wishes.view(), event, pointOf(event, stage)));
    },
    { passive: false },
  );
}

/** A pinch comes as a wheel with Ctrl held. Two fingers or Shift pan; a plain wheel zooms around the pointer. */
function wheelView(view: View, event: WheelEvent, at: Point): View {
  const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
  const [dx, dy] = [event.deltaX * unit, event.deltaY * unit];
  if (!event.ctrlKey && (event.shiftKey || dx !== 0)) {
    return panView(view, event.shiftKey && dx === 0 ? { x: -dy, y: 0 } : { x: -dx, y: -dy });
  }
  const speed = event.ctrlKey ? 0.01 : 0.0016;
  return zoomView(view, Math.exp(-dy * speed), at);
}

const inPage = ({ clientX, clientY }: MouseEvent): Point => ({ x: clientX, y: clientY });

function pointOf(event: MouseEvent, stage: Element): Point {
  const { left, top } = stage.getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}

/** The zone whose button is under the pointer. */
function toggleAt(event: Event): string | null {
  if (!(event.target instanceof Element)) return null;
  return event.target.closest('[data-toggle]')?.getAttribute('data-toggle') ?? null;
}

/** The box or arrow under the pointer. */
export function idAt(event: Event): string | null {
  if (!(event.target instanceof Element)) return null;
  const element = event.target.closest('[data-edge], [data-node], [data-extra]');
  return (
    element?.getAttribute('data-extra') ??
    element?.getAttribute('data-edge') ??
    element?.getAttribute('data-node') ??
    null
  );
}
