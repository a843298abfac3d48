import assert from 'node:assert/strict';
import fc from 'fast-check';
import { scan } from '../../../language/syntax/lexer.js';
import { outline } from '../../../language/syntax/outline.js';
import { parseItem, readItem } from '../../../language/syntax/parse.js';
import { generatePolicy, sorts } from '../../perf/generate.js';
import { openSample, samplePolicies } from '../../support/policies.js';
import { plainItem } from '../../support/trees.js';
import { finished } from '../../../language/text/steps.js';

const samples = [...samplePolicies().sound, ...samplePolicies().faulty].flatMap((name) =>
  openSample(name).files.map(({ text }) => text),
);
const generated = sorts.flatMap((sort) => generatePolicy(sort, 200).map(({ text }) => text));

/** Compares all items of a text as they are read with what the grammar makes of each by itself. */
function compare(text: string): number {
  const { tokens } = scan(text);
  let shaped = 0;
  for (const segment of finished(outline(text, tokens)).segments) {
    const item = readItem(text, tokens, segment);
    if ('build' in item) shaped++;
    assert.deepEqual(plainItem(item), plainItem(parseItem(text, tokens, segment)));
  }
  return shaped;
}

describe('items of a known shape', () => {
  it('say what the grammar makes of them', () => {
    let shaped = 0;
    for (const text of [...samples, ...generated]) shaped += compare(text);
    assert.ok(shaped > 1_000);
  });

  it('do so in texts that are spoilt', () => {
    const scraps = [
      ...['.', '"', '\\', '\\"', ',', '\n', '/*,*/', '/*\n*/', ' ', '-', '/', ':', '=', '{', '}', '[', ']'],
      ...['x', '0', ' x ', ' any ', ' except ', '"a\\nb"', ' { a: b c: d } ', ' owner = x ', ' 2027-01-01 '],
    ];
    const spoilt = fc.tuple(
      fc.constantFrom(...samples),
      fc.array(fc.tuple(fc.nat(), fc.constantFrom(0, 0, 1, 3), fc.constantFrom(...scraps)), {
        maxLength: 20,
      }),
    );
    fc.assert(
      fc.property(spoilt, ([text, changes]) => {
        let spoiltText = text;
        for (const [at, cut, put] of changes) {
          const start = at % (spoiltText.length + 1);
          spoiltText = spoiltText.slice(0, start) + put + spoiltText.slice(start + cut);
        }
        compare(spoiltText);
      }),
      { numRuns: process.env['ZONEFLOW_LONG'] ? 10_000 : 150 },
    );
  });
});
