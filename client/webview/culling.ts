import type { Box } from '../../picture/geometry.js';

/** Scenes with more boxes than this have elements for what is on screen alone. */
export const cullAbove = 250;

/** Below this zoom text cannot be read, and is not drawn. */
export const readable = 0.34;

/** With more boxes on screen than this they are plain shapes: a browser cannot paint more of them in a frame. */
export const mostInSight = 160;

/** Whether the first box lies in the second. */
export function inside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** Whether two boxes have anything in common. */
export function meet(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** How many boxes lie in an area, at least in part. */
export function countIn(boxes: Iterable<Box>, area: Box): number {
  let count = 0;
  for (const box of boxes) if (meet(box, area)) count++;
  return count;
}

/** An area with a quarter of its size around it, so that moving by little draws nothing anew. */
export function widened({ x, y, width, height }: Box): Box {
  return { x: x - width / 4, y: y - height / 4, width: width * 1.5, height: height * 1.5 };
}
