import assert from 'node:assert/strict';
import fc from 'fast-check';
import { prepareRename, rename } from '../../../language/ide/index.js';
import { reservedWords } from '../../../language/syntax/tokens.js';
import { applyEdits } from '../../support/ide.js';
import { onlyFile, readFixture } from '../../support/markers.js';
import { openPolicy, openSample } from '../../support/policies.js';

/** The files of a fixture after a rename at its cursor, or why it is refused. */
function renamed(text: string, name: string): string | Record<string, string> {
  const { snapshot, path, offset, files } = readFixture(text);
  const result = rename(snapshot, path, offset, name);
  if ('refusal' in result) return result.refusal;
  const after = applyEdits(files, result);
  return path === onlyFile && Object.keys(after).length === 1 ? after[path] : after;
}

const exact: readonly [what: string, text: string, name: string, after: string][] = [
  [
    'a zone in every dotted name, not in comments, strings, or names that only begin alike',
    'zone sho$0p "shop" { zone shop }\nzone shop-2\n// shop\nallow shop.shop to [shop-2, shop] on https { purpose = "shop", owner = shop }\nservice shop = tcp/1',
    'store',
    'zone store "shop" { zone shop }\nzone shop-2\n// shop\nallow store.shop to [shop-2, store] on https { purpose = "shop", owner = shop }\nservice shop = tcp/1',
  ],
  [
    'a nested zone by its own part',
    'zone a { zone b { workload c } }\nzone b\ngroup g = [a.b$0.c, b, a.b]',
    'x',
    'zone a { zone x { workload c } }\nzone b\ngroup g = [a.x.c, b, a.x]',
  ],
  [
    'an inner workload from its declaration',
    'zone a { workload c$0 }\ngroup g = a.c',
    'd',
    'zone a { workload d }\ngroup g = a.d',
  ],
  [
    'a service',
    'service a = tcp/1\nservice b = [$0a]\nallow any to any on a',
    'c',
    'service c = tcp/1\nservice b = [c]\nallow any to any on c',
  ],
  ['a team in quotes too', 'team a\nzone z { owner = "$0a" }', 'b', 'team b\nzone z { owner = "b" }'],
  ['a flow', 'flow a$0: allow any to any on any', 'b', 'flow b: allow any to any on any'],
  [
    'a label key',
    'labels { a: x }\nworkload w { labels = { $0a: x } }\nworkload a',
    'tier',
    'labels { tier: x }\nworkload w { labels = { tier: x } }\nworkload a',
  ],
  [
    'a label value of one key',
    'labels { a: x b: x }\nworkload w { labels = { a: $0x, b: x } }',
    'any',
    'labels { a: any b: x }\nworkload w { labels = { a: any, b: x } }',
  ],
  ['nothing where the name stays', 'zone a$0', 'a', 'zone a'],
  ['in half-typed text', 'zone a$0\nallow a to\ngroup g = [a,', 'b', 'zone b\nallow b to\ngroup g = [b,'],
];

const refused: readonly [text: string, name: string, why: RegExp][] = [
  ['zone a$0\nzone b', 'b', /A zone is named `b` already/],
  ['zone z { zone a$0 workload b }', 'b', /A workload is named `z\.b` already/],
  ['group a$0 = any\nworkload b', 'b', /A workload is named `b` already/],
  ['zone a$0', 'zone', /reserved word/],
  ['zone a$0', 'a.b', /no dots/],
  ['zone a$0', '1a', /is no name/],
  ['zone a$0', '', /is no name/],
  ['zone a$0', 'ä', /is no name/],
  ['service a$0 = tcp/1', 'https', /built-in service/],
  ['service a$0 = tcp/1', 'tcp', /protocol/],
  ['allow any to any on ht$0tps', 'x', /is built in/],
  ['allow no$0body to any on https', 'x', /Nothing declares `nobody`/],
  ['zone a$0\nzone a', 'b', /declared 2 times/],
  ['tier guard$0rail { }', 'x', /fixed names/],
  ['zo$0ne a', 'x', /word of the language/],
  ['zone a { tr$0ust = dmz }', 'x', /word of the language/],
  ['zone a { trust = d$0mz }', 'x', /word of the language/],
  ['labels { a$0: x  b: x }', 'b', /a label `b` already/],
  ['labels { a: x$0 | y }', 'y', /value `y` already/],
  ['workload w { labels = { a$0: x, b: y } }', 'b', /a label `b` already/],
  ['labels { a: x$0 }', 'not a word', /no word for a label/],
  ['zone a // $0a', 'b', /Nothing here has a name/],
];

describe('rename', () => {
  for (const [what, text, name, after] of exact) it(what, () => assert.equal(renamed(text, name), after));

  it('over all files of the policy', () => {
    const after = renamed('//- a.zoneflow\nzone a$0\n//- b.zoneflow\ngroup g = a', 'b');
    assert.deepEqual(after, { 'a.zoneflow': 'zone b', 'b.zoneflow': 'group g = b' });
  });

  describe('is refused', () => {
    for (const [text, name, why] of refused)
      it(`${text} → ${name}`, () => assert.match(String(renamed(text, name)), why));
    it('for every reserved word', () => {
      for (const word of reservedWords) assert.match(String(renamed('zone a$0', word)), /reserved word/);
    });
  });

  it('offers the part under the cursor', () => {
    const { snapshot, path, offset } = readFixture('zone a { zone bc }\ngroup g = a.b$0c');
    assert.deepEqual(prepareRename(snapshot, path, offset), { span: { start: 31, end: 33 }, text: 'bc' });
  });

  it('changes no finding of a sample, and back again restores every character', () => {
    const samples = ['shop', 'plant', 'boutique', 'campus'].map((name) => openSample(name));
    const places = samples.flatMap((snapshot) =>
      snapshot.resolved.declarations.all.map((declaration) => ({ snapshot, declaration })),
    );
    fc.assert(
      fc.property(fc.constantFrom(...places), ({ snapshot, declaration }) => {
        const { file, start } = declaration.namePlace;
        const files = Object.fromEntries(snapshot.files.map(({ path, text }) => [path, text]));
        const edits = rename(snapshot, file, start, 'renamed-by-test');
        assert.ok(!('refusal' in edits));
        const changed = openPolicy(applyEdits(files, edits));
        assert.equal(changed.resolved.findings.length, snapshot.resolved.findings.length);
        const back = rename(
          changed,
          file,
          start,
          declaration.name.slice(declaration.name.lastIndexOf('.') + 1),
        );
        assert.ok(!('refusal' in back));
        assert.deepEqual(
          applyEdits(Object.fromEntries(changed.files.map(({ path, text }) => [path, text])), back),
          files,
        );
      }),
      { numRuns: 60 },
    );
  });
});
