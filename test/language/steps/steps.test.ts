import assert from 'node:assert/strict';
import { formatInSteps, formatText } from '../../../language/format/format.js';
import { formatRangeInSteps } from '../../../language/format/range.js';
import type { Snapshot } from '../../../language/workspace.js';
import { PolicyProject } from '../../../language/workspace.js';
import { policyOfLines } from '../../perf/editor/script.js';

/** What takes longer the longer a file is, so that others must be let in while it goes on. */
const works: Record<string, (snapshot: Snapshot) => Generator<void, unknown>> = {
  formatting: (snapshot) => {
    const { text, tree } = fileOf(snapshot);
    return formatInSteps(text, tree);
  },
  'formatting of a range': (snapshot) => {
    const { text, tree } = fileOf(snapshot);
    return formatRangeInSteps(text, tree, { start: 0, end: text.length });
  },
};

const fileOf = (snapshot: Snapshot) => snapshot.file('policy.zoneflow')!;

function opened(text: string): Snapshot {
  const project = new PolicyProject('2026-01-01');
  project.setFile('policy.zoneflow', { text });
  const snapshot = project.snapshot();
  snapshot.findings();
  return snapshot;
}

function stepsOf(steps: Generator<void, unknown>): number {
  let count = 0;
  while (!steps.next().done) count++;
  return count;
}

describe('work in steps', () => {
  let short: Snapshot;
  let long: Snapshot;
  before(() => {
    short = opened(policyOfLines(1_000).replaceAll(' to ', '  to '));
    long = opened(policyOfLines(4_000).replaceAll(' to ', '  to '));
  });

  for (const [name, work] of Object.entries(works)) {
    it(`${name} has as many of them as the file is long`, () => {
      const [few, many] = [stepsOf(work(short)), stepsOf(work(long))];
      assert.ok(few >= 2 && many >= 3 * few, `${few} steps for 1,000 lines, ${many} for 4,000`);
    });
  }

  it('formatting comes to the same at once and in steps', () => {
    const { text, tree } = fileOf(short);
    const steps = formatInSteps(text, tree);
    let step = steps.next();
    while (!step.done) step = steps.next();
    assert.equal(step.value, formatText(text));
    assert.notEqual(step.value, text);
  });
});
