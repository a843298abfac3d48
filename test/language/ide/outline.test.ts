import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  documentSymbols,
  folds,
  policySymbols,
  selectionRanges,
  semanticTokens,
  tokenModifiers,
  tokenTypes,
  type DocumentSymbol,
} from '../../../language/ide/index.js';
import { commentAt } from '../../../language/ide/at.js';
import { assertMarks, onlyFile, readFixture } from '../../support/markers.js';
import { openPolicy, openSample, samplePolicies } from '../../support/policies.js';

const samples = Object.values(samplePolicies())
  .flat()
  .map((name) => openSample(name));
const one = (text: string) => openPolicy({ [onlyFile]: text });

describe('document symbols', () => {
  const show = (symbols: readonly DocumentSymbol[], indent = ''): string[] =>
    symbols.flatMap(({ kind, name, detail, children }) => [
      `${indent}${kind} ${name}${detail ? ` (${detail})` : ''}`,
      ...show(children, `${indent}  `),
    ]);

  it('nest as declarations do', () => {
    const text = `
zone shop "Web shop" { trust = dmz, zone web { workload cart } }
group g = shop
service s = tcp/1
identity i = user "x"
condition c "holds"
team t
labels { env: prod }
tier guardrail { flow f: deny any to shop on any  pass any to shop on s }
ruleset r { allow any to any on any }
never any to shop
test "holds" { expect deny any to shop on any }
zone
`;
    assert.deepEqual(show(documentSymbols(one(text), onlyFile)), [
      'zone shop (Web shop)',
      '  zone web',
      '    workload cart (workload)',
      'group g (group)',
      'service s (service)',
      'identity i (identity)',
      'condition c (holds)',
      'team t (team)',
      'labels labels (env)',
      'tier tier guardrail',
      '  rule f (deny any to shop on any)',
      '  rule pass any to shop on s',
      'ruleset r (ruleset)',
      '  rule allow any to any on any',
      'never never any to shop',
      'test holds (test)',
      '  expect expect deny any to shop on any',
      'zone zone',
    ]);
  });

  it('lie inside one another, names inside symbols', () => {
    const check = (symbols: readonly DocumentSymbol[], start: number, end: number): void => {
      for (const { span, nameSpan, name, children } of symbols) {
        assert.ok(start <= span.start && span.end <= end && name !== '');
        assert.ok(span.start <= nameSpan.start && nameSpan.end <= span.end);
        check(children, span.start, span.end);
      }
    };
    for (const snapshot of samples)
      for (const { path, text } of snapshot.files) check(documentSymbols(snapshot, path), 0, text.length);
  });
});

describe('the outline of a very long file', () => {
  const outlineOf = (unnamed: number, named: number): DocumentSymbol[] => {
    const rules = Array.from({ length: unnamed }, (_, i) => `allow a to a on tcp/${i}`);
    const flows = Array.from({ length: named }, (_, i) => `flow f${i}: allow a to a on tcp/${i}`);
    const text = ['zone a', ...rules, ...flows].join('\n');
    return documentSymbols(openPolicy({ 'a.zoneflow': text }), 'a.zoneflow');
  };

  it('leaves rules without a name out, and where still too many are left, all rules', () => {
    assert.equal(outlineOf(19_000, 1_000).length, 20_001);
    assert.equal(outlineOf(19_000, 1_001).length, 1_002);
    assert.deepEqual(
      outlineOf(0, 20_001).map(({ name }) => name),
      ['a'],
    );
  });
});

describe('symbols of the policy', () => {
  const found = (query: string): string[] => policySymbols(openSample('shop'), query).map(({ name }) => name);
  it('begin with the best match', () => {
    assert.equal(found('web')[0], 'shop.web');
    assert.equal(found('shop')[0], 'shop');
    assert.equal(found('shop.web')[0], 'shop.web');
    assert.ok(found('spwb').includes('shop.web'));
    assert.deepEqual(found('zzzz'), []);
    assert.ok(found('').length > 20);
  });

  it('are the best of very many, each at its place, also where a name is declared twice', () => {
    const zones = Array.from({ length: 2_000 }, (_, i) => `zone z${i}`);
    const text = `${zones.join('\n')}\nzone z7\nflow z77: allow z7 to z8 on any`;
    const symbols = policySymbols(openPolicy({ 'a.zoneflow': text }), 'z7');
    assert.equal(symbols.length, 256);
    assert.deepEqual(
      symbols.slice(0, 4).map(({ kind, place }) => [kind, text.slice(place.start, place.end)]),
      [
        ['zone', 'zone z7'],
        ['zone', 'zone z7'],
        ['zone', 'zone z70'],
        ['zone', 'zone z71'],
      ],
    );
  });
});

describe('semantic tokens', () => {
  it('tell what each word is', () => {
    const fixture = readFixture(`
zone shop { zone web, workload cart }
//<4 keyword
//   ^^^^ namespace declaration
//          ^^^^ keyword
//               ^^^ namespace declaration
//                    ^^^^^^^^ keyword
//                             ^^^^ class declaration
group g = [shop.web, shop.cart, nowhere, any]
//<5 keyword
//    ^ enum declaration
//         ^^^^ namespace
//              ^^^ namespace
//                   ^^^^ namespace
//                        ^^^^ class
//                              ^^^^^^^ variable
//                                       ^^^ keyword
flow f: allow g to 10.0.0.0/8 on [https, tcp/1] as x { log = true, owner = t }
//<4 keyword
//   ^ function declaration
//      ^^^^^ keyword
//            ^ enum
//              ^^ keyword
//                 ^^^^^^^^ number
//                          ^ number
//                            ^^ keyword
//                                ^^^^^ interface defaultLibrary
//                                       ^^^ interface defaultLibrary
//                                           ^ number
//                                              ^^ keyword
//                                                 ^ variable
//                                                     ^^^ property
//                                                           ^^^^ enumMember
//                                                                 ^^^^^ property
//                                                                         ^ variable
labels { tier: test }
//<6 keyword
//       ^^^^ property declaration
//             ^^^^ enumMember declaration
tier baseline { deny { tier: test } to any on any { expires = 2030-01-01, purpose = "x" } }
//<4 keyword
//   ^^^^^^^^ enumMember
//              ^^^^ keyword
//                     ^^^^ property
//                           ^^^^ enumMember
//                                  ^^ keyword
//                                     ^^^ keyword
//                                         ^^ keyword
//                                            ^^^ keyword
//                                                  ^^^^^^^ property
//                                                            ^^^^^^^^^^ number
//                                                                        ^^^^^^^ property
//                                                                                  ^^^ string
`);
    const tokens = semanticTokens(fixture.snapshot, fixture.path);
    assertMarks(
      fixture,
      tokens.map(({ span, type, modifiers }) => ({
        path: fixture.path,
        ...span,
        label: [type, ...modifiers].join(' '),
      })),
    );
  });

  it('cover every word of every sample, in order, on one line each', () => {
    for (const snapshot of samples) {
      for (const file of snapshot.files) {
        let last = 0;
        const covered = new Uint8Array(file.text.length);
        for (const { span, type, modifiers } of semanticTokens(snapshot, file.path)) {
          assert.ok(last <= span.start && span.start < span.end);
          assert.ok(
            tokenTypes.includes(type) && modifiers.every((modifier) => tokenModifiers.includes(modifier)),
          );
          assert.doesNotMatch(file.text.slice(span.start, span.end), /[\r\n]/);
          covered.fill(1, span.start, span.end);
          last = span.end;
        }
        for (const { index } of file.text.matchAll(/\w/g)) {
          assert.ok(
            covered[index] || commentAt(file, index + 1),
            `${file.path} at ${index}: ${file.text.slice(index, index + 20)}`,
          );
        }
      }
    }
  });

  it('of a range are those of the file that touch it', () => {
    const snapshot = openSample('shop');
    const { text } = snapshot.file('zones.zoneflow')!;
    const all = semanticTokens(snapshot, 'zones.zoneflow');
    fc.assert(
      fc.property(fc.nat(text.length), fc.nat(300), (start, length) => {
        const end = start + length;
        const expected = all.filter(({ span }) => span.start <= end && start <= span.end);
        assert.deepEqual(semanticTokens(snapshot, 'zones.zoneflow', { start, end }), expected);
      }),
    );
  });
});

describe('folding', () => {
  const cases: readonly [text: string, folds: readonly string[]][] = [
    ['zone a {\n  trust = dmz\n}', ['0-1 block']],
    ['zone a { }', []],
    ['zone a {\n  zone b {\n    trust = dmz\n  }\n}', ['0-3 block', '1-2 block']],
    ['allow any to any\n  on https', ['0-1 block']],
    ['zone a {\n  addresses = [\n    10.0.0.1,\n    10.0.0.2\n  ]\n}', ['0-4 block', '1-3 block']],
    ['// a\n// b\n// c\nzone a // d\n// e', ['0-2 comment']],
    ['/* a\n b */ zone a', ['0-1 comment']],
    ['// a\n\n// b', []],
    ['zone a {\n  // x\n  // y\n', ['1-2 comment']],
  ];
  for (const [text, expected] of cases) {
    it(JSON.stringify(text), () => {
      const found = folds(one(text), onlyFile);
      assert.deepEqual(
        found.map(({ startLine, endLine, kind }) => `${startLine}-${endLine} ${kind}`),
        expected,
      );
    });
  }
});

describe('selection', () => {
  const cases: readonly [text: string, ranges: readonly string[]][] = [
    [
      'zone a\nallow [shop.w$0eb, b] to c on https { log = true }',
      [
        'web',
        'shop.web',
        'shop.web, b',
        '[shop.web, b]',
        'allow [shop.web, b] to c on https',
        'allow [shop.web, b] to c on https { log = true }',
      ],
    ],
    [
      'zone a { zone b { trust = d$0mz } }',
      ['dmz', 'trust = dmz', 'zone b { trust = dmz }', 'zone a { zone b { trust = dmz } }'],
    ],
    ['zone a "the $0title"', ['the title', '"the title"', 'zone a "the title"']],
    ['zone a // some$0thing', ['// something', 'zone a // something']],
  ];
  for (const [text, ranges] of cases) {
    it(text, () => {
      const { snapshot, path, offset, files } = readFixture(text);
      const found = selectionRanges(snapshot, path, offset).map(({ start, end }) =>
        files[path].slice(start, end),
      );
      const expected = ranges.at(-1) === files[path] ? ranges : [...ranges, files[path]];
      assert.deepEqual(found, expected);
    });
  }

  it('grow strictly, and hold the cursor, everywhere', () => {
    for (const snapshot of samples) {
      for (const { path, text } of snapshot.files) {
        for (let offset = 0; offset <= text.length; offset += 7) {
          const ranges = selectionRanges(snapshot, path, offset);
          ranges.forEach(({ start, end }, index) => {
            assert.ok(start <= offset && offset <= end);
            const inner = ranges[index - 1];
            if (inner)
              assert.ok(start <= inner.start && inner.end <= end && end - start > inner.end - inner.start);
          });
          assert.deepEqual(ranges.at(-1), { start: 0, end: text.length });
        }
      }
    }
  });
});
