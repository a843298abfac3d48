import assert from 'node:assert/strict';
import { Harness, pushCapabilities } from '../support/harness.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const good = 'allow web to app on https\n';
const misspelt = 'allow web to ap on https\n';

describe('server: findings that are pushed', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('to a client that says nothing of itself', async () => {
    const client = await harness.start({});
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': misspelt });
    await client.open(folder.uri('rules.zoneflow'), misspelt);
    const [finding] = await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
    assert.deepEqual(finding.range, { start: { line: 0, character: 13 }, end: { line: 0, character: 15 } });
    assert.match(String(finding.message), /Did you mean `app`\?/);
    assert.equal(finding.relatedInformation, undefined);
    assert.equal(finding.tags, undefined);
  });

  it('to a client whose capabilities are null throughout', async () => {
    const nothing = { workspace: null, textDocument: null, window: null, general: null } as object;
    const client = await harness.start(nothing, { workspaceFolders: null, initializationOptions: null });
    await client.notify('workspace/didChangeConfiguration', { settings: null });
    await client.open('untitled:One', misspelt);
    await client.codes('untitled:One', ['unknown-name', 'unknown-name']);
  });

  it('for closed files of the policy too, and not for those of other policies', async () => {
    const folder = harness.folder({
      'a/zoneflow.json': '{}',
      'a/rules.zoneflow': zones + good,
      'a/deep/er/more.zoneflow': misspelt,
      'a/nested/zoneflow.json': '{}',
      'a/nested/other.zoneflow': misspelt,
      'b.zoneflow': misspelt,
    });
    const client = await harness.start(pushCapabilities);
    await client.open(folder.uri('a/rules.zoneflow'), zones + good);
    await client.codes(folder.uri('a/deep/er/more.zoneflow'), ['unknown-name']);
    assert.equal(client.pushed.get(folder.uri('a/nested/other.zoneflow')), undefined);
    assert.equal(client.pushed.get(folder.uri('b.zoneflow')), undefined);
  });

  it('sub-folders do not belong to a folder without zoneflow.json', async () => {
    const folder = harness.folder({ 'a.zoneflow': zones + misspelt, 'below/b.zoneflow': 'zone ap\n' });
    const client = await harness.start({});
    await client.open(folder.uri('a.zoneflow'), zones + misspelt);
    await client.codes(folder.uri('a.zoneflow'), ['unknown-name']);
  });

  it('follow edits, the newest text counts', async () => {
    const client = await harness.start({});
    await client.open('untitled:One', zones + misspelt);
    await client.codes('untitled:One', ['unknown-name']);
    const start = { line: 2, character: 13 };
    await client.change('untitled:One', {
      range: { start, end: { line: 2, character: 15 } },
      text: 'nobody',
    });
    await client.change('untitled:One', { range: { start, end: { line: 2, character: 19 } }, text: 'app' });
    await client.codes('untitled:One', []);
  });

  it('an edit in one file changes the findings in another', async () => {
    const folder = harness.folder({ 'rules.zoneflow': good, 'zones.zoneflow': zones });
    const client = await harness.start({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.open(folder.uri('rules.zoneflow'), good);
    await client.codes(folder.uri('rules.zoneflow'), []);
    await client.change(folder.uri('zones.zoneflow'), { text: zones.replace('app', 'apps') });
    await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
  });

  it('closing a document brings back what is on disk', async () => {
    const folder = harness.folder({ 'rules.zoneflow': zones + good });
    const uri = folder.uri('rules.zoneflow');
    const client = await harness.start({}, { workspaceFolders: [{ uri: folder.uri(), name: 'x' }] });
    await client.open(uri, zones + misspelt);
    await client.codes(uri, ['unknown-name']);
    await client.close(uri);
    await client.codes(uri, []);
  });

  it('go when the last document of a policy outside the workspace is closed', async () => {
    const folder = harness.folder({ 'one.zoneflow': misspelt, 'two.zoneflow': zones });
    const client = await harness.start({});
    await client.open(folder.uri('two.zoneflow'), zones);
    await client.codes(folder.uri('one.zoneflow'), ['unknown-name']);
    await client.close(folder.uri('two.zoneflow'));
    await client.codes(folder.uri('one.zoneflow'), []);
  });

  it('carry related places and tags where the client shows them', async () => {
    const text = `${zones}allow web to app on https\ndeny any to any on any\nallow web to app on ssh\n`;
    const client = await harness.start(pushCapabilities);
    await client.open('untitled:One', text);
    const found = await client.waitFor('a shadowed rule', () =>
      client.pushed.get('untitled:One')?.find(({ code }) => code === 'shadowed-rule'),
    );
    assert.deepEqual(found.tags, [1]);
    const [related] = found.relatedInformation ?? [];
    assert.equal(related.location.uri, 'untitled:One');
    assert.equal(related.location.range.start.line, 3);
  });
});
