import type { Box, Point, Size } from '../../picture/geometry.js';

/** What part of the picture is on screen: a point of the picture is shown at `point * zoom + (x, y)`. */
export interface View {
  readonly x: number;
  readonly y: number;
  readonly zoom: number;
}

const smallest = 0.04;
const largest = 3;
const margin = 36;

/** The view that shows all of `bounds`, in the middle, and never larger than life. */
export function fitView(bounds: Box, screen: Size): View {
  const width = Math.max(1, screen.width - margin * 2);
  const height = Math.max(1, screen.height - margin * 2);
  const zoom = clampZoom(Math.min(width / Math.max(1, bounds.width), height / Math.max(1, bounds.height), 1));
  return {
    zoom,
    x: (screen.width - bounds.width * zoom) / 2 - bounds.x * zoom,
    y: (screen.height - bounds.height * zoom) / 2 - bounds.y * zoom,
  };
}

/** The view zoomed by `factor`, with what lies under `at` (on screen) kept there. */
export function zoomView(view: View, factor: number, at: Point): View {
  const zoom = clampZoom(view.zoom * factor);
  const real = zoom / view.zoom;
  return { zoom, x: at.x - (at.x - view.x) * real, y: at.y - (at.y - view.y) * real };
}

export function panView(view: View, by: Point): View {
  return { ...view, x: view.x + by.x, y: view.y + by.y };
}

/** The view moved as little as possible so that `box` is on screen; its middle where it is too large. */
export function bringIntoView(view: View, box: Box, screen: Size): View {
  const along = (start: number, length: number, low: number, high: number): number => {
    if (length > high - low) return (low + high) / 2 - (start + length / 2);
    return start < low ? low - start : start + length > high ? high - (start + length) : 0;
  };
  const [left, top] = [box.x * view.zoom + view.x, box.y * view.zoom + view.y];
  return panView(view, {
    x: along(left, box.width * view.zoom, margin, screen.width - margin),
    y: along(top, box.height * view.zoom, margin, screen.height - margin),
  });
}

/** The point of the picture that is shown at `at` on screen. */
export function pictureAt(view: View, at: Point): Point {
  return { x: (at.x - view.x) / view.zoom, y: (at.y - view.y) / view.zoom };
}

function clampZoom(zoom: number): number {
  return Math.min(largest, Math.max(smallest, zoom));
}
