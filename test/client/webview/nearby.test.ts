import assert from 'node:assert/strict';
import fc from 'fast-check';
import { Nearby, type Sides } from '../../../client/webview/nearby.js';
import { route } from '../../../client/webview/route.js';

const sides = fc
  .tuple(...[0, 1].map(() => fc.integer({ min: -900, max: 900 })), fc.nat(700), fc.nat(700))
  .map(([left, top, width, height]): Sides => ({
    left: left!,
    top: top!,
    right: left! + width!,
    bottom: top! + height!,
  }));

const meet = (a: Sides, b: Sides): boolean =>
  a.left <= b.right && b.left <= a.right && a.top <= b.bottom && b.top <= a.bottom;

const text = ({ left, top, right, bottom }: Sides): string => [left, top, right, bottom].join(' ');

describe('what lies near', () => {
  it('is found, each once, however large it is', () => {
    fc.assert(
      fc.property(fc.uniqueArray(sides, { maxLength: 30, selector: text }), sides, (all, wanted) => {
        const nearby = new Nearby();
        all.forEach((one) => nearby.add(one));
        for (let again = 0; again < 2; again++) {
          const found = nearby.within(wanted).map(text);
          assert.equal(new Set(found).size, found.length);
          for (const one of all) if (meet(one, wanted)) assert.ok(found.includes(text(one)), text(one));
        }
      }),
    );
  });
});

describe('a new line', () => {
  const box = (x: number, y: number): { x: number; y: number; width: number; height: number } => ({
    ...{ x, y },
    width: 100,
    height: 40,
  });

  it('goes around a box in its way, and straight where there is none', () => {
    const [from, to] = [box(0, 0), box(400, 0)];
    const [start, end] = [
      { x: 100, y: 20 },
      { x: 400, y: 20 },
    ];
    const free = route({ obstacles: [from, to], lines: [] }, start, end, 0)!;
    assert.ok(free.every(({ y }) => y === 20));
    const around = route({ obstacles: [from, to, box(200, 0)], lines: [] }, start, end, 0)!;
    assert.ok(around.some(({ y }) => y < 0 || y > 40));
  });

  it('finds its way between boxes that stand close together', () => {
    const obstacles = [box(0, 0), box(114, 0), box(0, 54), box(114, 54)];
    const line = route({ obstacles, lines: [] }, { x: 100, y: 20 }, { x: 114, y: 74 }, 0);
    assert.ok(line !== null);
  });

  it('lies beside another line, not upon it', () => {
    const lines = [
      [
        { x: 100, y: 20 },
        { x: 400, y: 20 },
      ],
    ];
    const terrain = { obstacles: [box(0, 0), box(400, 0)], lines };
    const line = route(terrain, { x: 100, y: 10 }, { x: 400, y: 30 }, 0)!;
    const upon = line.slice(1).filter((end, i) => line[i]!.y === 20 && end.y === 20);
    assert.deepEqual(upon, []);
  });
});
