import { boundsOf, type Box, type Line, type Picture } from './geometry.js';
import { headerSize, metrics, type Measure } from './sizes.js';
import type { Shown, ShownNode } from './state.js';

/**
 * Takes from open zones the room that nothing in them needs. elkjs has a zone reach over all layers that its boxes might
 * stand in, empty ones at its end too; arrows run over the borders of open zones anyway, so these can be drawn in.
 */
export function tighten(picture: Picture, shown: Shown, measure: Measure): Picture {
  const open = shown.nodes.filter(({ form }) => form === 'open');
  if (open.length === 0) return picture;
  const boxes = new Map(picture.boxes);
  const byId = new Map(shown.nodes.map((node) => [node.id, node]));
  const inner = linesWithin(picture, shown, byId);
  const labels = [...picture.lines.values()].flatMap(({ label }) => label ?? []);
  // Boxes come after the zone around them, so backwards every zone is drawn in after all that is in it.
  for (const node of open.reverse()) {
    const parent = node.parent === null ? undefined : byId.get(node.parent);
    const children = shown.nodes.flatMap((child) =>
      child.parent === node.id ? (boxes.get(child.id) ?? []) : [],
    );
    const lines = inner.get(node.id) ?? [];
    const content = boundsOf(
      [...children, ...lines.flatMap(({ label }) => label ?? [])],
      lines.flatMap(({ points }) => points),
    );
    const header = headerSize(node, parent, measure);
    const box = boxes.get(node.id);
    if (box !== undefined && children.length > 0)
      boxes.set(node.id, withLabels(drawnIn(box, content, header), box, labels));
  }
  const points = [...picture.lines.values()].flatMap((line) => line.points);
  return { boxes, lines: picture.lines, bounds: boundsOf([...boxes.values(), ...labels], points) };
}

/** The lines that begin and end in an open zone, by its id. */
function linesWithin(
  picture: Picture,
  shown: Shown,
  byId: ReadonlyMap<string, ShownNode>,
): Map<string, Line[]> {
  const around = (id: string): string[] => {
    const zones: string[] = [];
    for (let at = byId.get(id)?.parent ?? null; at !== null; at = byId.get(at)?.parent ?? null)
      zones.push(at);
    return zones;
  };
  const within = new Map<string, Line[]>();
  for (const { id, source, target } of shown.edges) {
    const line = picture.lines.get(id);
    if (line === undefined) continue;
    const others = new Set(around(target));
    for (const zone of around(source)) {
      if (!others.has(zone)) continue;
      const known = within.get(zone);
      if (known === undefined) within.set(zone, [line]);
      else known.push(line);
    }
  }
  return within;
}

/** A zone around its content, no larger than it was and wide enough for its name. */
function drawnIn(box: Box, content: Box, header: { width: number; height: number }): Box {
  const side = metrics.zonePadding;
  const right = Math.min(box.x + box.width, content.x + content.width + side);
  const x = Math.max(box.x, Math.min(content.x - side, right - header.width));
  const y = Math.max(box.y, content.y - header.height);
  const bottom = Math.min(box.y + box.height, content.y + content.height + side);
  const width = Math.min(box.x + box.width - x, Math.max(right - x, header.width));
  return { x, y, width, height: bottom - y };
}

/** The zone grown again by labels of arrows that its new border would cut through, as its old one did not. */
function withLabels(box: Box, before: Box, labels: readonly Box[]): Box {
  const cut = labels.filter((label) => holds(before, label) && !holds(box, label) && meet(box, label));
  if (cut.length === 0) return box;
  const side = metrics.zonePadding / 2;
  const roomy = ({ x, y, width, height }: Box): Box => ({
    x: x - side,
    y: y - side,
    width: width + side * 2,
    height: height + side * 2,
  });
  return clip(boundsOf([box, ...cut.map(roomy)]), before);
}

const holds = (a: Box, b: Box): boolean =>
  b.x >= a.x && b.y >= a.y && b.x + b.width <= a.x + a.width && b.y + b.height <= a.y + a.height;

const meet = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

function clip(box: Box, to: Box): Box {
  const [x, y] = [Math.max(box.x, to.x), Math.max(box.y, to.y)];
  const right = Math.min(box.x + box.width, to.x + to.width);
  return { x, y, width: right - x, height: Math.min(box.y + box.height, to.y + to.height) - y };
}
