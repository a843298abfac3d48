import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, statSync, chmodSync, symlinkSync, lstatSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../support/sources.js';
import { call, Folders } from './support.js';

const folders = new Folders();

const untidy = 'zone   a {}\nzone b{}\nallow a   to b on https\n';
const tidy = 'zone a {}\nzone b {}\nallow a to b on https\n';

describe('zoneflow format', () => {
  afterEach(() => folders.removeAll());
  const read = (...parts: string[]): string => readFileSync(path.join(...parts), 'utf8');

  it('writes the canonical layout and names what it changed', async () => {
    const here = folders.make({ 'p/a.zoneflow': untidy, 'p/b.zoneflow': 'zone c {}\n' });
    assert.deepEqual(await call(['format', 'p'], { here }), { code: 0, out: 'p/a.zoneflow\n', err: '' });
    assert.equal(read(here, 'p/a.zoneflow'), tidy);
    assert.deepEqual(await call(['format', 'p'], { here }), { code: 0, out: '', err: '' });
    assert.deepEqual(readdirSync(path.join(here, 'p')).sort(), ['a.zoneflow', 'b.zoneflow']);
  });

  it('--check writes nothing and fails', async () => {
    const here = folders.make({ 'a.zoneflow': untidy });
    const { code, out } = await call(['format', '--check'], { here });
    assert.deepEqual([code, out, read(here, 'a.zoneflow')], [1, 'a.zoneflow\n', untidy]);
    assert.equal((await call(['format', '--check', folders.make({ 'a.zoneflow': tidy })])).code, 0);
  });

  it('formats the one file that is named', async () => {
    const here = folders.make({ 'a.zoneflow': untidy, 'b.zoneflow': 'zone   c {}\n' });
    assert.equal((await call(['format', 'a.zoneflow'], { here })).out, 'a.zoneflow\n');
    assert.equal(read(here, 'b.zoneflow'), 'zone   c {}\n');
  });

  it('keeps the byte order mark, the line ends, the rights and a link', async () => {
    const here = folders.make({
      'zoneflow.json': '{}',
      'in/a.txt': `\uFEFF${untidy.replaceAll('\n', '\r\n')}`,
    });
    chmodSync(path.join(here, 'in/a.txt'), 0o640);
    symlinkSync('in/a.txt', path.join(here, 'a.zoneflow'));
    const { code } = await call(['format'], { here });
    assert.equal(code, 0);
    assert.equal(read(here, 'in/a.txt'), `\uFEFF${tidy.replaceAll('\n', '\r\n')}`);
    assert.equal(statSync(path.join(here, 'in/a.txt')).mode & 0o777, 0o640);
    assert.ok(lstatSync(path.join(here, 'a.zoneflow')).isSymbolicLink());
  });

  it('leaves what does not parse alone', async () => {
    const text = 'zone a {\n   nonsense   {{\n';
    const here = folders.make({ 'a.zoneflow': text });
    assert.equal((await call(['format'], { here })).code, 0);
    assert.equal(read(here, 'a.zoneflow'), text);
  });

  it('says which file cannot be read, and formats the others', async () => {
    const here = folders.make({ 'a.zoneflow': untidy, 'b.zoneflow': Uint8Array.of(0xff) });
    const { code, out, err } = await call(['format'], { here });
    assert.deepEqual([code, out], [2, 'a.zoneflow\n']);
    assert.match(err, /b\.zoneflow/);
  });
});

const nested = (zone: number): string => Array.from({ length: 9 }, (_, i) => `zone n${zone}-${i}`).join(', ');

describe('zoneflow graph', () => {
  afterEach(() => folders.removeAll());

  const policy = `zone shop "The \\"shop\\"" { trust = dmz
  zone web { }
  workload app { }
}
zone net { trust = untrusted, tags = [outside] }
flow front: allow net to shop.web on https
allow shop.web to shop.app on tcp/8443
allow shop.web to shop.app on [ssh, dns, ntp, smtp]
deny net to shop.app on any
`;

  it('prints the object of the contract', async () => {
    const { code, out, err } = await call(['graph', folders.make({ 'a.zoneflow': policy })]);
    assert.deepEqual([code, err], [0, '']);
    const common = { criticality: null, owner: null, tags: [] };
    assert.deepEqual(JSON.parse(out), {
      version: 1,
      nodes: [
        { id: 'shop', kind: 'zone', parent: null, title: 'The "shop"', trust: 'dmz', ...common },
        { id: 'shop.web', kind: 'zone', parent: 'shop', title: null, trust: 'dmz', ...common },
        { id: 'shop.app', kind: 'workload', parent: 'shop', title: null, trust: 'dmz', ...common },
        {
          id: 'net',
          kind: 'zone',
          parent: null,
          title: null,
          trust: 'untrusted',
          ...common,
          tags: ['outside'],
        },
      ],
      edges: [
        {
          source: 'shop.web',
          target: 'shop.app',
          services: ['ssh', 'smtp', 'dns', 'ntp', 'tcp/8443'],
          rules: [
            'allow shop.web to shop.app on tcp/8443',
            'allow shop.web to shop.app on [ssh, dns, ntp, smtp]',
          ],
        },
        { source: 'net', target: 'shop.web', services: ['https'], rules: ['front'] },
      ],
    });
  });

  it('draws fewer levels on demand', async () => {
    const { out } = await call(['graph', '--depth', '1', folders.make({ 'a.zoneflow': policy })]);
    const { nodes, edges } = JSON.parse(out) as {
      nodes: { id: string }[];
      edges: { source: string; target: string }[];
    };
    assert.deepEqual(
      [nodes.map(({ id }) => id), edges.map(({ source, target }) => `${source} → ${target}`)],
      [
        ['shop', 'net'],
        ['shop → shop', 'net → shop'],
      ],
    );
  });

  it('prints DOT and Mermaid', async () => {
    const here = folders.make({ 'a.zoneflow': policy });
    const dot = (await call(['graph', '--format', 'dot'], { here })).out;
    assert.match(dot, /^digraph zoneflow \{\n/);
    assert.match(
      dot,
      / {2}subgraph "cluster_shop" \{\n {4}label="shop";\n {4}tooltip="The \\"shop\\"";\n {4}"shop\.web" \[label="web"\];\n/,
    );
    assert.match(dot, / {2}"shop\.web" -> "shop\.app" \[label="ssh, smtp, dns, ntp, \+1"\];\n/);
    const mermaid = (await call(['graph', '--format', 'mermaid'], { here })).out;
    assert.match(
      mermaid,
      /^flowchart LR\n {2}subgraph n0\["shop"\]\n {4}n1\["web"\]\n {4}n2\["app"\]\n {2}end\n {2}n3\["net"\]\n/,
    );
    assert.match(mermaid, /\n {2}n3 -->\|"https"\| n1\n/);
  });

  it('draws a picture of its own, the same each time', async () => {
    const here = folders.make({ 'a.zoneflow': policy });
    const { code, out, err } = await call(['graph', '--format', 'svg'], { here });
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^<svg xmlns=.*<title>Segment graph of .*<\/svg>\n$/s);
    for (const name of ['web', 'app', 'net']) assert.ok(out.includes(`>${name} <`), name);
    assert.equal((await call(['graph', '--format', 'svg'], { here })).out, out);
    const outer = (await call(['graph', '--format', 'svg', '--depth', '1'], { here })).out;
    assert.ok(outer.includes('>shop <') && !outer.includes('>web <'));
  });

  it('draws what is too much for one picture with zones closed, and says so', async () => {
    const zones = Array.from({ length: 20 }, (_, i) => `zone z${i} {${nested(i)}}`).join('\n');
    const { code, out, err } = await call([
      'graph',
      '--format',
      'svg',
      folders.make({ 'a.zoneflow': zones }),
    ]);
    assert.equal(code, 0);
    assert.match(err, /zones are shown closed, .* --depth N/);
    assert.ok(out.includes('>z19 <'));
  });
});

describe('zoneflow server', () => {
  it('speaks LSP over standard input and output', async () => {
    const message = (body: object): string => {
      const text = JSON.stringify({ jsonrpc: '2.0', ...body });
      return `Content-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`;
    };
    const child = spawn(process.execPath, [path.join(projectRoot, 'out/cli/main.js'), 'server', '--stdio']);
    let out = '';
    let err = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (err += text));
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('"id":2')) child.stdin.write(message({ method: 'exit' }));
    });
    child.stdin.write(
      message({ id: 1, method: 'initialize', params: { processId: null, rootUri: null, capabilities: {} } }),
    );
    child.stdin.write(message({ method: 'initialized', params: {} }));
    child.stdin.write(message({ id: 2, method: 'shutdown' }));
    const code = await new Promise((resolve) => child.on('close', resolve));
    assert.deepEqual([code, err], [0, '']);
    assert.match(out, /^Content-Length: \d+\r\n\r\n\{/);
    assert.match(out, /"textDocumentSync"/);
  });
});
