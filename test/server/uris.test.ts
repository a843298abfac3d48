import assert from 'node:assert/strict';
import type { DocumentSymbol, Hover, Location, TextEdit } from 'vscode-languageserver';
import { baseName, folderOf, normalUri, pathBelow, uriBelow } from '../../server/convert/uris.js';
import { fullCapabilities, Harness, pushCapabilities } from '../support/harness.js';

const zones = 'zone web { addresses = 10.0.0.0/24 }\nzone app { addresses = 10.0.1.0/24 }\n';
const misspelt = 'allow web to ap on https\n';

describe('server: URIs', () => {
  it('one form for all spellings', () => {
    const spellings = [
      'file:///c%3A/My%20Files/a.zoneflow',
      'file:///C:/My Files/a.zoneflow',
      'file:///c:/My%20Files/a.zoneflow',
    ];
    assert.equal(new Set(spellings.map(normalUri)).size, 1);
    assert.equal(normalUri('file:///x/'), normalUri('file:///x'));
  });

  it('paths below a folder and back', () => {
    const folder = folderOf('file:///p/%23%20sh%C3%B6p/a%25b.zoneflow');
    const path = pathBelow(folder, 'file:///p/%23%20sh%C3%B6p/a%25b.zoneflow');
    assert.equal(path, 'a%b.zoneflow');
    assert.equal(uriBelow(folder, path!), normalUri('file:///p/%23%20sh%C3%B6p/a%25b.zoneflow'));
    assert.equal(pathBelow('file:///p/a', 'file:///p/ab/c.zoneflow'), undefined);
    assert.equal(pathBelow('file:///p', 'vscode-vfs:///p/c.zoneflow'), undefined);
  });

  it('of files in the topmost folder, and texts that are none', () => {
    assert.equal(pathBelow(folderOf('file:///a.zoneflow'), 'file:///a.zoneflow'), 'a.zoneflow');
    for (const odd of ['', ' ', '%', 'file:', 'file://', 'nothing:at:all', '://', 'file:///%zz']) {
      assert.equal(typeof normalUri(odd), 'string');
      assert.equal(typeof baseName(odd), 'string');
    }
  });
});

describe('server: documents with odd URIs and texts', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('findings come under the URI that the client wrote', async () => {
    const client = await harness.start({});
    for (const uri of [
      'untitled:Untitled-1',
      'file:///C%3A/Policies/My%20Shop/rules.zoneflow',
      'file:///D:/x/rules.zoneflow',
      'vscode-vfs://github/owner/name/rules.zoneflow',
      'file:///no/such/folder/%5Bx%5D%20%23%3F/rules.zoneflow',
    ]) {
      await client.open(uri, zones + misspelt);
      await client.codes(uri, ['unknown-name']);
    }
  });

  it('a document opened under another spelling is the file on disk', async () => {
    const folder = harness.folder({ 'my rules (1).zoneflow': misspelt, 'zones.zoneflow': zones });
    const client = await harness.start(pushCapabilities);
    const odd = folder.uri('my rules (1).zoneflow').replace('(1)', '%281%29').replace('/my', '/%6Dy');
    await client.open(odd, misspelt);
    await client.codes(odd, ['unknown-name']);
    await client.change(odd, { text: 'allow web to app on https\n' });
    await client.codes(odd, []);
  });

  it('a document without a policy’s ending, or left out by `include`, is a policy by itself', async () => {
    const folder = harness.folder({
      'zoneflow.json': '{ "include": ["in/**"] }',
      'in/zones.zoneflow': zones,
    });
    const client = await harness.start(pushCapabilities);
    const text = 'allow web to app on https\n';
    for (const name of ['in/rules.zoneflow', 'out/rules.zoneflow']) await client.open(folder.uri(name), text);
    await client.codes(folder.uri('in/rules.zoneflow'), []);
    await client.codes(folder.uri('out/rules.zoneflow'), ['unknown-name', 'unknown-name']);
  });

  it('columns are UTF-16 units; CRLF and lone CR end lines', async () => {
    const client = await harness.start({});
    await client.open(
      'untitled:One',
      '/* 😀 */ zone web "𝒲eb"\r\nzone app // 😀😀\rallow web /* 😀 */ to ap on https\n',
    );
    const found = await client.codes('untitled:One', ['unknown-name']);
    assert.deepEqual(found[0].range, { start: { line: 2, character: 22 }, end: { line: 2, character: 24 } });
  });

  it('a byte order mark on disk does not count', async () => {
    const folder = harness.folder({ 'zones.zoneflow': zones, 'rules.zoneflow': `\uFEFF${misspelt}` });
    const client = await harness.start({});
    await client.open(folder.uri('zones.zoneflow'), zones);
    const [found] = await client.codes(folder.uri('rules.zoneflow'), ['unknown-name']);
    assert.deepEqual(found.range.start, { line: 0, character: 13 });
  });

  it('requests about positions outside the text, and documents that are not there', async () => {
    const client = await harness.start(fullCapabilities);
    await client.open('untitled:One', zones);
    for (const position of [
      { line: 99, character: 9 },
      { line: 0, character: 9_999 },
    ]) {
      for (const uri of ['untitled:One', 'untitled:None', 'file:///no/such.zoneflow', 'nonsense', '']) {
        const params = { textDocument: { uri }, position, context: { includeDeclaration: true } };
        await client.request<Hover | null>('textDocument/hover', params);
        await client.request('textDocument/completion', params);
        await client.request<Location[] | null>('textDocument/definition', params);
        await client.request('textDocument/references', params);
        await client.request<DocumentSymbol[] | null>('textDocument/documentSymbol', params);
        await client.request<TextEdit[] | null>('textDocument/formatting', { ...params, options: {} });
        await client.request('zoneflow/graph', { uri });
      }
    }
    assert.deepEqual(client.log, []);
  });

  it('changes and closings of documents that are not open are ignored', async () => {
    const client = await harness.start({});
    await client.change('untitled:None', { text: 'zone' });
    await client.close('untitled:None');
    await client.open('untitled:One', misspelt);
    await client.codes('untitled:One', ['unknown-name', 'unknown-name']);
    assert.deepEqual(client.log, []);
  });
});
