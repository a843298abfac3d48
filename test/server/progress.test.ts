import assert from 'node:assert/strict';
import type { Connection, WorkDoneProgressBegin, WorkDoneProgressCreateParams } from 'vscode-languageserver';
import { CheckProgress } from '../../server/progress.js';
import type { Policy } from '../../server/policy.js';
import { generatePolicy } from '../perf/generate.js';
import { Harness } from '../support/harness.js';

interface Progress {
  readonly token: string;
  readonly value: WorkDoneProgressBegin | { readonly kind: 'end' };
}

describe('server: progress', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('shows a check that takes long, from its beginning to its end', async () => {
    const client = await harness.start({ window: { workDoneProgress: true } });
    const created: string[] = [];
    client.connection.onRequest('window/workDoneProgress/create', (params: WorkDoneProgressCreateParams) => {
      created.push(String(params.token));
      return null;
    });
    const seen: Progress[] = [];
    client.connection.onNotification('$/progress', (progress: Progress) => void seen.push(progress));
    const [{ text }] = generatePolicy('segments', 20_000);
    const uri = 'untitled:Large';
    await client.open(uri, text);
    await client.request('zoneflow/check', { uri });
    while (seen.length < 2) await client.request('textDocument/documentLink', { textDocument: { uri } });
    assert.deepEqual(
      seen.map(({ token, value }) => [created.indexOf(token), value.kind]),
      [
        [0, 'begin'],
        [0, 'end'],
      ],
    );
    assert.deepEqual(client.log, []);
  });

  describe('of one check', () => {
    const policy = { files: { name: 'shop' } } as Policy;
    const fail = (error: unknown): never => assert.fail(String(error));

    /** A connection that writes down what is shown, and when the client has answered. */
    function fake(answer: Promise<void> = Promise.resolve()) {
      const shown: string[] = [];
      const reporter = { begin: (title: string) => shown.push(title), done: () => shown.push('done') };
      const createWorkDoneProgress = () => answer.then(() => reporter);
      return { shown, connection: { window: { createWorkDoneProgress } } as unknown as Connection };
    }
    const aMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

    it('begins once it takes long, once however often there are edits, and ends with it', async () => {
      const { shown, connection } = fake();
      const progress = new CheckProgress(connection, true, fail, 0);
      progress.begin(policy);
      progress.begin(policy);
      await aMoment();
      assert.deepEqual(shown, ['Checking shop']);
      progress.end(policy);
      progress.end(policy);
      assert.deepEqual(shown, ['Checking shop', 'done']);
    });

    it('is not shown where it does not take long, or the client cannot show it', async () => {
      const { shown, connection } = fake();
      const quick = new CheckProgress(connection, true, fail, 0);
      quick.begin(policy);
      quick.end(policy);
      new CheckProgress(connection, false, fail, 0).begin(policy);
      await aMoment();
      assert.deepEqual(shown, []);
    });

    it('does not stay where the client answers after its end', async () => {
      let answer = (): void => undefined;
      const { shown, connection } = fake(new Promise((resolve) => (answer = resolve)));
      const progress = new CheckProgress(connection, true, fail, 0);
      progress.begin(policy);
      await aMoment();
      progress.dispose();
      answer();
      await aMoment();
      assert.deepEqual(shown, ['Checking shop', 'done']);
    });
  });
});
