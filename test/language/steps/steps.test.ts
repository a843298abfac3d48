import assert from 'node:assert/strict';
import { formatInSteps, formatText } from '../../../language/format/format.js';
import { formatRangeInSteps } from '../../../language/format/range.js';
import {
  documentSymbolsInSteps,
  inlayHintsInSteps,
  semanticTokensInSteps,
} from '../../../language/ide/index.js';
import { organizingInSteps } from '../../../language/refactor/index.js';
import type { Snapshot } from '../../../language/workspace.js';
import { PolicyProject } from '../../../language/workspace.js';
import { readQuestion } from '../../../language/policy/question.js';
import { finished, sortInSteps } from '../../../language/text/steps.js';
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
  'reading a file': (snapshot) => {
    const { text } = fileOf(snapshot);
    return new PolicyProject('2026-01-01').setFileInSteps(path, { text });
  },
  'sorting all rules': (snapshot) => organizingInSteps(snapshot, path),
  'the meaning of words': (snapshot) => semanticTokensInSteps(snapshot, path, undefined, 'all'),
  'the outline': (snapshot) => documentSymbolsInSteps(snapshot, path),
  hints: (snapshot) => inlayHintsInSteps(snapshot, path, { start: 0, end: fileOf(snapshot).text.length }),
  'an explanation of everything': ({ analysis, resolved }) => {
    const question = readQuestion(resolved, { source: 'any', destination: 'any', services: 'any' });
    assert.ok('traffic' in question);
    return analysis.explainInSteps(question.traffic);
  },
};

const path = 'policy.zoneflow';

const fileOf = (snapshot: Snapshot) => snapshot.file(path)!;

function opened(text: string): Snapshot {
  const project = new PolicyProject('2026-01-01');
  project.setFile(path, { text });
  const snapshot = project.snapshot();
  snapshot.findings();
  return snapshot;
}

function stepsOf(steps: Generator<void, unknown>): number {
  let count = 0;
  while (!steps.next().done) count++;
  return count;
}

describe('a file that is read in steps', () => {
  const before = 'zone a\n';
  const begun = (): { project: PolicyProject; steps: Generator<void, void> } => {
    const project = new PolicyProject('2026-01-01');
    const steps = project.setFileInSteps(path, { text: before.repeat(20_000) });
    assert.equal(steps.next().done, false);
    return { project, steps };
  };

  it('is not there when it has been removed meanwhile', () => {
    const { project, steps } = begun();
    project.removeFile(path);
    finished(steps);
    assert.equal(project.snapshot().file(path), undefined);
  });

  it('does not take the place of what has been set meanwhile', () => {
    const { project, steps } = begun();
    project.setFile(path, { unreadable: 'It is locked. Close the other program.' });
    finished(steps);
    assert.deepEqual(
      project
        .snapshot()
        .findings()
        .map(({ message }) => message),
      ['It is locked. Close the other program.'],
    );
  });
});

describe('work in steps', () => {
  let short: Snapshot;
  let long: Snapshot;
  before(() => {
    short = opened(policyOfLines(1_000).replaceAll(' to ', '  to '));
    long = opened(policyOfLines(4_000).replaceAll(' to ', '  to '));
  });

  for (const [name, work] of Object.entries(works)) {
    it(`${name} takes more of them where the file is longer`, () => {
      const [few, many] = [stepsOf(work(short)), stepsOf(work(long))];
      assert.ok(few >= 2 && many >= few + 6, `${few} steps for 1,000 lines, ${many} for 4,000`);
    });
  }

  it('formatting comes to the same at once and in steps', () => {
    const { text, tree } = fileOf(short);
    const formatted = finished(formatInSteps(text, tree));
    assert.equal(formatted, formatText(text));
    assert.notEqual(formatted, text);
  });

  it('sorting in steps is sorting, and keeps the order of what compares alike', () => {
    const list = Array.from({ length: 5_300 }, (_, i) => ({ key: (i * 7919) % 613, i }));
    const compare = (a: { key: number }, b: { key: number }): number => a.key - b.key;
    assert.deepEqual(finished(sortInSteps(list, compare)), [...list].sort(compare));
    assert.deepEqual(finished(sortInSteps([], compare)), []);
    assert.ok(stepsOf(sortInSteps(list, compare)) > 10);
  });
});
