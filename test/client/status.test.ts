import assert from 'node:assert/strict';
import { crashBudget } from '../../client/crash-budget.js';
import { answerPage } from '../../client/explain-text.js';
import { rootOf } from '../../client/roots.js';
import { statusText } from '../../client/status-text.js';
import type { StatusParams } from '../../server/protocol.js';

const clean: StatusParams = {
  policy: 'shop',
  root: 'file:///shop',
  state: 'ready',
  counts: { error: 0, warning: 0, info: 0, hint: 0 },
  rules: 57,
  files: 1,
  asOf: '2026-11-21',
};

describe('the status of a policy', () => {
  it('says that nothing was found', () => {
    assert.deepEqual(statusText(clean), {
      bar: '$(shield) shop',
      text: 'shop: no findings',
      detail: '57 rules in 1 file, as of 2026-11-21',
      severity: 'none',
      busy: false,
    });
  });

  it('counts what was found, and shows errors and warnings in the bar', () => {
    const shown = statusText({ ...clean, counts: { error: 1, warning: 2, info: 3, hint: 4 } });
    assert.equal(shown.bar, '$(shield) shop  $(error) 1  $(warning) 2');
    assert.equal(shown.text, 'shop: 1 error, 2 warnings, 3 info, 4 hints');
    assert.equal(shown.severity, 'error');
  });

  it('is a warning where there is no error', () => {
    assert.equal(statusText({ ...clean, counts: { ...clean.counts, warning: 1 } }).severity, 'warning');
  });

  it('keeps the last counts during a check', () => {
    const shown = statusText({ ...clean, state: 'checking', counts: { ...clean.counts, error: 2 } });
    assert.equal(shown.busy, true);
    assert.equal(shown.bar, '$(sync~spin) shop  $(error) 2');
  });

  it('says why a check failed', () => {
    const shown = statusText({ ...clean, state: 'failed', message: 'zoneflow.json cannot be read.' });
    assert.equal(shown.detail, 'zoneflow.json cannot be read.');
    assert.equal(shown.severity, 'error');
  });
});

describe('the policy root of a document', () => {
  const roots = ['file:///p', 'file:///p/inner', 'untitled:Untitled-1'];
  const cases: [string, string | undefined][] = [
    ['file:///p/a.zoneflow', 'file:///p'],
    ['file:///p/inner/a.zoneflow', 'file:///p/inner'],
    ['file:///p/innermost/a.zoneflow', 'file:///p'],
    ['file:///pq/a.zoneflow', undefined],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
    ['untitled:Untitled-12', undefined],
  ];
  for (const [document, root] of cases) {
    it(`of ${document} is ${root ?? 'none'}`, () => assert.equal(rootOf(document, roots), root));
  }
});

describe('starting a crashed server again', () => {
  it('ends at the fourth crash within the time', () => {
    const mayRestart = crashBudget({ crashes: 4, withinMs: 1000 });
    assert.deepEqual([0, 10, 20, 30].map(mayRestart), [true, true, true, false]);
  });

  it('goes on where crashes are rare', () => {
    const mayRestart = crashBudget({ crashes: 2, withinMs: 1000 });
    assert.deepEqual([0, 1000, 2000, 2999].map(mayRestart), [true, true, true, false]);
  });
});

describe('the answer to a question', () => {
  const question = { from: 'web', to: '`data`', on: 'tcp/443' };

  it('begins with the verdict', () => {
    assert.equal(
      answerPage(question, { verdict: 'deny', text: 'No rule allows it.' }),
      '# Denied\n\n`web` to `data` on `tcp/443`\n\nNo rule allows it.\n',
    );
  });

  it('says why there is none', () => {
    assert.match(
      answerPage(question, { verdict: null, error: 'Nothing is named `wbe`.' }),
      /^# No answer\n[^]*wbe/,
    );
  });
});
