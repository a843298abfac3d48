import assert from 'node:assert/strict';
import { coalesce } from '../../client/graph/coalesce.js';

/** A task whose runs the test ends one by one. */
function manualTask(): { task: () => Promise<void>; runs: { end: () => void; fail: () => void }[] } {
  const runs: { end: () => void; fail: () => void }[] = [];
  const task = (): Promise<void> =>
    new Promise((resolve, reject) => runs.push({ end: resolve, fail: () => reject(new Error('failed')) }));
  return { task, runs };
}

/** Lets all that is ready to run do so. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('one request in flight', () => {
  it('runs at once when nothing runs', () => {
    const { task, runs } = manualTask();
    void coalesce(task)();
    assert.equal(runs.length, 1);
  });

  it('runs once more for many calls during a run', async () => {
    const { task, runs } = manualTask();
    const request = coalesce(task);
    const all = [request(), request(), request()];
    assert.equal(runs.length, 1);
    runs[0]?.end();
    await settle();
    assert.equal(runs.length, 2);
    runs[1]?.end();
    await Promise.all(all);
    await settle();
    assert.equal(runs.length, 2);
  });

  it('starts afresh after the last run', async () => {
    const { task, runs } = manualTask();
    const request = coalesce(task);
    const first = request();
    runs[0]?.end();
    await first;
    void request();
    assert.equal(runs.length, 2);
  });

  it('is not stuck after a failure', async () => {
    const { task, runs } = manualTask();
    const request = coalesce(task);
    const first = assert.rejects(request());
    runs[0]?.fail();
    await first;
    void request();
    assert.equal(runs.length, 2);
  });
});
