import assert from 'node:assert/strict';
import type { TestOutcome, TestsResult } from '../../server/protocol.js';
import { fullCapabilities, Harness } from '../support/harness.js';

const policy = `zone web { addresses = 10.0.0.0/24 }
zone app { addresses = 10.0.1.0/24 }
flow front: allow web to app on https
never app  to web
never web to app
test "the front" {
  expect allow web to app on https
  expect deny web to app on https
  expect deny web to nowhere on https
}
`;
const front = 'test the front / expect';

describe('server: tests', () => {
  const harness = new Harness();
  afterEach(harness.end);
  const uri = 'untitled:One';

  it('are listed as they stand in the text, those in error too', async () => {
    const client = await harness.start({});
    await client.open(uri, policy);
    const found = await client.request<TestsResult>('zoneflow/tests', { uri });
    assert.deepEqual(
      found.tests.map(({ id, kind, location }) => [id, kind, location.range.start.line]),
      [
        ['never app to web', 'never', 3],
        ['never web to app', 'never', 4],
        ['test the front', 'test', 5],
      ],
    );
    assert.deepEqual(
      found.tests[2]?.children.map(({ id, label }) => [id, label]),
      ['allow web to app on https', 'deny web to app on https', 'deny web to nowhere on https'].map(
        (label) => [`${front} ${label}`, label],
      ),
    );
  });

  it('say what holds, and of what does not a counter-example and the rules that decide it', async () => {
    const client = await harness.start({});
    await client.open(uri, policy);
    const outcomes = await client.request<TestOutcome[]>('zoneflow/runTests', { uri });
    assert.deepEqual(
      outcomes.map(({ id, state }) => [id, state]),
      [
        ['never app to web', 'holds'],
        ['never web to app', 'failed'],
        [`${front} allow web to app on https`, 'holds'],
        [`${front} deny web to app on https`, 'failed'],
        [`${front} deny web to nowhere on https`, 'broken'],
      ],
    );
    const failed = outcomes[3];
    assert.match(failed?.message ?? '', /10\.0\.0\.\d+ → 10\.0\.1\.\d+ on tcp\/443/);
    assert.deepEqual(
      failed?.deciding.map(({ label, location }) => [label, location.range.start.line]),
      [['front', 2]],
    );
  });

  it('are run alone where asked, and follow the text', async () => {
    const client = await harness.start({});
    await client.open(uri, policy);
    const ids = ['never web to app', 'never heard of'];
    const states = async (): Promise<unknown> =>
      (await client.request<TestOutcome[]>('zoneflow/runTests', { uri, ids })).map(({ state }) => state);
    assert.deepEqual(await states(), ['failed']);
    await client.change(uri, { text: policy.replace('allow', 'deny') });
    assert.deepEqual(await states(), ['holds']);
  });

  it('equal ones are told apart, and keep their ids when they move', async () => {
    const client = await harness.start({});
    await client.open(uri, `${policy}never app to web\n`);
    const { tests } = await client.request<TestsResult>('zoneflow/tests', { uri });
    assert.equal(tests.at(-1)?.id, 'never app to web #2');
  });

  it('are found in folders of which no file is open', async () => {
    const folder = harness.folder({ 'one/a.zoneflow': policy, 'one/b.zoneflow': 'never web to web\n' });
    const client = await harness.start(fullCapabilities, {
      workspaceFolders: [{ name: 'all', uri: folder.uri('') }],
    });
    const found = await client.request<TestsResult | null>('zoneflow/tests', {
      uri: folder.uri('one/a.zoneflow'),
    });
    assert.equal(found?.tests.length, 4);
    assert.equal((await client.request<TestOutcome[]>('zoneflow/runTests', { uri: found.root })).length, 6);
  });
});
