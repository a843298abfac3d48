import assert from 'node:assert/strict';
import { methods, type Changes, type ChangesResult } from '../../server/protocol.js';
import { fullCapabilities, Harness } from '../support/harness.js';
import { TestRepository } from '../support/repository.js';

const harness = new Harness();
const repositories: TestRepository[] = [];

const names = `zone internet { addresses = unclaimed, trust = untrusted }
zone shop { zone web { addresses = 10.0.1.0/24 } zone app { addresses = 10.0.2.0/24 } }
zone cde { addresses = 10.0.9.0/24, trust = restricted }
`;
const before = `${names}
allow internet to shop.web on https
allow shop.web to shop.app on tcp/8443
tier guardrail { deny any to cde on ssh }
`;
const after = `${names}
flow pay: allow shop.app to cde on https
allow internet to shop.web on https
tier guardrail { deny any to cde on ssh }
`;

function repository(files: Readonly<Record<string, string>>): TestRepository {
  const made = new TestRepository(files);
  repositories.push(made);
  return made;
}

let client: Awaited<ReturnType<Harness['start']>> | undefined;

async function changesOf(uri: string, against: string, text?: string): Promise<ChangesResult> {
  client ??= await harness.start(fullCapabilities);
  if (text !== undefined) client.open(uri, text);
  return client.request<ChangesResult>(methods.changes, { uri, against });
}

function ok(result: ChangesResult): Changes {
  assert.ok(!('error' in result), JSON.stringify(result));
  return result;
}

describe('zoneflow/changes', () => {
  afterEach(async () => {
    await harness.end();
    client = undefined;
    for (const made of repositories.splice(0)) made.dispose();
  });

  it('tells what the text in the editor allows that the last commit did not, and the other way', async () => {
    const { git, uri } = asParts(repository({ 'zoneflow.json': '{}', 'a.zoneflow': before }));
    const result = ok(await changesOf(uri('a.zoneflow'), 'HEAD', after));
    assert.equal(result.commit, git('rev-parse', 'HEAD').trim());
    assert.ok(result.proven);
    const [pay] = result.allowed;
    assert.deepEqual([result.allowed.length, pay.from, pay.to, pay.on], [1, 'shop.app', 'cde', 'https']);
    assert.deepEqual([pay.allowedBy[0].name, pay.byDefault, pay.deniedBy], ['pay', true, []]);
    assert.equal(pay.allowedBy[0].location?.range.start.line, 4);
    const [gone] = result.denied;
    assert.deepEqual(
      [result.denied.length, gone.from, gone.to, gone.on],
      [1, 'shop.web', 'shop.app', 'tcp/8443'],
    );
    assert.equal(gone.allowedBy[0].location, null);
    assert.deepEqual(
      result.pairs.map(({ kind, source, target, services, changes }) => ({
        kind,
        source,
        target,
        services,
        changes,
      })),
      [
        { kind: 'allowed', source: 'shop.app', target: 'cde', services: ['https'], changes: [0] },
        { kind: 'denied', source: 'shop.web', target: 'shop.app', services: ['tcp/8443'], changes: [0] },
      ],
    );
    assert.deepEqual(
      result.nodes.map(({ id }) => id),
      ['shop', 'shop.app', 'cde', 'shop.web'],
    );
    assert.match(result.page, /1 newly allowed, 1 newly denied/);
    assert.match(result.page, /\[a\.zoneflow:5\]\(file:.*a\.zoneflow#L5\)/);
  });

  it('finds nothing changed where rules have only moved to another file', async () => {
    const folder = repository({ 'zoneflow.json': '{}', 'a.zoneflow': before });
    const [declarations, ...rules] = before.split('\nallow ');
    folder.write(
      'b.zoneflow',
      rules
        .map((rule) => `allow ${rule}\n`)
        .reverse()
        .join(''),
    );
    folder.write('a.zoneflow', declarations);
    const result = ok(await changesOf(folder.uri('a.zoneflow'), 'HEAD'));
    assert.deepEqual([result.allowed, result.denied, result.pairs], [[], [], []]);
    assert.ok(result.proven);
    assert.match(result.page, /no change in what is allowed/);
  });

  it('has the nodes that are gone, as the revision had them', async () => {
    const folder = repository({ 'a.zoneflow': 'zone old "Old" zone b\nallow old to b on ssh\n' });
    const result = ok(await changesOf(folder.uri('a.zoneflow'), 'HEAD', 'zone b\n'));
    assert.deepEqual(
      result.nodes.map(({ id, title }) => [id, title]),
      [
        ['old', 'Old'],
        ['b', null],
      ],
    );
    assert.match(result.notes.join(), /`old`/);
  });

  it('says what is wrong with a revision, a folder without a repository, and a policy with mistakes', async () => {
    const folder = repository({ 'a.zoneflow': before });
    const uri = folder.uri('a.zoneflow');
    for (const against of ['nowhere', '--help', 'HEAD~99', '', 'HEAD\n'])
      assert.match(errorOf(await changesOf(uri, against)), /is no revision/, against);
    const plain = harness.folder({ 'a.zoneflow': before });
    assert.match(errorOf(await changesOf(plain.uri('a.zoneflow'), 'HEAD')), /no Git work tree/);
    const spoilt = ok(await changesOf(uri, 'HEAD', `${before}\nallow nobody to cde on https\n`));
    assert.equal(spoilt.proven, false);
    assert.match(spoilt.page, /Not proven/);
  });
});

const errorOf = (result: ChangesResult): string => ('error' in result ? result.error : 'no error');

const asParts = (folder: TestRepository): { git: TestRepository['git']; uri: TestRepository['uri'] } => ({
  git: (...args) => folder.git(...args),
  uri: (name) => folder.uri(name),
});
