import type { Box } from '../../picture/geometry.js';

/** Scenes with more boxes than this have elements for what is on screen alone. */
export const cullAbove = 250;

/** Below this zoom text cannot be read, and is not drawn. */
export const readable = 0.34;

/** Whether the first box lies in the second. */
export function inside(inner: Box, outer: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  );
}

/** An area with half of its size around it, so that moving by little draws nothing anew. */
export function widened({ x, y, width, height }: Box): Box {
  return { x: x - width / 2, y: y - height / 2, width: width * 2, height: height * 2 };
}
