import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Replacement } from '../../../language/format/difference.js';
import { formatText } from '../../../language/format/format.js';
import { formatNear } from '../../../language/format/near.js';
import { formatRange } from '../../../language/format/range.js';
import { formatTyped } from '../../../language/format/typed.js';
import { parse } from '../../../language/syntax/parse.js';
import { LineIndex } from '../../../language/text/lines.js';
import { openSample, samplePolicies } from '../../support/policies.js';

function applied(text: string, edits: readonly Replacement[]): string {
  return [...edits]
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, newText }) => result.slice(0, start) + newText + result.slice(end), text);
}

/** Lays out what stands between the two `|` of a text. */
function rangeOf(marked: string): string {
  const [before, inside, after] = marked.split('|');
  const text = before + inside + after;
  const range = { start: before.length, end: before.length + inside.length };
  return applied(text, formatRange(text, parse(text), range));
}

/** Lays out after the character before `|` was typed. */
function typed(marked: string): string {
  const offset = marked.indexOf('|');
  const text = marked.replace('|', '');
  const edits = formatTyped(text, parse(text), new LineIndex(text), offset, text[offset - 1]);
  return applied(text, edits);
}

const sources = [...samplePolicies().sound, ...samplePolicies().faulty].flatMap((name) =>
  openSample(name).files.map(({ text }) => text),
);

describe('formatting a range', () => {
  const cases: [string, string, string][] = [
    ['the lines in it only', 'zone   a\n|zone   b\n|zone   c\n', 'zone   a\nzone b\nzone   c\n'],
    ['inside a block', 'zone a {\n|      zone   b\n|zone c\n}\n', 'zone a {\n  zone b\nzone c\n}\n'],
    [
      'properties, in the columns of their neighbours',
      'zone a {\n  addresses = any\n|trust=dmz|\n}\n',
      'zone a {\n  addresses = any\n  trust     = dmz\n}\n',
    ],
    ['comments', '|// a\n   // b\nzone   c // d\n|zone   e', '// a\n// b\nzone c  // d\nzone   e'],
    ['no broken item', '|zone   a\nallow   a   to\nzone   b|\n', 'zone a\nallow   a   to\nzone b\n'],
    ['nothing where braces do not match', 'zone   x {\n|zone   a\n|', 'zone   x {\nzone   a\n'],
    ['nothing in a comment', '/*\n|zone   a\n|*/\nzone b\n', '/*\nzone   a\n*/\nzone b\n'],
    ['CRLF', 'zone a {\r\n|zone   b\r\n|}\r\n', 'zone a {\r\n  zone b\r\n}\r\n'],
    ['a part of a line', 'allow   a   to |  b   on| https', 'allow   a   to b on https'],
  ];
  for (const [what, marked, expected] of cases)
    it(`lays out ${what}`, () => assert.equal(rangeOf(marked), expected));

  it('of all items does what formatting the file does, but for the ends of the file', () => {
    for (const text of sources) {
      const whole = formatRange(text, parse(text), { start: 0, end: text.length });
      assert.equal(applied(text, whole).trim(), formatText(text).trim());
    }
  });

  it('changes nothing outside, and nothing in good order', () => {
    const place = fc.tuple(fc.constantFrom(...sources), fc.nat(), fc.nat());
    fc.assert(
      fc.property(place, ([text, a, b]) => {
        const [start, end] = [a % text.length, b % text.length].sort((x, y) => x - y);
        const messy = text.replace(/ on /g, '   on  ');
        const edits = formatRange(messy, parse(messy), { start, end });
        for (const edit of edits) assert.ok(start <= edit.start && edit.end <= end);
        const good = formatText(text);
        assert.deepEqual(formatRange(good, parse(good), { start, end }), []);
      }),
      { numRuns: 100 },
    );
  });
});

describe('formatting on type', () => {
  const cases: [string, string, string][] = [
    ['the line that a line break ends', 'zone   a\nzone   b  \n|', 'zone   a\nzone b\n'],
    ['the line, not the empty ones around the cursor', 'zone   a\n|\n\n\nzone   b', 'zone a\n\n\n\nzone   b'],
    ['no half-typed rule', 'zone a\nallow   a   to\n|', 'zone a\nallow   a   to\n'],
    [
      'the block that a brace closes',
      'zone   a\nzone b {\ntrust=dmz\n}|',
      'zone   a\nzone b {\n  trust = dmz\n}',
    ],
    ['no comma away', 'team   x {\n  contact = "x",\n|}', 'team   x {\n  contact = "x",\n}'],
    ['nothing at the start', '|zone   a', 'zone   a'],
  ];
  for (const [what, marked, expected] of cases)
    it(`lays out ${what}`, () => assert.equal(typed(marked), expected));

  it('lays out a line of a long file', () => {
    const filler = `// ${'x'.repeat(100)}\n\n`.repeat(300);
    for (const [before, after] of [
      [
        'tier guardrail {\n  deny   any to a on ssh\n  deny b to a   on rdp\n|',
        'tier guardrail {\n  deny   any to a on ssh\n  deny b   to a on rdp\n',
      ],
      ['zone   a\nzone   b\n|', 'zone   a\nzone b\n'],
      ['zone a {\n  zone b {\n      trust=dmz\n}|', 'zone a {\n  zone b {\n    trust = dmz\n  }'],
    ]) {
      const rest = before.includes('}') ? '\n}\n' : before.startsWith('tier') ? '}\n' : '';
      assert.equal(typed(`${filler}${before}${rest}${filler}`), `${filler}${after}${rest}${filler}`);
    }
  });

  it('of a paragraph does what formatting the file does there', () => {
    const place = fc.tuple(fc.constantFrom(...sources), fc.nat());
    let count = 0;
    fc.assert(
      fc.property(place, ([text, at]) => {
        const messy = text.replace(/ on /g, '   on  ').replace(/^ +/gm, (white) => ` ${white}`);
        const [tree, lines] = [parse(messy), new LineIndex(messy)];
        const line = lines.lineAt(at % messy.length);
        const range = { start: lines.lineStart(line), end: lines.lineEnd(line) };
        const near = formatNear(messy, tree, lines, range);
        if (near.length > 0) assert.deepEqual(near, formatRange(messy, tree, range));
        count += near.length;
      }),
      { numRuns: 300 },
    );
    assert.ok(count > 100);
  });

  it('changes nothing in good order, in however many lines the columns are shared', () => {
    const many = Array.from({ length: 100 }, (_, i) => `allow ${'a'.repeat(1 + (i % 9))} to b on https\n`);
    for (const text of [...sources, many.join('')]) {
      const good = formatText(text);
      const [tree, lines] = [parse(good), new LineIndex(good)];
      for (let end = good.indexOf('\n'); end >= 0; end = good.indexOf('\n', end + 1))
        assert.deepEqual(formatTyped(good, tree, lines, end + 1, '\n'), []);
    }
  });
});
