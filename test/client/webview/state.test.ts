import assert from 'node:assert/strict';
import { chooseClosed, comfortable, most } from '../../../picture/budget.js';
import { show, shownIds, type Shown } from '../../../picture/state.js';
import { chipText } from '../../../picture/sizes.js';
import { shownMarks } from '../../../client/webview/scene.js';
import { treeOf } from '../../../picture/tree.js';
import type { Graph } from '../../../language/graph/model.js';
import { generated, shop } from './fixtures.js';

function shownOf(graph: Graph, ...closed: string[]): Shown {
  return show(graph, treeOf(graph), new Set(closed));
}

describe('what the picture shows', () => {
  it('shows every box, after the box around it, where nothing is closed', () => {
    const { nodes } = shownOf(shop());
    assert.equal(nodes.length, shop().nodes.length);
    const seen = new Set<string | null>([null]);
    for (const { id, parent } of nodes) {
      assert.ok(seen.has(parent), `${id} stands before ${parent}`);
      seen.add(id);
    }
  });

  it('merges the arrows of a closed zone, with the union of their services and rules', () => {
    const { edges, inside, nodes } = shownOf(shop(), 'shop.app');
    assert.equal(nodes.find(({ id }) => id === 'shop.app')?.hidden, 3);
    const merged = edges.find(({ id }) => id === 'shop.app→shop.data');
    assert.deepEqual(merged?.services, ['postgres', 'redis', 'mongodb']);
    assert.equal(merged?.rules.length, 3);
    assert.deepEqual(inside.get('shop.app')?.services, ['gossip']);
  });

  it('shows what a closed zone allows inside as its own', () => {
    const { inside, edges } = shownOf(shop(), 'shop');
    const services = ['app-api', 'postgres', 'redis', 'mongodb', 'postgres-ha', 'gossip'];
    assert.deepEqual(new Set(inside.get('shop')?.services), new Set(services));
    assert.ok(edges.every(({ source, target }) => source !== target));
  });

  it('finds hidden boxes and arrows on what stands for them', () => {
    const shown = shownOf(shop(), 'shop');
    const ids = ['shop.app.cart', 'dmz.waf→shop.web', 'unheard-of', 'a→b'];
    assert.deepEqual([...shownIds(shown, ids)], ['shop', 'dmz.waf→shop']);
  });

  it('adds up the marks of what is hidden or merged, the worst severity first', () => {
    const marks = shownMarks(shownOf(shop(), 'shop'), {
      'shop.data': { severity: 'warning', count: 2 },
      'shop.web→shop.app.cart': { severity: 'error', count: 1 },
      'dmz.waf→shop.web': { severity: 'hint', count: 1 },
      gone: { severity: 'error', count: 1 },
    });
    assert.deepEqual(
      [...marks],
      [
        ['shop', { severity: 'error', count: 3 }],
        ['dmz.waf→shop', { severity: 'hint', count: 1 }],
      ],
    );
  });

  it('survives circles and parents that are not there', () => {
    const [first, second, third] = shop().nodes;
    const nodes = [
      { ...first!, id: 'a', parent: 'b' },
      { ...second!, id: 'b', parent: 'a' },
      { ...third!, id: 'c', parent: 'gone' },
    ];
    const { nodes: shown } = shownOf({ version: 1, nodes, edges: [] });
    assert.deepEqual(new Set(shown.map(({ id }) => id)), new Set(['a', 'b', 'c']));
  });

  it('names services on an arrow as far as there is room', () => {
    const label = (...services: string[]): string =>
      chipText({ id: 'a→b', source: 'a', target: 'b', services, rules: [], merged: [] });
    assert.equal(label('https'), 'https');
    assert.equal(label('https', 'ssh'), 'https, ssh');
    assert.equal(label('postgres', 'redis', 'mongodb'), 'postgres +2');
    assert.equal(label(), '');
  });
});

describe('how much the picture shows', () => {
  const nobody = { opened: [], closed: new Set<string>() };

  it('opens all zones of a policy that is small', () => {
    const graph = shop();
    assert.deepEqual(chooseClosed(graph, treeOf(graph), nobody, Infinity), {
      closed: new Set(),
      forRoom: 0,
      tooMany: false,
    });
  });

  it('stays within its budget, and says how many zones are closed for it', () => {
    const graph = generated(100, 8);
    const choice = chooseClosed(graph, treeOf(graph), nobody, Infinity);
    const { nodes, edges } = show(graph, treeOf(graph), choice.closed);
    assert.ok(nodes.length <= comfortable.boxes && edges.length <= comfortable.edges);
    assert.equal(choice.forRoom, choice.closed.size);
    assert.ok(choice.forRoom > 0);
  });

  it('opens what the user opens beyond what it would open itself, and closes what the user closes', () => {
    const graph = generated(100, 8);
    const tree = treeOf(graph);
    const [closedOne] = chooseClosed(graph, tree, nobody, Infinity).closed;
    const wishes = { opened: [closedOne!], closed: new Set(['zone0']) };
    const { closed } = chooseClosed(graph, tree, wishes, Infinity);
    assert.ok(!closed.has(closedOne!));
    assert.ok(closed.has('zone0'));
  });

  it('opens no deeper than it is told', () => {
    const graph = shop();
    const { closed } = chooseClosed(graph, treeOf(graph), nobody, 0);
    assert.ok(closed.size > 0);
    assert.ok(show(graph, treeOf(graph), closed).nodes.every(({ depth }) => depth === 0));
  });

  it('says that there is too much even with all zones closed', () => {
    const graph = generated(most.boxes + 1, 0);
    assert.ok(chooseClosed(graph, treeOf(graph), nobody, Infinity).tooMany);
  });
});
