import { centre, shiftBox, shiftPoint, type Picture, type Point } from '../../picture/geometry.js';

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
