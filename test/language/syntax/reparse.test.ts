import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../../../language/syntax/parse.js';
import { reparse } from '../../../language/syntax/reparse.js';
import { differenceOf } from '../../../language/text/change.js';
import { LineIndex } from '../../../language/text/lines.js';
import { openSample, samplePolicies } from '../../support/policies.js';
import { plainTree } from '../../support/trees.js';

const sources = [...samplePolicies().sound, ...samplePolicies().faulty].flatMap((name) =>
  openSample(name).files.map(({ text }) => text),
);
const scraps = [
  ...['{', '}', '[', ']', ',', '=', ':', '"', '//', '/*', '*/', '\n', ' ', '\r\n', '\r', 'x', '-', '.', '§'],
  ...[
    'allow',
    'allow a to b on ssh\n',
    'deny',
    'zone',
    'zone z {}\n',
    'zone z {',
    'flow f: ',
    'owner = x',
    'to',
    'except',
  ],
  ...['tier guardrail {', 'test "x" {', 'expect', 'labels { a: b }', 'al', 'group', 'identity i = '],
];
const edit = fc.record({
  at: fc.nat(),
  cut: fc.constantFrom(0, 0, 0, 1, 2, 7, 30),
  put: fc.constantFrom('', ...scraps),
});

const apply = (text: string, { at, cut, put }: { at: number; cut: number; put: string }): string => {
  const start = at % (text.length + 1);
  return text.slice(0, start) + put + text.slice(start + cut);
};

/** Types `insert` into `text` at `|`, key by key; answers how many items were parsed for each key. */
function keystrokes(text: string, insert: string): number[] {
  const [start, after] = text.split('|');
  let before = start;
  let lines = new LineIndex(before + after);
  let tree = parse(before + after, lines);
  return [...insert].map((key) => {
    const old = before + after;
    const at = before.length;
    before += key;
    lines = lines.edited(before + after, at, at, 1);
    const { tree: next, parsed } = reparse(tree, differenceOf(old, before + after), before + after, lines);
    assert.deepEqual(plainTree(next), plainTree(parse(before + after)));
    tree = next;
    return parsed;
  });
}

describe('parsing after a change', () => {
  it('gives what parsing anew gives, after any changes', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...sources),
        fc.array(edit, { minLength: 1, maxLength: 6 }),
        (source, edits) => {
          let text = source;
          let lines = new LineIndex(text);
          let tree = parse(text, lines);
          for (const change of edits) {
            const next = apply(text, change);
            const difference = differenceOf(text, next);
            lines = lines.edited(next, difference.start, difference.end, difference.newEnd - difference.end);
            assert.deepEqual(lines, new LineIndex(next));
            tree = reparse(tree, difference, next, lines).tree;
            assert.deepEqual(plainTree(tree), plainTree(parse(next)));
            text = next;
          }
        },
      ),
      { numRuns: process.env['ZONEFLOW_LONG'] ? 20_000 : 400 },
    );
  });

  const rules = Array.from({ length: 500 }, (_, i) => `  deny a to b on tcp/${i + 1}\n`).join('');
  const around = (middle: string): string =>
    `zone a\nzone b\ntier guardrail {\n${rules}${middle}\n${rules}}\n`;

  it('reads two or three items for a key in a rule, however many there are', () => {
    assert.ok(Math.max(...keystrokes(around('  deny a to b on tcp/4|'), '000')) <= 3);
    assert.ok(Math.max(...keystrokes(around('  deny a to | on ssh'), 'b except [a, b]')) <= 3);
  });

  it('reads only what is near for a rule that is typed', () => {
    assert.ok(Math.max(...keystrokes(around('  |'), 'deny a to b on ssh')) <= 3);
    assert.ok(
      Math.max(...keystrokes(`zone a\n${'allow a to a on ssh\n'.repeat(99)}|\n`, 'allow a to a on ssh')) <= 3,
    );
  });

  it('keeps the other items as they were', () => {
    const text = around('  deny a to b on ssh');
    const changed = text.replace('on ssh', 'on rdp');
    const old = parse(text);
    const { tree } = reparse(old, differenceOf(text, changed), changed, new LineIndex(changed));
    const renewed = tree.items.filter((item, i) => item !== old.items[i]);
    assert.equal(renewed.length, 1);
  });
});
