import assert from 'node:assert/strict';
import { Layouter, type LayoutWorker, type Outcome } from '../../../client/webview/layout.js';

/** A worker that does nothing by itself: the test says what it answers. */
class StillWorker implements LayoutWorker {
  onmessage: LayoutWorker['onmessage'] = null;
  onerror: LayoutWorker['onerror'] = null;
  readonly asked: { id: number; graph: { id: string } }[] = [];
  ended = false;

  postMessage(message: { id: number; graph: { id: string } }): void {
    this.asked.push(message);
  }

  terminate(): void {
    this.ended = true;
  }

  answer(data: object): void {
    this.onmessage?.({ data } as MessageEvent);
  }
}

interface Setup {
  readonly layouter: Layouter;
  readonly workers: StillWorker[];
  readonly outcomes: [string, Outcome['kind']][];
  submit(name: string): void;
}

function setUp(deadline = 60_000): Setup {
  const workers: StillWorker[] = [];
  const outcomes: [string, Outcome['kind']][] = [];
  const layouter = new Layouter(() => {
    workers.push(new StillWorker());
    return Promise.resolve(workers.at(-1)!);
  }, deadline);
  const submit = (name: string): void =>
    layouter.submit({ graph: { id: name }, whenDone: ({ kind }) => outcomes.push([name, kind]) });
  return { layouter, workers, outcomes, submit };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('the layout worker', () => {
  it('works on one graph at a time, and then on the newest alone', async () => {
    const { workers, outcomes, submit, layouter } = setUp();
    submit('a');
    submit('b');
    submit('c');
    await settled();
    const [worker] = workers;
    assert.deepEqual(
      worker!.asked.map(({ graph }) => graph.id),
      ['a'],
    );
    worker!.answer({ id: worker!.asked[0]!.id, graph: { id: 'a' } });
    await settled();
    assert.deepEqual(
      worker!.asked.map(({ graph }) => graph.id),
      ['a', 'c'],
    );
    worker!.answer({ id: worker!.asked[1]!.id, graph: { id: 'c' } });
    assert.deepEqual(outcomes, [
      ['a', 'done'],
      ['c', 'done'],
    ]);
    assert.equal(workers.length, 1);
    layouter.dispose();
  });

  it('is ended and replaced when it runs over the deadline', async () => {
    const { workers, outcomes, submit, layouter } = setUp(5);
    submit('slow');
    await settled();
    while (outcomes.length === 0) await settled();
    assert.deepEqual(outcomes, [['slow', 'late']]);
    submit('next');
    await settled();
    assert.ok(workers[0]!.ended);
    workers[1]!.answer({ id: workers[1]!.asked[0]!.id, graph: { id: 'next' } });
    assert.deepEqual(outcomes.at(-1), ['next', 'done']);
    layouter.dispose();
  });

  it('has twice the time for its first graph, as it may still be loading', async () => {
    const { workers, outcomes, submit, layouter } = setUp(40);
    const begun = performance.now();
    submit('first');
    while (outcomes.length === 0) await settled();
    const first = performance.now() - begun;
    submit('second');
    await settled();
    workers[1]!.answer({ id: workers[1]!.asked[0]!.id, graph: { id: 'second' } });
    submit('third');
    await settled();
    while (outcomes.length < 3) await settled();
    assert.ok(first >= 79, `ended after ${first} ms`);
    assert.deepEqual(
      outcomes.map(([, kind]) => kind),
      ['late', 'done', 'late'],
    );
    layouter.dispose();
  });

  it('is replaced when it dies or gives up, and late answers count for nothing', async () => {
    const { workers, outcomes, submit, layouter } = setUp();
    submit('deep');
    await settled();
    const { id } = workers[0]!.asked[0]!;
    workers[0]!.answer({ id, error: 'Maximum call stack size exceeded' });
    workers[0]!.answer({ id, graph: { id: 'deep' } });
    submit('next');
    await settled();
    assert.deepEqual(outcomes, [['deep', 'failed']]);
    assert.equal(workers.length, 2);
    layouter.dispose();
  });

  it('says why it could not be started', async () => {
    const outcomes: Outcome[] = [];
    const layouter = new Layouter(() => Promise.reject(new Error('no such script')), 1000);
    layouter.warm();
    layouter.submit({ graph: { id: 'a' }, whenDone: (outcome) => outcomes.push(outcome) });
    await settled();
    assert.deepEqual(outcomes, [{ kind: 'failed', text: 'no such script' }]);
    layouter.dispose();
  });
});
