import assert from 'node:assert/strict';
import { seeing, type Book } from '../../../language/analysis/book.js';
import { Neighbourhoods } from '../../../language/analysis/rules/nearby.js';
import { findDecision } from '../../../language/analysis/rules/open.js';
import { decisionInside } from '../../../language/analysis/rules/vicinity.js';
import { PolicyProject } from '../../../language/workspace.js';
import { generatePolicy, sorts, type Sort } from '../../perf/generate.js';
import { dateOfTests } from '../../support/policies.js';

function bookOf(sort: Sort, rules: number): Book {
  const project = new PolicyProject(dateOfTests);
  for (const { path, text } of generatePolicy(sort, rules)) project.setFile(path, { text });
  const { tiers, rulesets } = project.snapshot().analysis.library;
  return rulesets[0] ?? tiers;
}

/** For each rule that meets others a few of those that may win over it. */
function* pairs(book: Book): Generator<{ id: number; candidates: number[] }> {
  for (let id = 0; id < book.rules.length; id++) {
    const met = book.worlds.flatMap(({ regions, all }) => {
      const region = regions[id];
      return region === undefined ? [] : all.meeting(region, seeing(book, 1, id, 0, id));
    });
    const candidates = [...new Set(met.map((entry) => entry.id))];
    if (candidates.length > 0) yield { id, candidates: candidates.slice(0, 60) };
  }
}

describe('who decides part of what a rule matches', () => {
  it('is found among those that meet it as it is found among all', () => {
    for (const sort of sorts) {
      const book = bookOf(sort, sort === 'worst' ? 300 : 3_000);
      const near = new Neighbourhoods(book);
      let compared = 0;
      for (const { id, candidates } of pairs(book)) {
        for (const candidate of candidates) {
          const budget = { pieces: 1_000 };
          const expected = { pieces: 1_000 };
          assert.deepEqual(
            decisionInside(near, candidate, id, budget),
            findDecision(near.around(candidate), candidate, id, expected),
          );
          assert.deepEqual(budget, expected);
          compared++;
        }
      }
      assert.ok(compared > 100, `${compared} pairs of ${sort}`);
    }
  }).timeout(60_000);

  it('is hardly ever asked of an index where one of the two meets few', () => {
    const book = bookOf('firewall', 3_000);
    const near = new Neighbourhoods(book);
    let nodes = 0;
    let asked = 0;
    for (const { id, candidates } of pairs(book)) {
      for (const candidate of candidates) {
        if (!near.hasFew(id) && !near.hasFew(candidate)) continue;
        const before = book.work.nodes;
        decisionInside(near, candidate, id, { pieces: 1_000 });
        nodes += book.work.nodes - before;
        asked++;
      }
    }
    assert.ok(50 * nodes < asked, `${nodes} nodes for ${asked} questions`);
  }).timeout(60_000);
});
