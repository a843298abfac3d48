import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  facets,
  facetValues,
  filtered,
  matchesOf,
  noFilter,
  parseFilter,
  toggled,
  type Filter,
} from '../../../client/webview/filter.js';
import { spanOf, step } from '../../../client/webview/matrix-window.js';
import { edgeId } from '../../../picture/marks.js';
import { campus, plant, shop } from './fixtures.js';

const graphs = { shop: shop(), plant: plant(), campus: campus() };

/** Any filter by values that occur, and some that do not. */
const anyFilter = fc.record({
  graph: fc.constantFrom(...Object.values(graphs)),
  text: fc.constantFrom('', 'e', 'web', 'nothing like it'),
  picks: fc.array(fc.tuple(fc.constantFrom(...facets), fc.nat(5)), { maxLength: 4 }),
});

const marks = {
  'shop.web': { severity: 'error', count: 1 },
  'dmz.waf→shop.web': { severity: 'hint', count: 2 },
} as const;

describe('the filter of the picture', () => {
  it('offers the values that occur, in their natural order', () => {
    assert.deepEqual(
      facetValues(shop(), marks, 'trust').map(({ value }) => value),
      ['untrusted', 'dmz', 'internal', 'restricted'],
    );
    assert.deepEqual(facetValues(shop(), marks, 'finding'), [
      { value: 'error', count: 1 },
      { value: 'hint', count: 1 },
    ]);
  });

  it('finds by finding a box that has it, and both ends of a connection that has it', () => {
    const filter = toggled(noFilter, 'finding', 'hint');
    assert.deepEqual([...matchesOf(shop(), marks, filter)!.nodes], ['dmz.waf', 'shop.web']);
  });

  it('finds by tier what rules of it allow, and both ends of that', () => {
    const tiers = { 'dmz.waf→shop.web': ['guardrail'] };
    assert.deepEqual(
      facetValues(shop(), marks, 'tier', tiers).map(({ value }) => value),
      ['guardrail', 'application'],
    );
    const filter = toggled(noFilter, 'tier', 'guardrail');
    assert.deepEqual([...matchesOf(shop(), marks, filter, tiers)!.nodes], ['dmz.waf', 'shop.web']);
  });

  it('takes a value back', () => {
    assert.deepEqual(toggled(toggled(noFilter, 'tag', 'pci'), 'tag', 'pci'), noFilter);
  });

  it('leaves a graph whose arrows have both ends and whose boxes the zones around them', () => {
    fc.assert(
      fc.property(anyFilter, ({ graph, text, picks }) => {
        let filter: Filter = { ...noFilter, text };
        for (const [facet, index] of picks) {
          const values = facetValues(graph, marks, facet);
          filter = toggled(filter, facet, values[index]?.value ?? 'no such value');
        }
        const matches = matchesOf(graph, marks, filter);
        if (matches === null) return assert.equal(text === '' && picks.length % 2 === 0, true);
        const less = filtered(graph, matches);
        const ids = new Set(less.nodes.map(({ id }) => id));
        for (const { source, target } of less.edges) {
          assert.ok(ids.has(source) && ids.has(target) && matches.edges.has(edgeId(source, target)));
          assert.ok(matches.nodes.has(source) || matches.nodes.has(target));
        }
        for (const id of matches.nodes) assert.ok(ids.has(id));
        for (const { parent } of less.nodes) assert.ok(parent === null || ids.has(parent));
      }),
    );
  });

  it('reads any kept state', () => {
    const filter = { ...toggled(noFilter, 'owner', 'payments'), text: 'x', hide: true };
    assert.deepEqual(parseFilter(JSON.parse(JSON.stringify(filter))), filter);
    fc.assert(
      fc.property(fc.anything(), (data) =>
        facets.every((facet) => Array.isArray(parseFilter(data).chosen[facet])),
      ),
    );
  });
});

describe('the keys of the matrix', () => {
  it('stay inside it, and never come to the corner', () => {
    const key = fc.constantFrom(
      'ArrowUp',
      'ArrowDown',
      'ArrowLeft',
      'ArrowRight',
      'Home',
      'End',
      'PageUp',
      'PageDown',
    );
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9 }), fc.array(fc.tuple(key, fc.boolean())), (count, presses) => {
        let at = { row: 0, column: -1 };
        for (const [name, ctrl] of presses) {
          at = step(at, name, ctrl, count, 3)!;
          assert.ok(at.row >= -1 && at.row < count && at.column >= -1 && at.column < count);
          assert.ok(at.row >= 0 || at.column >= 0);
        }
      }),
    );
  });

  it('mean nothing else', () => assert.equal(step({ row: 0, column: 0 }, 'a', false, 3, 1), null));

  it('and only what is on screen is drawn, with little around it', () => {
    assert.deepEqual(spanOf(1000, 300, 10, 1000), { first: 96, end: 134 });
    assert.deepEqual(spanOf(0, 300, 10, 7), { first: 0, end: 7 });
  });
});
