import assert from 'node:assert/strict';
import fc from 'fast-check';
import { closest, speller } from '../../../language/text/spelling.js';

/** The optimal string alignment distance by its definition. */
function distance(a: string, b: string): number {
  const cells = Array.from({ length: a.length + 1 }, (_, i) => [i]);
  cells[0] = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = cells[i - 1][j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      cells[i][j] = Math.min(cells[i - 1][j] + 1, cells[i][j - 1] + 1, replaced);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        cells[i][j] = Math.min(cells[i][j], cells[i - 2][j - 2] + 1);
    }
  }
  return cells[a.length][b.length];
}

/** What `closest` is to find, looked up without any shortcut. */
function plainly(word: string, candidates: readonly string[]): string | undefined {
  const lower = word.toLowerCase();
  const third = Math.max(1, Math.floor(word.length / 3));
  const limit = candidates.length > 1_000 ? 1 : third;
  let best: string | undefined;
  let bestCost = Infinity;
  for (const candidate of candidates) {
    const other = candidate.toLowerCase();
    const isPart = other !== lower && (other.endsWith(`.${lower}`) || lower.endsWith(`.${other}`));
    const steps = isPart ? 1 : distance(lower, other);
    const cost = 2 * steps + (other[0] === lower[0] ? 0 : 1);
    if (steps > limit || cost >= bestCost) continue;
    best = candidate;
    bestCost = cost;
  }
  return best;
}

const name = fc.stringMatching(/^[abA][ab.1]{0,9}$/);

describe('spelling', () => {
  it('finds what a search without shortcuts finds', () => {
    fc.assert(
      fc.property(name, fc.array(name, { maxLength: 8 }), (word, candidates) => {
        assert.equal(closest(word, candidates), plainly(word, candidates));
      }),
      { numRuns: 3_000 },
    );
  });

  it('so it does among more than a thousand names, and for one word after the other', () => {
    const many = Array.from(
      { length: 1_001 },
      (_, i) => `${i % 7 === 0 ? 'a.' : ''}s${(i * 7919) % 2_000}-B`,
    );
    const spell = speller(() => many);
    for (let i = 0; i < 60; i++) {
      const word =
        ['s', 't', 'x.s', 'a.s'][i % 4] + `${i * 37}${i % 3 === 0 ? '-' : '-b'}${i % 5 === 0 ? 'x' : ''}`;
      assert.equal(spell(word), plainly(word, many), word);
      assert.equal(spell(word), plainly(word, many), word);
    }
  });
});
