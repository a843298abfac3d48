import assert from 'node:assert/strict';
import fc from 'fast-check';
import { BestFew, fitOf } from '../../../language/ide/choose.js';
import { mostNames } from '../../../language/ide/completion/names.js';
import { complete } from '../../../language/ide/index.js';
import { openPolicy } from '../../support/policies.js';

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

describe('completion among a great many names', () => {
  const zones = Array.from({ length: 3000 }, (_, i) => `zone z${i}`);
  // The names that hold the letters of others are those used most.
  const rules = Array.from({ length: 300 }, (_, i) => `allow z${2700 + i} to z${2700 + i} on https`);
  const text = `${[...zones, ...rules].join('\n')}\n`;
  const offered = (rule: string): readonly string[] =>
    complete(openPolicy({ 'a.zoneflow': text + rule }), 'a.zoneflow', text.length + rule.length).items.map(
      ({ label }) => label,
    );

  it('offers a name that has been typed in full', () => {
    for (const name of ['z2', 'z7', 'z29', 'z1000']) assert.ok(offered(`allow ${name}`).includes(name), name);
  });

  it('offers those that begin with what has been typed before those that hold its letters', () => {
    assert.ok(offered('allow z29').filter((label) => label.startsWith('z29')).length > 100);
  });

  it('puts those used most first, and words of the language behind', () => {
    const labels = offered('allow ');
    assert.ok(labels.length <= mostNames + 2);
    assert.deepEqual(labels.slice(0, 3), ['z2700', 'z2701', 'z2702']);
    assert.equal(labels.at(-1), 'any');
  });
});
