import { boundsOf, centre, type Box, type Line, type Picture, type Point, type Size } from './geometry.js';
import { boxSize, headerSize, metrics, type Measure } from './sizes.js';
import type { Shown, ShownNode } from './state.js';

const gap = 28;

/**
 * A plain layout that cannot fail and takes time in proportion to the boxes: rows of boxes, about as wide as they are
 * high, and straight lines.
 *
 * It stands in where there is too much for the layered layout, or where that one failed.
 */
export function gridPicture(shown: Shown, measure: Measure): Picture {
  const children = new Map<string | null, ShownNode[]>();
  const byId = new Map(shown.nodes.map((node) => [node.id, node]));
  for (const node of shown.nodes) {
    const siblings = children.get(node.parent);
    if (siblings === undefined) children.set(node.parent, [node]);
    else siblings.push(node);
  }
  const sizes = new Map<string, Size>();
  const places = new Map<string, Point>();
  // Boxes come after the box around them, so backwards every zone is sized after all that is in it.
  for (const node of [...shown.nodes].reverse()) {
    if (node.form !== 'open') {
      sizes.set(node.id, boxSize(node, 1, 'RIGHT', measure));
      continue;
    }
    const header = headerSize(node, node.parent === null ? undefined : byId.get(node.parent), measure);
    alignColumns(children.get(node.id) ?? [], sizes);
    const inner = placeInRows(children.get(node.id) ?? [], sizes, places, header.height);
    sizes.set(node.id, { width: Math.max(header.width, inner.width), height: inner.height });
  }
  alignColumns(children.get(null) ?? [], sizes);
  placeInRows(children.get(null) ?? [], sizes, places, 0);
  const boxes = new Map<string, Box>();
  for (const { id, parent } of shown.nodes) {
    const around = parent === null ? undefined : boxes.get(parent);
    const place = places.get(id)!;
    boxes.set(id, { x: place.x + (around?.x ?? 0), y: place.y + (around?.y ?? 0), ...sizes.get(id)! });
  }
  return { boxes, lines: straightLines(shown, boxes), bounds: boundsOf(boxes.values()) };
}

/** Makes boxes of one zone equally wide, so that they stand in columns too. */
function alignColumns(nodes: readonly ShownNode[], sizes: Map<string, Size>): void {
  const closed = nodes.filter(({ form }) => form !== 'open');
  const width = Math.max(...closed.map(({ id }) => sizes.get(id)!.width));
  for (const { id } of closed) sizes.set(id, { width, height: sizes.get(id)!.height });
}

/** Places siblings in rows below `top` and gives the size of the whole. */
function placeInRows(
  nodes: readonly ShownNode[],
  sizes: ReadonlyMap<string, Size>,
  places: Map<string, Point>,
  top: number,
): Size {
  const side = top === 0 ? 0 : metrics.zonePadding;
  const area = nodes.reduce((sum, { id }) => {
    const { width, height } = sizes.get(id)!;
    return sum + (width + gap) * (height + gap);
  }, 0);
  const rowWidth = Math.sqrt(area * 1.7);
  let [x, y, rowHeight, width] = [side, Math.max(top, side), 0, 0];
  for (const { id } of nodes) {
    const size = sizes.get(id)!;
    if (x > side && x + size.width > rowWidth + side) [x, y, rowHeight] = [side, y + rowHeight + gap, 0];
    places.set(id, { x, y });
    x += size.width + gap;
    width = Math.max(width, x - gap);
    rowHeight = Math.max(rowHeight, size.height);
  }
  return { width: width + side, height: y + rowHeight + side };
}

function straightLines(shown: Shown, boxes: ReadonlyMap<string, Box>): Map<string, Line> {
  const lines = new Map<string, Line>();
  for (const { id, source, target } of shown.edges) {
    const [from, to] = [boxes.get(source)!, boxes.get(target)!];
    lines.set(id, { points: [borderPoint(from, centre(to)), borderPoint(to, centre(from))], label: null });
  }
  return lines;
}

/** Where the line from the middle of `box` towards `goal` leaves it. */
function borderPoint(box: Box, goal: Point): Point {
  const from = centre(box);
  const [dx, dy] = [goal.x - from.x, goal.y - from.y];
  const scale = Math.min(
    dx === 0 ? Infinity : box.width / 2 / Math.abs(dx),
    dy === 0 ? Infinity : box.height / 2 / Math.abs(dy),
    1,
  );
  return { x: from.x + dx * scale, y: from.y + dy * scale };
}
