import { boundsOf, centre, shiftBox, shiftPoint, type Box, type Picture, type Point } from './geometry.js';
import type { Shown } from './state.js';

const beside = 70;

/**
 * Where boxes should stand before a new layout: where they stood, and new ones beside those they are connected with.
 *
 * `null` where the picture is new or changes too much for old places to mean anything: more than a third of the boxes
 * are new, as when a zone opens.
 */
export function seedsFor(shown: Shown, before: ReadonlyMap<string, Box>): Map<string, Box> | null {
  const fresh = shown.nodes.filter(({ id }) => !before.has(id));
  if (fresh.length * 3 > shown.nodes.length) return null;
  const seeds = new Map<string, Box>();
  for (const { id } of shown.nodes) {
    const box = before.get(id);
    if (box !== undefined) seeds.set(id, box);
  }
  for (const { id, parent } of fresh) seeds.set(id, placeFor(shown, id, parent, seeds));
  return seeds;
}

function placeFor(shown: Shown, id: string, parent: string | null, seeds: ReadonlyMap<string, Box>): Box {
  const [width, height] = [120, 36];
  const seen = (ids: string[]): Box[] => ids.flatMap((other) => seeds.get(other) ?? []);
  const sources = seen(shown.edges.filter(({ target }) => target === id).map(({ source }) => source));
  const targets = seen(shown.edges.filter(({ source }) => source === id).map(({ target }) => target));
  if (sources.length > 0) {
    const near = boundsOf(sources);
    return { x: near.x + near.width + beside, y: centre(near).y, width, height };
  }
  if (targets.length > 0) {
    const near = boundsOf(targets);
    return { x: near.x - beside - width, y: centre(near).y, width, height };
  }
  const siblings = seen(shown.nodes.filter((node) => node.parent === parent).map((node) => node.id));
  const around = siblings.length > 0 ? boundsOf(siblings) : boundsOf(seeds.values());
  return { x: around.x, y: around.y + around.height + 30, width, height };
}

/** The box nearest to `point` among those that stand in both pictures. */
export function centralBox(before: Picture, after: Picture, point: Point): string | null {
  let nearest: string | null = null;
  let least = Infinity;
  for (const [id, box] of before.boxes) {
    if (!after.boxes.has(id)) continue;
    const at = centre(box);
    const far = Math.hypot(at.x - point.x, at.y - point.y);
    if (far < least) [nearest, least] = [id, far];
  }
  return nearest;
}

/** The new picture, moved as a whole so that `anchor` keeps its place: its top left corner. */
export function settle(before: Picture, after: Picture, anchor: string | null): Picture {
  const old = anchor === null ? undefined : before.boxes.get(anchor);
  const now = anchor === null ? undefined : after.boxes.get(anchor);
  if (old === undefined || now === undefined) return after;
  return movePicture(after, { x: old.x - now.x, y: old.y - now.y });
}

function movePicture(picture: Picture, by: Point): Picture {
  if (by.x === 0 && by.y === 0) return picture;
  return {
    boxes: new Map([...picture.boxes].map(([id, box]) => [id, shiftBox(box, by)])),
    lines: new Map(
      [...picture.lines].map(([id, { points, label }]) => [
        id,
        {
          points: points.map((point) => shiftPoint(point, by)),
          label: label === null ? null : shiftBox(label, by),
        },
      ]),
    ),
    bounds: shiftBox(picture.bounds, by),
  };
}

/** How far boxes that stand in both pictures have moved, on average, in pixels. */
export function averageMove(before: Picture, after: Picture): number {
  let [sum, count] = [0, 0];
  for (const [id, box] of after.boxes) {
    const old = before.boxes.get(id);
    if (old === undefined) continue;
    sum += Math.hypot(box.x - old.x, box.y - old.y);
    count++;
  }
  return count === 0 ? 0 : sum / count;
}
