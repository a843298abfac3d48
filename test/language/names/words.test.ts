import assert from 'node:assert/strict';
import fc from 'fast-check';
import { v4LiteralAt, readLiteral } from '../../../language/net/address.js';
import { Pool } from '../../../language/net/pool.js';
import { WordCounts } from '../../../language/text/wordcounts.js';
import { WordTable } from '../../../language/text/wordtable.js';

describe('tables of words', () => {
  it('find every word where it stands in a text, and no other', () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ maxLength: 3 })),
        fc.string(),
        fc.string(),
        (words, before, behind) => {
          const table = new WordTable();
          const known: string[] = [];
          for (const word of words) {
            const index = table.add(before + word + behind, before.length, before.length + word.length);
            if (index === known.length) known.push(word);
            assert.equal(known[index], word);
          }
          assert.equal(table.size, new Set(words).size);
          for (const word of words) assert.equal(table.word(table.indexOf(word)), word);
          assert.equal(table.indexOf('longer than any'), -1);
        },
      ),
    );
  });

  it('count words that come and go as a map would, and forget those that are gone', () => {
    const counts = new WordCounts();
    for (let i = 0; i < 5_000; i++) {
      counts.addWord(`w${i}`, 1);
      counts.addWord('stays', 1);
      if (i >= 10) counts.addWord(`w${i - 10}`, -1);
    }
    const rest = Array.from({ length: 10 }, (_, i) => [`w${4_990 + i}`, 1]);
    assert.deepEqual([...counts].sort(), [['stays', 5_000], ...rest]);
    assert.deepEqual([counts.get('w0'), counts.has('w0'), counts.get('w4999')], [0, false, 1]);
  });
});

describe('equal lists of numbers', () => {
  it('stand for the same value until there are too many', () => {
    const pool = new Pool<readonly number[]>((list) => list, 1_000);
    const make = (list: readonly number[]): readonly number[] => list;
    const first = pool.of([1, 2 ** 32], make);
    assert.equal(pool.of([1, 2 ** 32], make), first);
    assert.notEqual(pool.of([1, 2], make), first);
    for (let i = 0; i < 10_000; i++) assert.deepEqual(pool.of([i, i + 1], make), [i, i + 1]);
  });
});

describe('an IPv4 literal where it stands', () => {
  it('is what it is when it is read as a text of its own', () => {
    const part = fc.oneof(fc.nat(255), fc.constantFrom(0, 256, 999)).map(String);
    const literal = fc
      .tuple(fc.array(part, { minLength: 3, maxLength: 5 }), fc.option(fc.nat(34), { nil: undefined }))
      .map(([parts, prefix]) => ({ address: parts.join('.'), prefix }));
    fc.assert(
      fc.property(literal, ({ address, prefix }) => {
        const text = `to ${address}${prefix === undefined ? '' : `/${prefix}`} on`;
        const read = readLiteral(address, prefix, undefined);
        const direct = v4LiteralAt(text, 3, text.length - 3);
        assert.deepEqual(direct, 'set' in read ? read.set : undefined);
      }),
      { numRuns: 2_000 },
    );
  });
});
