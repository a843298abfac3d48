import assert from 'node:assert/strict';
import fc from 'fast-check';
import { formatText } from '../../../language/format/format.js';
import { lex } from '../../../language/syntax/lexer.js';
import { openSample, samplePolicies } from '../../support/policies.js';

const sources = [...samplePolicies().sound, ...samplePolicies().faulty].flatMap((name) =>
  openSample(name).files.map(({ text }) => text),
);

/** A text with its white space between words changed at random. */
const shaken = fc
  .tuple(
    fc.constantFrom(...sources),
    fc.array(fc.constantFrom(' ', '  ', '\n', '\n\n\n', '\t', '\r\n'), { minLength: 1 }),
  )
  .map(([text, spaces]) => {
    let i = 0;
    return text.replace(/("[^"\n]*"|\/\/[^\n]*)|[ \n]+/g, (space, keep?: string) =>
      keep === undefined && i++ % 7 === 0 ? space + spaces[i % spaces.length] : space,
    );
  });

const words = (text: string): string[] =>
  [
    ...lex(text).tokens.map(({ image }) => image),
    ...lex(text).comments.map(({ start, end }) => text.slice(start, end).trimEnd()),
  ].filter((word) => word !== ',');

describe('formatting', () => {
  const cases: [string, string, string][] = [
    [
      'spaces',
      'allow   a  to b on [ tcp / 443,ssh ]{owner=x}',
      'allow a to b on [tcp/443, ssh] { owner = x }\n',
    ],
    [
      'blocks',
      'zone a {\naddresses=10.0.0.0/8\n   zone b{ }\n\n\n\n}',
      'zone a {\n  addresses = 10.0.0.0/8\n  zone b {}\n}\n',
    ],
    [
      'columns',
      'zone a {\ntrust = dmz\naddresses = any\n}',
      'zone a {\n  trust     = dmz\n  addresses = any\n}\n',
    ],
    [
      'clauses',
      'deny any to a on ssh\nallow shop.web to b on https',
      'deny  any      to a on ssh\nallow shop.web to b on https\n',
    ],
    ['needless commas', 'team x {\n  contact = "x",\n}', 'team x {\n  contact = "x"\n}\n'],
    [
      'commas that part nothing',
      'labels { , env: prod,, tier: web, }\nworkload w {\nlabels = {\nenv: prod\n, tier: x, /* c */ } }',
      'labels { env: prod, tier: web }\nworkload w {\n  labels = {\n    env: prod\n    tier: x /* c */ } }\n',
    ],
    ['comments', '// a\nzone b // c\n/* d */ zone e', '// a\nzone b  // c\n/* d */\nzone e\n'],
    ['broken items', 'zone  a\nallow   x   to\nzone  b', 'zone a\nallow   x   to\nzone b\n'],
    ['broken blocks', 'zone  a {\nzone  b', 'zone  a {\nzone b\n'],
    ['CRLF', 'zone  a\r\nzone  b\r\n', 'zone a\r\nzone b\r\n'],
    ['a BOM', '\uFEFFzone  a', '\uFEFFzone a\n'],
    ['nothing', '', ''],
    ['long lists', 'group g = [\na,\n    b\n]', 'group g = [\n  a,\n  b\n]\n'],
  ];
  for (const [what, text, expected] of cases)
    it(`lays out ${what}`, () => assert.equal(formatText(text), expected));

  it('loses no word and no comment, and changes nothing the second time', () => {
    fc.assert(
      fc.property(shaken, (text) => {
        const formatted = formatText(text);
        assert.deepEqual(words(formatted), words(text));
        assert.equal(formatText(formatted), formatted);
      }),
      { numRuns: 150 },
    );
  });
});
