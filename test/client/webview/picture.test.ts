import ElkModule, { type ElkNode } from 'elkjs/lib/elk.bundled.js';
import assert from 'node:assert/strict';
import { amend } from '../../../client/webview/amend.js';
import { fromElk, toElk } from '../../../picture/elk-graph.js';
import { boundsOf, type Box, type Picture, type Point } from '../../../picture/geometry.js';
import { gridPicture } from '../../../picture/grid.js';
import { walk } from '../../../client/webview/navigate.js';
import { settle } from '../../../client/webview/settle.js';
import type { Way } from '../../../picture/sizes.js';
import { show, type Shown } from '../../../picture/state.js';
import { treeOf } from '../../../picture/tree.js';
import { bringIntoView, fitView, pictureAt, zoomView } from '../../../client/webview/view.js';
import type { Graph } from '../../../language/graph/model.js';
import { boutique, campus, generated, plant, shop, withNode } from './fixtures.js';

const elk = new ElkModule.default();
const measure = (text: string): number => text.length * 7.5;

function shownOf(graph: Graph, closed: readonly string[] = []): Shown {
  return show(graph, treeOf(graph), new Set(closed));
}

async function layOut(shown: Shown, direction: Way = 'RIGHT'): Promise<Picture> {
  const laidOut = (await elk.layout(toElk(shown, { direction, measure }))) as ElkNode;
  return fromElk(laidOut, shown, measure);
}

function touches({ x, y, width, height }: Box, point: Point): boolean {
  const slack = 1;
  const within =
    point.x >= x - slack &&
    point.x <= x + width + slack &&
    point.y >= y - slack &&
    point.y <= y + height + slack;
  const inside =
    point.x > x + slack && point.x < x + width - slack && point.y > y + slack && point.y < y + height - slack;
  return within && !inside;
}

function contains(outer: Box, inner: Box): boolean {
  return (
    inner.x >= outer.x &&
    inner.y >= outer.y &&
    inner.x + inner.width <= outer.x + outer.width + 0.01 &&
    inner.y + inner.height <= outer.y + outer.height + 0.01
  );
}

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

/** What must hold of every picture, however it was laid out. */
function assertSound(shown: Shown, { boxes }: Picture): void {
  for (const { id, parent } of shown.nodes) {
    if (parent !== null) assert.ok(contains(boxes.get(parent)!, boxes.get(id)!), `${id} is inside ${parent}`);
    for (const other of shown.nodes) {
      if (other.id === id || other.parent !== parent) continue;
      assert.ok(!overlap(boxes.get(id)!, boxes.get(other.id)!), `${id} and ${other.id} are apart`);
    }
  }
}

const graphs = {
  shop: shop(),
  plant: plant(),
  boutique: boutique(),
  campus: campus(),
  generated: generated(40, 5),
  /** So many that boxes and arrows stand close together. */
  crowd: generated(100, 0),
};

describe('the layered picture', () => {
  for (const [name, graph] of Object.entries(graphs)) {
    for (const way of ['RIGHT', 'DOWN'] as const) {
      it(`nests the boxes of ${name} and ends its arrows on them (${way})`, async () => {
        const shown = shownOf(graph);
        const picture = await layOut(shown, way);
        assertSound(shown, picture);
        assert.equal(picture.lines.size, shown.edges.length);
        for (const { id, source, target } of shown.edges) {
          const { points } = picture.lines.get(id)!;
          assert.ok(touches(picture.boxes.get(source)!, points[0]!), `${id} begins at ${source}`);
          assert.ok(touches(picture.boxes.get(target)!, points.at(-1)!), `${id} ends at ${target}`);
        }
      });
    }

    it(`keeps the labels of ${name} apart from each other and from boxes`, async () => {
      const shown = shownOf(graph);
      const { boxes, lines } = await layOut(shown);
      const labels = [...lines].flatMap(([id, { label }]) => (label === null ? [] : [[id, label] as const]));
      const leaves = shown.nodes.filter(({ form }) => form !== 'open').map(({ id }) => boxes.get(id)!);
      for (const [id, label] of labels) {
        for (const [other, otherLabel] of labels) {
          assert.ok(id === other || !overlap(label, otherLabel), `labels of ${id} and ${other}`);
        }
        assert.ok(!leaves.some((box) => overlap(box, label)), `label of ${id}`);
      }
    });
  }

  it('has no zone that goes on below all that is in it', async () => {
    for (const graph of [shop(), plant(), boutique(), campus()]) {
      const shown = shownOf(graph);
      const { boxes, lines } = await layOut(shown, 'DOWN');
      for (const { id } of shown.nodes.filter(({ form }) => form === 'open')) {
        const zone = boxes.get(id)!;
        const isIn = (other: string): boolean => other.startsWith(`${id}.`);
        const within = shown.edges.filter(({ source, target }) => isIn(source) && isIn(target));
        const content = [
          ...shown.nodes.filter((node) => isIn(node.id)).map((node) => boxes.get(node.id)!),
          ...[...lines.values()].flatMap(({ label }) => (label && contains(zone, label) ? [label] : [])),
          ...within.flatMap((edge) =>
            lines.get(edge.id)!.points.map((at) => ({ ...at, width: 0, height: 0 })),
          ),
        ];
        const lowest = Math.max(...content.map(({ y, height }) => y + height));
        // Each of the zones in it has a margin of its own.
        assert.ok(zone.y + zone.height - lowest < 19, `${id} ends ${zone.y + zone.height - lowest} px below`);
      }
    }
  });

  it('is the same each time', async () => {
    const pictures = await Promise.all([layOut(shownOf(shop())), layOut(shownOf(shop()))]);
    assert.deepEqual(pictures[0], pictures[1]);
  });
});

describe('the picture in rows', () => {
  for (const [name, graph] of Object.entries({
    ...graphs,
    large: generated(1000, 20),
    flat: generated(500, 0),
  })) {
    it(`nests the boxes of ${name}`, () => {
      const shown = shownOf(graph);
      assertSound(shown, gridPicture(shown, measure));
    });
  }
});

describe('the place of the picture', () => {
  it('moves as a whole so that one box stays', async () => {
    const before = await layOut(shownOf(shop()));
    const after = settle(before, await layOut(shownOf(shop(), ['shop.app'])), 'shop');
    const [old, now] = [before.boxes.get('shop')!, after.boxes.get('shop')!];
    assert.deepEqual([now.x, now.y], [old.x, old.y]);
  });

  it('keeps what lies under the pointer there while zooming', () => {
    const at = { x: 321, y: 123 };
    const view = { x: 40, y: -20, zoom: 0.7 };
    const [before, after] = [pictureAt(view, at), pictureAt(zoomView(view, 1.8, at), at)];
    assert.ok(Math.hypot(after.x - before.x, after.y - before.y) < 1e-9);
  });

  it('fits all of it on the screen, and moves only what is out of sight', () => {
    const bounds = { x: -50, y: 20, width: 4000, height: 300 };
    const screen = { width: 800, height: 600 };
    const view = fitView(bounds, screen);
    assert.ok(bounds.x * view.zoom + view.x >= 0);
    assert.ok((bounds.x + bounds.width) * view.zoom + view.x <= screen.width);
    assert.deepEqual(bringIntoView(view, { x: 1900, y: 150, width: 50, height: 20 }, screen), view);
  });
});

describe('the arrow keys', () => {
  it('follow an arrow to its end and back, and choose among the arrows of a box', async () => {
    const shown = shownOf(shop());
    const picture = await layOut(shown);
    const way = { shown, picture, direction: 'RIGHT' as const, from: null };
    const edge = walk({ ...way, at: 'internet' }, 'ArrowRight');
    assert.equal(edge, 'internet→dmz.waf');
    assert.equal(walk({ ...way, at: edge }, 'ArrowRight'), 'dmz.waf');
    assert.equal(walk({ ...way, at: edge }, 'ArrowLeft'), 'internet');
    const first = walk({ ...way, at: 'shop.web' }, 'ArrowRight')!;
    const second = walk({ ...way, at: first, from: 'shop.web' }, 'ArrowDown')!;
    assert.ok(second.startsWith('shop.web→') && second !== first);
    assert.equal(walk({ ...way, at: second, from: 'shop.web' }, 'ArrowUp'), first);
  });

  it('reach every box of a picture', async () => {
    const shown = shownOf(plant());
    const picture = await layOut(shown);
    const seen = new Set<string>();
    const open = [shown.nodes[0]!.id];
    for (let at = open.pop(); at !== undefined; at = open.pop()) {
      if (seen.has(at)) continue;
      seen.add(at);
      for (const key of ['ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'] as const) {
        const next = walk({ shown, picture, direction: 'RIGHT', at, from: null }, key);
        if (next !== null) open.push(next);
      }
    }
    assert.deepEqual(
      shown.nodes.filter(({ id }) => !seen.has(id)).map(({ id }) => id),
      [],
    );
  });
});

describe('a picture after a small edit', () => {
  const edits = {
    shop: withNode(shop(), 'shop.app.reports', 'shop.app.cart', 'shop.data'),
    boutique: withNode(boutique(), 'boutique.invoices', 'boutique.checkoutservice', 'boutique.emailservice'),
    campus: withNode(campus(), 'backup', 'office.wired', 'production.db'),
    plant: withNode(plant(), 'ot.site.backup', 'ot.site.historian', 'idmz.patch'),
    generated: withNode(generated(40, 5), 'new', 'zone1.segment7', 'zone4.segment22'),
    crowd: withNode(generated(100, 0), 'new', 'segment35', 'segment70'),
  };

  for (const [name, edited] of Object.entries(edits)) {
    it(`leaves every box of ${name} where it was, and leads new arrows around all boxes`, async () => {
      const before = await layOut(shownOf(graphs[name as keyof typeof graphs]));
      const shown = shownOf(edited);
      const after = amend(before, shown, 'RIGHT', measure);
      assert.ok(after !== null);
      assertSound(shown, after);
      for (const [id, { x, y }] of before.boxes)
        assert.deepEqual([after.boxes.get(id)!.x, after.boxes.get(id)!.y], [x, y]);
      assert.equal(after.lines.size, shown.edges.length);
      for (const { id, source, target } of shown.edges) {
        if (before.lines.has(id)) continue;
        const { points } = after.lines.get(id)!;
        assert.ok(
          touches(after.boxes.get(source)!, points[0]!) && touches(after.boxes.get(target)!, points.at(-1)!),
        );
        for (const { id: other, form } of shown.nodes) {
          if (form === 'open') continue;
          for (let i = 1; i < points.length; i++) {
            const piece = boundsOf([], [points[i - 1]!, points[i]!]);
            const through = overlap(piece, shrunk(after.boxes.get(other)!));
            assert.ok(!through, `${id} runs through ${other}`);
          }
        }
      }
    });
  }

  it('has no place for a different policy', async () => {
    const before = await layOut(shownOf(shop()));
    assert.equal(amend(before, shownOf(plant()), 'RIGHT', measure), null);
  });
});

function shrunk({ x, y, width, height }: Box): Box {
  return { x: x + 1, y: y + 1, width: width - 2, height: height - 2 };
}
