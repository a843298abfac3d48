import assert from 'node:assert/strict';
import { changedFiles, type ChangeName } from '../../perf/compare.js';
import { generatePolicy, type Sort } from '../../perf/generate.js';
import { compareInSteps, comparePolicies } from '../../../language/diff/compare.js';
import { isSame, type Difference } from '../../../language/diff/model.js';
import { openPolicy } from '../../support/policies.js';

function difference(sort: Sort, rules: number, change: ChangeName): Difference {
  const files = generatePolicy(sort, rules);
  const open = (list: typeof files): ReturnType<typeof openPolicy> =>
    openPolicy(Object.fromEntries(list.map(({ path, text }) => [path, text])));
  return comparePolicies(open(files).resolved.policy, open(changedFiles(files, change)).resolved.policy);
}

describe('the effort of a comparison', () => {
  for (const sort of ['segments', 'firewall', 'worst'] as const) {
    it(`is none where only places changed: ${sort}`, () => {
      const moved = difference(sort, 500, 'all moved');
      assert.ok(isSame(moved) && moved.isProven);
      assert.equal(moved.pieces, 0);
    });
  }

  it('goes with what changed, not with the size of the policy', () => {
    for (const rules of [500, 3_000]) {
      const { pieces, isProven } = difference('segments', rules, 'one rule');
      assert.ok(isProven && pieces > 0 && pieces < 100, `${pieces} pieces at ${rules} rules`);
    }
  });

  it('comes in steps, also where nothing has changed', () => {
    const rules = Array.from({ length: 5_000 }, (_, i) => `allow a to a on tcp/${1 + i}`);
    const { policy } = openPolicy({ 'a.zoneflow': ['zone a', ...rules].join('\n') }).resolved;
    const steps = compareInSteps(policy, policy);
    let count = 0;
    for (let step = steps.next(); !step.done; step = steps.next()) count++;
    assert.ok(count >= 5);
  });

  it('stays in bounds where everything is allowed at once, and tells it in one change', () => {
    const { tiers, isProven, pieces } = difference('segments', 1_000, 'any to any');
    assert.ok(isProven && pieces < 20_000, `${pieces} pieces`);
    assert.deepEqual(
      tiers.allowed.changes.map(({ isExact }) => isExact),
      [false],
    );
  });
});
