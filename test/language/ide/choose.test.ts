import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BestFew, fitOf } from '../../../language/ide/choose.js';

describe('language/ide/choose', () => {
  it('tells how well a word fits what has been typed', () => {
    const words = ['db', 'DB-main', 'corp.db', 'adbc', 'dmz-web', 'web'];
    const fits = words.map((word) => fitOf(word, 'db'));
    assert.deepEqual(fits, [0, 1, 2, 3, 4, undefined]);
  });

  it('lets everything fit equally well where nothing has been typed', () => {
    assert.equal(fitOf('db', ''), fitOf('corp.web', ''));
  });

  it('keeps the same few as sorting all of them would', () => {
    const offered = fc.array(fc.record({ fit: fc.nat(3), rank: fc.nat(5) }));
    fc.assert(
      fc.property(offered, fc.integer({ min: 1, max: 8 }), (all, most) => {
        const best = new BestFew<number>(most);
        all.forEach(({ fit, rank }, place) => best.offer(place, fit, rank));
        const sorted = all
          .map((_, place) => place)
          .sort((a, b) => all[a].fit - all[b].fit || all[a].rank - all[b].rank || a - b);
        assert.deepEqual(
          best.list(),
          sorted.slice(0, most).sort((a, b) => a - b),
        );
      }),
    );
  });
});
