import assert from 'node:assert/strict';
import type { Connection, WorkDoneProgressBegin, WorkDoneProgressCreateParams } from 'vscode-languageserver';
import { CheckProgress } from '../../server/progress.js';
import type { Policy } from '../../server/policy.js';
import { initialize, serveInProcess } from '../support/inprocess.js';

interface Progress {
  readonly token: string;
  readonly value: WorkDoneProgressBegin | { readonly kind: 'end' };
}

describe('server: progress', () => {
  it('shows a check that takes long, from its beginning to its end', async () => {
    // A machine that gets no further with any check until it has been shown that it takes long.
    let goOn = (): void => undefined;
    const going = new Promise<void>((resolve) => (goOn = resolve));
    const client = serveInProcess({ breathe: () => going });
    const created: string[] = [];
    client.onRequest('window/workDoneProgress/create', (params: WorkDoneProgressCreateParams) => {
      created.push(String(params.token));
      return null;
    });
    const seen: Progress[] = [];
    const ended = new Promise<void>((resolve) =>
      client.onNotification('$/progress', (progress: Progress) => {
        seen.push(progress);
        if (progress.value.kind === 'begin') goOn();
        else resolve();
      }),
    );
    await initialize(client, { window: { workDoneProgress: true } });
    const textDocument = { uri: 'untitled:One', languageId: 'zoneflow', version: 1, text: 'zone web\n' };
    await client.sendNotification('textDocument/didOpen', { textDocument });
    await ended;
    assert.deepEqual(
      seen.map(({ token, value }) => [created.indexOf(token), value.kind]),
      [
        [0, 'begin'],
        [0, 'end'],
      ],
    );
    await client.sendRequest('shutdown');
    client.dispose();
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
