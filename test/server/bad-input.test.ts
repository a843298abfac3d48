import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { PolicyProject } from '../../language/workspace.js';
import { readPolicyFile } from '../../server/disk/read.js';
import type { StatusParams } from '../../server/protocol.js';
import { Harness, pushCapabilities } from '../support/harness.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const misspelt = 'allow web to ap on https\n';

/** Bytes that are the same in every run and no UTF-8. */
function noise(length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let state = 12345;
  for (let i = 0; i < length; i++) bytes[i] = (state = (state * 1103515245 + 12345) & 0x7fffffff) >> 16;
  return bytes;
}

describe('server: bad input', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('a file that is no UTF-8 is a finding at its start', async () => {
    const folder = harness.folder({
      'zones.zoneflow': zones,
      'rules.zoneflow': Buffer.from('zone b\xe4r', 'latin1'),
    });
    const client = await harness.start({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    const [found] = await client.codes(folder.uri('rules.zoneflow'), ['syntax-error']);
    assert.equal(found.message, 'rules.zoneflow is not UTF-8 text. Save it as UTF-8.');
    assert.deepEqual(found.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } });
  });

  it('5 MB of random bytes, on disk and opened all the same', async () => {
    const bytes = noise(5_000_000);
    const folder = harness.folder({ 'zones.zoneflow': zones, 'noise.zoneflow': bytes });
    const client = await harness.start({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    await client.codes(folder.uri('noise.zoneflow'), ['syntax-error']);
    await client.open(folder.uri('noise.zoneflow'), Buffer.from(bytes).toString('utf8'));
    await client.waitFor(
      'many mistakes',
      () => (client.pushed.get(folder.uri('noise.zoneflow'))?.length ?? 0) > 100,
    );
    await client.close(folder.uri('noise.zoneflow'));
    await client.codes(folder.uri('noise.zoneflow'), ['syntax-error']);
  }).timeout(60_000);

  it('a file that is too large, and a huge zoneflow.json', async () => {
    const large = Buffer.alloc(17 * 1024 * 1024, 'a');
    const folder = harness.folder({
      'zones.zoneflow': zones,
      'large.zoneflow': large,
      'zoneflow.json': large,
    });
    const client = await harness.start({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    for (const name of ['large.zoneflow', 'zoneflow.json']) {
      const [found] = await client.codes(folder.uri(name), ['syntax-error']);
      assert.match(String(found.message), /larger than 16 MiB and was not read/);
    }
  });

  it('the limit counts bytes of UTF-8, on disk, in the editor and in the engine', async () => {
    const limit = 16 * 1024 * 1024;
    const folder = harness.folder({ 'zones.zoneflow': zones });
    const client = await harness.start({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    const message = 'x.zoneflow is larger than 16 MiB and was not read. Split it into several files.';
    for (const filling of ['a', '\u00e4', '\u2603', '\u{1f600}']) {
      for (const size of [limit, limit + 1]) {
        const most = `//${filling.repeat(Math.floor((size - 2) / Buffer.byteLength(filling)))}`;
        const text = most + 'a'.repeat(size - Buffer.byteLength(most));
        const wanted = size > limit ? [message] : [];
        const project = new PolicyProject('2026-11-21');
        project.setFile('sub/x.zoneflow', { text });
        const found = project.snapshot().findings();
        assert.deepEqual(
          found.map((finding) => finding.message),
          wanted,
        );
        folder.write('x.zoneflow', text);
        const onDisk = await readPolicyFile(path.join(folder.path, 'x.zoneflow'));
        assert.equal(onDisk && 'unreadable' in onDisk, size > limit);
        folder.remove('x.zoneflow');
        // Fewer units of UTF-16 than the limit, and more bytes.
        if (filling !== '\u2603' || size === limit) continue;
        await client.open(folder.uri('x.zoneflow'), text);
        const [told] = await client.codes(folder.uri('x.zoneflow'), ['syntax-error']);
        assert.equal(told.message, message);
      }
    }
  }).timeout(120_000);

  it('a zoneflow.json that is broken, wrong, no UTF-8 or a folder', async () => {
    const cases: [string, string | Uint8Array, string[]][] = [
      ['broken', '{ "name": ', ['syntax-error']],
      ['empty', '', ['syntax-error']],
      ['wrong', '{ "rules": { "unknown-name": "loud" }, "nam": 1 }', ['invalid-value', 'unknown-property']],
      ['list', '[]', ['invalid-value']],
      ['latin1', Buffer.from('{ "name": "b\xe4r" }', 'latin1'), ['syntax-error']],
      ['deep', '['.repeat(100_000), ['syntax-error']],
    ];
    const folder = harness.folder();
    const client = await harness.start(pushCapabilities);
    for (const [name, config, codes] of cases) {
      folder.write(`${name}/zoneflow.json`, config);
      await client.open(folder.write(`${name}/rules.zoneflow`, zones + misspelt), zones + misspelt);
      await client.codes(folder.uri(`${name}/rules.zoneflow`), ['unknown-name']);
      await client.codes(folder.uri(`${name}/zoneflow.json`), codes);
    }
    mkdirSync(path.join(folder.path, 'folder/zoneflow.json'), { recursive: true });
    await client.open(folder.write('folder/rules.zoneflow', misspelt), misspelt);
    await client.codes(folder.uri('folder/rules.zoneflow'), ['unknown-name', 'unknown-name']);
  });

  it('10,000 nested brackets, braces and zones', async () => {
    const client = await harness.start({});
    const many = 10_000;
    for (const [name, text] of [
      ['brackets', `group g = ${'['.repeat(many)}`],
      ['closed', `group g = ${'['.repeat(many)}any${']'.repeat(many)}`],
      ['braces', '{'.repeat(many)],
      ['zones', 'zone a {'.repeat(many)],
      ['excepts', `group g = any ${'except [any '.repeat(many)}`],
    ]) {
      await client.open(`untitled:${name}`, `${text}\n`);
      await client.waitFor(
        `findings in ${name}`,
        () => (client.pushed.get(`untitled:${name}`)?.length ?? 0) > 0,
      );
    }
    assert.deepEqual(client.log, []);
  }).timeout(60_000);

  it('cyclic groups, services and zones', async () => {
    const client = await harness.start({});
    await client.open(
      'untitled:One',
      'group a = b\ngroup b = [c]\ngroup c = a except b\nservice s = [t]\nservice t = s\nallow a to b on s\n',
    );
    const cyclic = await client.waitFor('the circle', () =>
      client.pushed.get('untitled:One')?.some(({ code }) => code === 'cyclic-reference'),
    );
    assert.ok(cyclic);
  });

  it('an empty file, and a folder without files', async () => {
    const folder = harness.folder({ 'zoneflow.json': '{}' });
    const client = await harness.start(pushCapabilities);
    await client.open(folder.uri('new.zoneflow'), '');
    await client.codes(folder.uri('new.zoneflow'), []);
    const status = await client.request<StatusParams>('zoneflow/check', { uri: folder.uri() });
    assert.deepEqual([status.state, status.files, status.rules], ['ready', 1, 0]);
  });

  it('the server can be stopped and started again, and ends when its client is gone', async () => {
    const first = await harness.start({});
    assert.equal(await first.stop(), 0);
    const second = await harness.start({});
    await second.open('untitled:One', misspelt);
    await second.codes('untitled:One', ['unknown-name', 'unknown-name']);
    const ended = new Promise((resolve) => second.process.once('exit', resolve));
    second.process.stdin.end();
    await ended;
  });
});
