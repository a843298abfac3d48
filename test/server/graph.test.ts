import assert from 'node:assert/strict';
import type {
  ChainResult,
  ExplainResult,
  GraphAtResult,
  GraphResult,
  PairResult,
  ReachResult,
  SourceLocation,
  StatusParams,
} from '../../server/protocol.js';
import { Harness } from '../support/harness.js';

const policy = `zone web { addresses = 10.0.0.0/24 }
zone app { addresses = 10.0.1.0/24 }
flow front: allow web to app on https
`;

describe('server: graph, explain, status', () => {
  const harness = new Harness();
  afterEach(harness.end);
  const uri = 'untitled:One';

  it('the graph of a policy, and where its parts come from', async () => {
    const client = await harness.start({});
    await client.open(uri, policy);
    const { graph, root, problems } = await client.request<GraphResult>('zoneflow/graph', { uri });
    assert.deepEqual(
      graph.nodes.map(({ id }) => id),
      ['web', 'app'],
    );
    assert.deepEqual(graph.edges, [{ source: 'web', target: 'app', services: ['https'], rules: ['front'] }]);
    assert.deepEqual([root, problems], [uri, 0]);
    const lines = (places: SourceLocation[] | null): unknown => places?.map(({ range }) => range.start.line);
    const target = (what: object): Promise<SourceLocation[] | null> =>
      client.request('zoneflow/graphTarget', { uri, ...what });
    assert.deepEqual(lines(await target({ id: 'app' })), [1]);
    assert.deepEqual(lines(await target({ source: 'web', target: 'app' })), [2]);
    assert.deepEqual(lines(await target({ id: 'none' })), []);
    const at = (line: number, character: number): Promise<GraphAtResult> =>
      client.request('zoneflow/graphAt', { uri, position: { line, character } });
    assert.deepEqual((await at(0, 8)).ids, ['web']);
    assert.deepEqual((await at(2, 20)).ids, ['web→app']);
    assert.deepEqual((await at(99, 0)).ids, []);
  });

  it('blast radius, chains and pairs, with the places of rules', async () => {
    const client = await harness.start({});
    const text = `zone a { criticality = high }\nzone b { criticality = critical }\nzone c\nflow one: allow a to b on ssh\nflow two: allow b to c on [ssh, https]\ntier guardrail {\ndeny b to c on https\n}\n`;
    await client.open(uri, text);
    const reach = await client.request<ReachResult>('zoneflow/reach', { uri, id: 'a', direction: 'outward' });
    assert.deepEqual(
      reach.steps.map(({ nodes, edges }) => [
        nodes.map(({ id }) => id),
        edges.map(({ rules, services }) => [rules, services]),
      ]),
      [
        [['b'], [[['one'], ['ssh']]]],
        [['c'], [[['two'], ['ssh']]]],
      ],
    );
    assert.deepEqual(reach.counts, { low: 0, medium: 0, high: 0, critical: 1, none: 1 });
    const ask = { uri, id: 'c', direction: 'inward', hops: 1 };
    const inward = await client.request<ReachResult>('zoneflow/reach', ask);
    assert.deepEqual([inward.steps.length, inward.steps[0].nodes[0].id, inward.goesOn], [1, 'b', true]);
    const chain = await client.request<ChainResult>('zoneflow/chain', { uri, source: 'a', target: 'c' });
    assert.deepEqual(
      chain.hops.map(({ connection, rules }) => [
        connection.destination,
        rules[0].location?.range.start.line,
      ]),
      [
        ['b', 3],
        ['c', 4],
      ],
    );
    const pair = await client.request<PairResult>('zoneflow/pair', { uri, source: 'b', target: 'c' });
    assert.equal(pair.verdict, 'partly');
    assert.deepEqual(
      pair.parts.map(({ verdict, services, isRest, tier, rules }) => [
        verdict,
        isRest ? 'all others' : services.join(', '),
        tier,
        rules[0]?.location?.range.start.line,
      ]),
      [
        ['allow', 'ssh', 'application', 4],
        ['deny', 'https', 'guardrail', 6],
        ['deny', 'all others', null, undefined],
      ],
    );
    for (const method of ['reach', 'chain', 'pair'])
      assert.equal(
        await client.request(`zoneflow/${method}`, { uri, id: 'no', source: 'a', target: 'no.*' }),
        null,
      );
    const rule = await client.request<SourceLocation[]>('zoneflow/graphTarget', { uri, rule: 'two' });
    assert.deepEqual(
      rule.map(({ range }) => range.start.line),
      [4],
    );
  });

  it('overlays and tiers come where they are asked for', async () => {
    const client = await harness.start({});
    const text = `zone a\nzone b\ntier platform {\nflow one: allow a to b on [ssh, dns]\n}\ntier guardrail {\nflow no: deny a to any on ssh\n}\nallow a to 10.0.0.1 on ssh\n`;
    await client.open(uri, text);
    const plain = await client.request<GraphResult>('zoneflow/graph', { uri });
    assert.equal(plain.overlays, undefined);
    assert.deepEqual(plain.tiers, { 'a→b': ['platform'] });
    const { overlays } = await client.request<GraphResult>('zoneflow/graph', { uri, overlays: true });
    assert.deepEqual(overlays?.denied, [
      { source: 'a', target: 'b', services: ['ssh'], rules: ['one'], by: ['no'] },
      { source: 'a', target: '*', services: ['ssh'], rules: ['allow a to 10.0.0.1 on ssh'], by: ['no'] },
    ]);
    assert.deepEqual([overlays.passed, overlays.expired, overlays.complete], [[], [], true]);
    assert.deepEqual(
      overlays.rests.map(({ id }) => id),
      ['*'],
    );
  });

  it('an edge of a closed zone comes from the rules of all that is in it', async () => {
    const client = await harness.start({});
    const nested = `zone shop { zone web, zone app }\nzone shopping\nzone db\nallow shop.web to db on https\nallow shop.app to db on ssh\nallow shopping to db on ssh\n`;
    await client.open(uri, nested);
    await client.request('zoneflow/graph', { uri });
    const edge = { uri, source: 'shop', target: 'db' };
    const places = await client.request<SourceLocation[]>('zoneflow/graphTarget', edge);
    assert.deepEqual(
      places.map(({ range }) => range.start.line),
      [3, 4],
    );
  });

  it('marks: findings on rules at their edges, others at their zones', async () => {
    const client = await harness.start({});
    await client.open(
      uri,
      `zone web { addresses = 10.0.0.0/24, zone in { addresses = 10.0.0.5 } }\n${policy.slice(policy.indexOf('zone app'))}allow app to web on any\nzone twin { addresses = 10.0.1.7 }\n`,
    );
    await client.waitFor('a finding', () => (client.pushed.get(uri)?.length ?? 0) > 0);
    const { marks } = await client.request<GraphResult>('zoneflow/graph', { uri });
    assert.equal(marks['twin']?.severity, 'warning');
    assert.ok(Object.keys(marks).some((key) => key.startsWith('app→web')));
  });

  it('while the text has mistakes that cost it zones, the last good graph stays', async () => {
    const client = await harness.start({});
    await client.open(uri, policy);
    await client.request('zoneflow/graph', { uri });
    await client.change(uri, { text: policy.replace('zone app', 'zne app') });
    const broken = await client.request<GraphResult>('zoneflow/graph', { uri });
    assert.ok(broken.problems > 0);
    assert.deepEqual(
      broken.graph.nodes.map(({ id }) => id),
      ['web', 'app'],
    );
    await client.change(uri, { text: policy.replace(/app/g, 'api') });
    const mended = await client.request<GraphResult>('zoneflow/graph', { uri });
    assert.deepEqual([mended.problems, mended.graph.nodes.map(({ id }) => id)], [0, ['web', 'api']]);
  });

  it('a client that looks at the graph hears of changes; one that does not does not', async () => {
    const client = await harness.start({});
    const changes = (): number =>
      client.notifications.filter(({ method }) => method === 'zoneflow/graphChanged').length;
    await client.open(uri, policy);
    await client.codes(uri, []);
    assert.equal(changes(), 0);
    await client.request('zoneflow/graph', { uri });
    await client.change(uri, { text: policy.replace('https', 'ssh') });
    await client.waitFor('a change', () => changes() === 1);
  });

  it('explain: verdicts with their reasons, and refusals in words', async () => {
    const client = await harness.start({});
    await client.open(uri, policy);
    const ask = (from: string, to: string, on: string): Promise<ExplainResult> =>
      client.request('zoneflow/explain', { uri, from, to, on });
    const allowed = await ask('web', 'app', 'https');
    assert.equal(allowed.verdict, 'allow');
    assert.match('text' in allowed ? allowed.text : '', /allow web to app on https.*front/);
    assert.equal((await ask('app', 'web', 'https')).verdict, 'deny');
    assert.equal((await ask('web', 'app', '[https, ssh]')).verdict, 'partly');
    assert.equal((await ask('web', '10.0.1.5', 'tcp/443')).verdict, 'allow');
    for (const [from, to, on, why] of [
      ['wb', 'app', 'https', /Did you mean `web`\?/],
      ['web', 'app', 'https } deny any', /./],
      ['', 'app', 'https', /./],
      ['10.0.0.1', 'fd00::1', 'any', /No connection fits/],
    ] as const) {
      const refused = await ask(from, to, on);
      assert.equal(refused.verdict, null);
      assert.match('error' in refused ? refused.error : '', why);
    }
  });

  it('status follows the checks', async () => {
    const client = await harness.start({});
    await client.open(uri, policy);
    const last = (): StatusParams | undefined =>
      client.notifications.filter(({ method }) => method === 'zoneflow/status').at(-1)?.params as
        StatusParams | undefined;
    await client.waitFor('the first check', () => last()?.state === 'ready' && last()?.rules === 1);
    await client.change(uri, { text: `${policy}allow web to nobody on ssh\n` });
    await client.waitFor('the second', () => last()?.state === 'ready' && last()?.counts.error === 1);
    const { root, files, asOf } = last()!;
    assert.deepEqual([root, files, asOf], [uri, 1, new Date().toISOString().slice(0, 10)]);
  });
});
