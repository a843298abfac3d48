import assert from 'node:assert/strict';
import type {
  ClientCapabilities,
  CompletionList,
  InitializeParams,
  LocationLink,
  TextEdit,
  WorkspaceEdit,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { GraphResult } from '../../../server/protocol.js';
import { fullCapabilities, Harness } from '../../support/harness.js';
import type { LspClient } from '../../support/lspclient.js';
import { readSample, samplePolicies } from '../../support/policies.js';

const uri = 'untitled:One';
const zones = [
  'zone shop {',
  '  addresses = 10.0.0.0/16',
  '  zone web { addresses = 10.0.0.0/24 }',
  '  zone data { addresses = 10.0.1.0/24 }',
  '}',
  'identity dba = group "dba"',
  '',
].join('\n');

const positionIn = (text: string, offset: number) => TextDocument.create('', '', 0, text).positionAt(offset);
const applied = (text: string, edits: readonly TextEdit[]): string =>
  TextDocument.applyEdits(TextDocument.create('', '', 0, text), [...edits]);

describe('complaint 4: no completion in a half-typed statement', () => {
  const harness = new Harness();
  afterEach(harness.end);

  const cases: readonly (readonly [string, string])[] = [
    ['allow ', 'shop.web'],
    ['allow shop.', 'data'],
    ['allow shop.web ', 'to'],
    ['allow shop.web to ', 'shop.data'],
    ['allow shop.web to sh', 'shop.data'],
    ['allow shop.web to shop.data on ', 'https'],
    ['allow shop.web to shop.data on [ssh, ', 'https'],
    ['allow shop.web to shop.data on ssh as ', 'dba'],
    ['allow shop.web to shop.data on ssh { ', 'owner'],
    ['tier guardrail { deny any to ', 'shop.data'],
    ['zone new { tr', 'trust'],
    ['zone new { trust = ', 'dmz'],
    ['group g = [shop.web, ', 'shop.data'],
    ['never ', 'shop.web'],
    ['al', 'allow'],
  ];

  it('each is completed at its end, whatever follows', async () => {
    const client = await harness.start(fullCapabilities);
    for (const after of ['', '\nallow shop.web to shop.data on https\n', '\n}}}\n"open\n']) {
      for (const [typed, wanted] of cases) {
        const text = zones + typed + after;
        await client.open(uri, text);
        const { items } = await client.request<CompletionList>('textDocument/completion', {
          textDocument: { uri },
          position: positionIn(text, zones.length + typed.length),
        });
        const labels = items.map(({ label, filterText }) => filterText ?? label);
        assert.ok(
          labels.some((label) => label === wanted || label.endsWith(`.${wanted}`)),
          `${typed}| before ${JSON.stringify(after)}: ${labels.slice(0, 20).join(' ')}`,
        );
        await client.close(uri);
      }
    }
  }).timeout(60_000);
});

describe('complaint 5: the formatter eats text', () => {
  const harness = new Harness();
  afterEach(harness.end);

  const words = (text: string): string[] => text.split(/[\s,[\]{}]+/).filter((word) => word !== '');

  async function formatted(client: LspClient, text: string): Promise<string> {
    await client.open(uri, text);
    const options = { tabSize: 3, insertSpaces: false };
    const edits = await client.request<TextEdit[]>('textDocument/formatting', {
      textDocument: { uri },
      options,
    });
    await client.close(uri);
    return applied(text, edits);
  }

  it('it keeps every word and comment, also of what does not parse, and is done after one time', async () => {
    const client = await harness.start(fullCapabilities);
    const { sound, faulty } = samplePolicies();
    const texts = [
      ...[...sound, ...faulty].flatMap((name) =>
        Object.entries(readSample(name)).flatMap(([file, text]) =>
          file.endsWith('.zoneflow') ? [text] : [],
        ),
      ),
      '/* a */ zone /* b */ x /* c */ { /* d */ trust /* e */ = /* f */ dmz /* g */ } // h\n',
      'allow web to // why\n  app on [ // these\n https // and\n , ssh ] // all\n',
      'zone web { trust = = dmz\nallow to to on\n}}} "open // not a comment\n',
      'allow\n\n\n// alone\n\n\nzone',
    ];
    for (const text of texts) {
      const once = await formatted(client, text);
      assert.deepEqual(words(once), words(text));
      assert.equal(await formatted(client, once), once);
    }
  }).timeout(60_000);
});

describe('complaint 6: rename touches comments, or collides', () => {
  const harness = new Harness();
  afterEach(harness.end);
  const rules =
    '// shop.web is the web\nflow web: allow shop.web to shop.data on https { purpose = "web to data" }\n';

  async function rename(newName: string): Promise<WorkspaceEdit> {
    const client = await harness.start(fullCapabilities);
    const text = zones + rules;
    await client.open(uri, text);
    const position = positionIn(text, text.indexOf('allow shop.web') + 11);
    return client.request<WorkspaceEdit>('textDocument/rename', { textDocument: { uri }, position, newName });
  }

  it('it changes the name where it is one, and nothing that only looks like it', async () => {
    const { documentChanges } = await rename('front');
    const edits = documentChanges!.flatMap((change) =>
      'edits' in change ? (change.edits as TextEdit[]) : [],
    );
    const expected = (zones + rules)
      .replace('zone web {', 'zone front {')
      .replace('allow shop.web', 'allow shop.front');
    assert.equal(applied(zones + rules, edits), expected);
  });

  for (const taken of ['data', 'allow', 'two words', '', '1st', 'a.b.c']) {
    it(`it refuses “${taken}”, and says why`, () =>
      assert.rejects(
        rename(taken),
        ({ message }: Error) => message.length > 10 && !message.includes('    at '),
      ));
  }
});

describe('complaint 7: forms of URIs, line ends, columns', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('one file under two spellings is one; lines may end in any way, letters take any width', async () => {
    const text =
      '/* 😀 */ zone größe // ä\r\n'.replace('größe', 'gross') + '/* 𝒲 */ allow gross to gross on ssh\r';
    const folder = harness.folder({ 'zoneflow.json': '{}', 'ä & ö [1].zoneflow': text });
    const client = await harness.start(fullCapabilities, { rootUri: folder.uri() });
    const spelt = folder.uri('ä & ö [1].zoneflow').replace('%C3%A4', '%c3%a4').replaceAll('[', '%5B');
    await client.open(spelt, text);
    const [link] = await client.request<LocationLink[]>('textDocument/definition', {
      textDocument: { uri: spelt },
      position: { line: 1, character: 18 },
    });
    assert.equal(link.targetUri, spelt);
    assert.deepEqual(link.targetSelectionRange.start, { line: 0, character: 14 });
    assert.deepEqual(link.originSelectionRange?.start, { line: 1, character: 15 });
    assert.deepEqual(client.log, []);
  });
});

describe('complaint 8: null settings or missing capabilities crash it', () => {
  const harness = new Harness();
  afterEach(harness.end);
  const nulls = { capabilities: null, workspaceFolders: null, initializationOptions: null, rootPath: null };

  const clients: readonly (readonly [string, unknown, unknown])[] = [
    ['no capabilities', {}, {}],
    ['null throughout', null, nulls],
    [
      'null inside',
      { textDocument: { completion: null, codeAction: null }, workspace: { configuration: null } },
      {},
    ],
    ['folders that are none', {}, { workspaceFolders: [null, 7, { uri: 7 }] }],
    ['folders of another kind', {}, { workspaceFolders: 7, rootUri: 7 }],
    ['options of another kind', { textDocument: {} }, { initializationOptions: ['x', 7] }],
  ];
  for (const [title, capabilities, params] of clients) {
    it(`a client with ${title} is served, and may send settings of any shape`, async () => {
      const client = await harness.start(
        capabilities as ClientCapabilities,
        params as Partial<InitializeParams>,
      );
      await client.open(uri, `${zones}allow shop.web to shop.dat on https\n`);
      for (const settings of [
        null,
        undefined,
        0,
        'x',
        [],
        { zoneflow: null },
        { zoneflow: { codeLens: null } },
      ])
        await client.notify('workspace/didChangeConfiguration', { settings });
      const context = { diagnostics: [], includeDeclaration: true };
      const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
      for (const method of ['hover', 'completion', 'codeAction', 'codeLens', 'documentSymbol', 'references'])
        await client.request(`textDocument/${method}`, {
          ...{ textDocument: { uri }, position: { line: 6, character: 8 }, context, range },
        });
      const has = await client.request<CompletionList>('textDocument/completion', {
        textDocument: { uri },
        position: { line: 6, character: 6 },
      });
      assert.ok(has.items.length > 0);
      assert.deepEqual(client.log, []);
    });
  }
});

describe('complaints 10 and 11: the picture, as far as it is the server’s', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('keeps the ids of all that is still there, and does not go blank while the text is broken', async () => {
    const client = await harness.start(fullCapabilities);
    const text = `${zones}allow shop.web to shop.data on https\n`;
    await client.open(uri, text);
    const picture = async (): Promise<GraphResult> =>
      (await client.request<GraphResult>('zoneflow/graph', { uri }))!;
    const ids = ({ graph }: GraphResult): string[] => graph.nodes.map(({ id }) => id).sort();
    const first = await picture();
    await client.change(uri, { text: `// moved\nzone more\n${text}` });
    const second = await picture();
    assert.deepEqual(ids(second), [...ids(first), 'more'].sort());
    await client.change(uri, { text: `zone {{{ "\n` });
    const broken = await picture();
    assert.deepEqual(ids(broken), ids(second));
    assert.ok(broken.problems > 0);
  });

  it('a picture that is no longer wanted is given up', async () => {
    const client = await harness.start(fullCapabilities);
    await client.open(uri, zones);
    const asked = Array.from({ length: 20 }, async (_, i) => {
      await client.change(uri, { text: `${zones}zone z${i}\n` });
      return client.request<GraphResult>('zoneflow/graph', { uri });
    });
    const last = (await Promise.all(asked)).at(-1)!;
    assert.ok(last.graph.nodes.some(({ id }) => id === 'z19'));
    assert.deepEqual(client.log, []);
  });
});
