import assert from 'node:assert/strict';
import { evaluate } from '../../picture/colour.js';
import { pictureFile } from '../../picture/file.js';
import { gridPicture } from '../../picture/grid.js';
import { show } from '../../picture/state.js';
import { style, themes } from '../../picture/style.js';
import { tableMeasure } from '../../picture/text-width.js';
import { treeOf } from '../../picture/tree.js';
import type { Graph, GraphNode } from '../../language/graph/model.js';

const node = (id: string, title: string | null = null): GraphNode => ({
  id,
  kind: 'zone',
  parent: null,
  title,
  trust: 'restricted',
  criticality: 'high',
  owner: null,
  tags: [],
});

const fileOf = (nodes: readonly GraphNode[], title = 'a graph'): string => {
  const graph: Graph = {
    version: 1,
    nodes,
    edges: [{ source: nodes[0].id, target: nodes.at(-1)!.id, services: ['https'], rules: ['r'] }],
  };
  const shown = show(graph, treeOf(graph), new Set());
  return pictureFile(
    {
      shown,
      picture: gridPicture(shown, tableMeasure),
      marks: new Map([[nodes[0].id, { severity: 'error', count: 2 }]]),
      direction: 'RIGHT',
      rows: false,
    },
    { measure: tableMeasure, title, fontFamily: 'Arial', theme: themes.light, dark: themes.dark },
  );
};

describe('the picture as a file', () => {
  it('has all looks in attributes, and those of the dark theme in a style sheet', () => {
    const file = fileOf([node('web'), node('db')]);
    assert.match(file, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="/);
    assert.match(file, /<rect [^>]*fill="#ffffff" class="d0"\/>/);
    assert.match(file, /@media \(prefers-color-scheme:dark\)\{\.d0\{fill:#1f1f1f\}/);
    assert.doesNotMatch(file, /var\(|color-mix|currentColor|<script|href|data-|aria-|NaN|undefined/);
    for (const [, name] of file.matchAll(/class="(\w+)"/g)) assert.ok(file.includes(`.${name}{`), name);
  });

  it('works variables and mixed colours out as a browser does', () => {
    const variables = { '--a': '#ff0000', '--b': 'rgb(0, 0, 255)', '--half': 'rgba(0, 255, 0, 0.5)' };
    const cases: [string, string][] = [
      ['var(--a)', '#ff0000'],
      ['12 3', '12 3'],
      ['color-mix(in srgb, var(--a) 50%, var(--b))', '#800080'],
      ['color-mix(in srgb, #fff 20%, #000)', '#333333'],
      ['color-mix(in srgb, var(--half) 50%, var(--a))', '#aa5500bf'],
      ['color-mix(in srgb, color(srgb 1 0 0) 100%, #000)', '#ff0000'],
      ['color-mix(in srgb, nonsense 50%, #000)', 'currentColor'],
    ];
    for (const [value, expected] of cases) assert.equal(evaluate(value, variables), expected, value);
  });

  it('is styled with variables that are set and functions that are known', () => {
    const known = new Set([
      ...Object.keys(themes.light),
      '--trust',
      ...style.flatMap(([, declarations]) =>
        Object.keys(declarations).filter((name) => name.startsWith('--')),
      ),
    ]);
    for (const [selector, declarations] of style) {
      assert.match(selector, /^(:root|(\w+|(\w+)?(\.[\w-]+)+)(( >)? (\w+|(\w+)?(\.[\w-]+)+))*)$/);
      for (const value of Object.values(declarations).map(String)) {
        for (const [, name] of value.matchAll(/var\((--[\w-]+)\)/g)) assert.ok(known.has(name), name);
        assert.ok(!value.includes('(') || /^(var\(--[\w-]+\)|color-mix\(in srgb, .*\))$/.test(value), value);
      }
    }
  });

  it('shows any text as text', () => {
    const hostile =
      '</title><script>alert(1)</script> ]]> & "q" \'a\' \u0000\u001b[31m \u202eevil\u2066 \ud800 é 漢';
    const file = fileOf([node('web', hostile), node('db')], hostile);
    assert.equal(file.match(/<title>/g)?.length, 1);
    assert.doesNotMatch(file, /<script|]]>/);

    assert.doesNotMatch(file, /[\u0000-\u0008\u001b\u202a-\u202e\u2066-\u2069\ud800]/);
    assert.match(file, /<title>&#60;\/title&#62;&#60;script&#62;alert\(1\)/);
    assert.match(file, /é 漢<\/title>/);
  });

  it('has room for texts that are as wide as the table says', () => {
    assert.equal(Math.round(tableMeasure('AVAil', 'title') * 1000), 11 * (667 + 667 + 667 + 222 + 222));
    assert.equal(tableMeasure('é', 'name'), tableMeasure('e', 'name'));
    assert.ok(tableMeasure('漢字', 'chip') === 22 && tableMeasure('\u200b', 'chip') === 0);
  });
});
