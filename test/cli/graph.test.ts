import assert from 'node:assert/strict';
import type { Graph } from '../../language/graph/model.js';
import { call, Folders } from './support.js';

const folders = new Folders();

const policy = `zone net { trust = untrusted }
zone shop { criticality = high
  zone web
  workload app { addresses = [10.0.0.1, 10.0.0.2] }
}
zone db { criticality = critical }
zone alone
group all = [shop, db]
flow front: allow net to shop.web on https
allow shop.web to 10.0.0.1 on tcp/8443
flow data: allow 10.0.0.2 to db on postgres
`;

describe('zoneflow graph --from', () => {
  afterEach(() => folders.removeAll());

  const ask = async (...args: string[]): Promise<{ code: number | null; out: string; err: string }> =>
    call(['graph', ...args], { here: folders.make({ 'a.zoneflow': policy }) });

  it('lists hop by hop what is reached, going on from every address of a workload', async () => {
    const { code, out, err } = await ask('--from', 'net');
    assert.deepEqual([code, err], [0, '']);
    assert.equal(
      out,
      `hop 1
  shop.web (high)
    from net on https by front

hop 2
  shop.app (high)
    from shop.web on tcp/8443 by allow shop.web to 10.0.0.1 on tcp/8443

hop 3
  db (critical)
    from shop.app on postgres by data

net reaches 3 segments in 3 hops: 1 critical, 2 high.
`,
    );
  });

  it('lists who may reach a zone, and says where more hops reach more', async () => {
    const { out } = await ask('--from', 'db', '--inward', '--hops', '1');
    assert.equal(
      out,
      `hop 1
  shop.app (high)
    to db on postgres by data

1 segment reaches db in 1 hop: 1 high. More hops reach more.
`,
    );
    assert.equal((await ask('--from', 'alone')).out, 'alone reaches nothing else.\n');
    assert.equal((await ask('--from', 'alone', '--inward')).out, 'Nothing else reaches alone.\n');
  });

  it('does not count what is part of the start', async () => {
    const { out } = await ask('--from', 'all');
    assert.match(out, /\n {2}db \(critical, part of the start\)\n/);
    assert.match(out, /\nall reaches nothing else\.\n$/);
  });

  it('prints that part of the graph in each format', async () => {
    const { out } = await ask('--from', 'shop.web', '--hops', '1', '--format', 'json');
    const { nodes, edges } = JSON.parse(out) as Graph;
    assert.deepEqual(
      nodes.map(({ id }) => id),
      ['shop', 'shop.web', 'shop.app'],
    );
    assert.deepEqual(
      edges.map(({ source, target }) => `${source} → ${target}`),
      ['shop.web → shop.app'],
    );
    assert.match((await ask('--from', 'net', '--format', 'dot')).out, /"shop\.app" -> "db"/);
    assert.match((await ask('--from', 'net', '--format', 'mermaid')).out, /-->\|"postgres"\|/);
    const picture = (await ask('--from', 'db', '--inward', '--format', 'svg')).out;
    assert.ok(picture.includes('>app <') && !picture.includes('>alone <'));
  });

  it('draws segments without arrows in rows, in the shape of a page', async () => {
    const zones = Array.from({ length: 24 }, (_, i) => `zone segment-${i}`).join('\n');
    const here = folders.make({ 'a.zoneflow': zones });
    const { out } = await call(['graph', '--format', 'svg'], { here });
    const [, width, height] = /viewBox="\S+ \S+ (\S+) (\S+)"/.exec(out) ?? [];
    const shape = Number(width) / Number(height);
    assert.ok(shape > 0.7 && shape < 3, `${width} by ${height}`);
  });

  const refused: [string[], RegExp][] = [
    [['--from', 'shop.wb'], /--from "shop\.wb" is no zone, workload or group\. Did you mean shop\.web\?/],
    [['--from', '\u001b[31m'], /is no zone/],
    [['--hops', '2'], /--hops goes with --from/],
    [['--inward'], /--inward goes with --from/],
    [['--format', 'text'], /--format text goes with --from/],
    [['--from', 'net', '--depth', '1'], /--depth does not go with --from/],
    [['--from', 'net', '--hops', '0'], /--hops "0" is no number from 1 up/],
  ];
  for (const [args, why] of refused) {
    it(`refuses ${JSON.stringify(args.join(' '))} in words`, async () => {
      const { code, out, err } = await ask(...args);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, why);
    });
  }
});

describe('zoneflow graph of hostile texts', () => {
  afterEach(() => folders.removeAll());

  const hostile =
    String.raw`</script> ]]> --> \" \\ &amp; <img src=x onerror=alert(1)> #34; %% end` +
    ' `code` \u202eevil\u2066 \u0007\u001b[2J';
  const text = `zone a "${hostile}" { zone in "${hostile}" }
zone end "subgraph end"
zone graph
flow style: allow a to end on tcp/1
flow click: allow graph to a.in on https
`;
  const print = async (format: string): Promise<string> => {
    const { code, out } = await call(['graph', '--format', format], {
      here: folders.make({ 'a.zoneflow': text }),
    });
    assert.equal(code, 0);
    return out;
  };

  const unseen = /[\u0000-\u0009\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/;

  it('as JSON is data, and keeps it', async () => {
    const { nodes } = JSON.parse(await print('json')) as Graph;
    assert.match(nodes[0].title ?? '', /^<\/script> \]\]> --> " \\ .*`code` \u202eevil/);
  });

  it('as SVG holds them as text', async () => {
    const svg = await print('svg');
    assert.doesNotMatch(svg, /<script|<img|onerror=alert\(1\)>|]]>/);
    assert.doesNotMatch(svg.trimEnd(), unseen);
    assert.match(svg, /&#60;\/script&#62; \]\]&#62;/);
  });

  it('as DOT holds them in strings that end where they should', async () => {
    const dot = await print('dot');
    for (const line of dot.split('\n')) {
      const outside = line.replace(/"(\\.|[^"\\])*"/g, '').replace(' -> ', ' ');
      assert.doesNotMatch(outside, /["\\<>&#%]/, line);
      assert.doesNotMatch(line, unseen);
    }
    assert.match(dot, /"end" \[label="end", tooltip="subgraph end"\];/);
  });

  it('as Mermaid names nothing by a word of its own', async () => {
    const mermaid = await print('mermaid');
    assert.doesNotMatch(mermaid, unseen);
    for (const line of mermaid.trimEnd().split('\n').slice(1)) {
      assert.match(
        line,
        /^ *(subgraph n\d+\["[^"<>`]*"\]|end|n\d+\["[^"<>`]*"\]|n\d+ -->\|"[^"<>`]*"\| n\d+)$/,
      );
    }
  });
});
