import assert from 'node:assert/strict';
import { complete, mostCompletions, withoutPlaceholders } from '../../../language/ide/index.js';
import { completionsAt, takeCompletion } from '../../support/ide.js';
import { openPolicy, openSample, samplePolicies } from '../../support/policies.js';

/** What the policies below share; the cursor stands in a file of its own. */
const names = `
//- names.zoneflow
team payments { contact = "pay@shop.example" }
team web-team
labels { env: prod | test  tier: web | app }
service app-api = tcp/8443
service grpc = tcp/50051
identity checkout = service-account "shop/checkout"
identity dba = group "dba"
condition mfa "a second factor"
zone internet { addresses = unclaimed }
zone shop "Web shop" {
  zone web { addresses = 10.1.0.0/24 }
  zone app
  zone db
  workload cart { labels = { env: prod, tier: app }, tags = [pci] }
}
zone cde { zone pay }
group frontends = [shop.web]
allow shop.db to cde.pay on app-api as dba
`;
const fixture = (text: string): string => `//- edit.zoneflow\n${text}${names}`;
const labelsAt = (text: string): string[] => completionsAt(fixture(text)).map(({ label }) => label);

interface Case {
  readonly at: string;
  /** What is offered first, in order. */
  readonly first?: readonly string[];
  /** What is offered somewhere. */
  readonly has?: readonly string[];
  readonly not?: readonly string[];
  /** Everything that is offered, in order. */
  readonly all?: readonly string[];
}

const zones = [
  'shop',
  'shop.web',
  'shop.cart',
  'internet',
  'cde.pay',
  'frontends',
  'any',
  '{ label: value }',
];
const atTop = [
  'allow',
  'flow',
  'deny',
  'zone',
  'workload',
  'group',
  'service',
  'tier',
  'never',
  'never … reaches',
  'test',
  'team',
  'identity',
  'condition',
  'labels',
  'ruleset',
];

function check(group: string, cases: readonly Case[]): void {
  describe(group, () => {
    for (const { at, first, has, not, all } of cases) {
      it(at.replace(/\n/g, '⏎') || 'empty file', () => {
        const labels = labelsAt(at);
        if (all) assert.deepEqual(labels, all);
        if (first) assert.deepEqual(labels.slice(0, first.length), first);
        for (const label of has ?? [])
          assert.ok(labels.includes(label), `\`${label}\` is missing among ${labels.join(', ')}`);
        for (const label of not ?? []) assert.ok(!labels.includes(label), `\`${label}\` has no place here`);
      });
    }
  });
}

describe('completion', () => {
  check('declarations', [
    { at: '$0', has: atTop, not: ['expect allow', 'to', 'shop'] },
    { at: 'al$0', has: atTop },
    { at: 'zone a {}\n$0\nzone b {}', has: atTop },
    { at: 'allow internet to shop on any\nal$0', has: atTop },
    {
      at: 'allow internet to shop on any\n$0\ndeny any to any on any',
      has: ['allow', 'as', 'when', '{ … }'],
    },
    {
      at: 'zone a {\n  $0\n}',
      has: ['zone', 'workload', 'addresses', 'trust'],
      not: ['allow', 'team', 'group'],
    },
    { at: 'zone a { $0 }', first: ['addresses', 'members', 'trust'] },
    { at: 'zone a { trust = dmz\n  zone b\n  $0\n}', first: ['zone', 'workload'] },
    { at: 'zone a { zone b { } $0 }', has: ['zone', 'workload', 'addresses'], not: ['allow'] },
    { at: 'zone a {\n  zone b {\n    $0', has: ['zone', 'workload', 'addresses'] },
    { at: 'zone a {\n  zone b { trust = dmz }\n  tr$0', has: ['zone', 'workload', 'trust'] },
    { at: 'zone a {\n  trust = dmz\n  $0\n}', has: ['zone', 'addresses'], not: ['trust'] },
    { at: 'zone a { trust = dmz, $0 }', has: ['zone', 'addresses'], not: ['trust'] },
    {
      at: 'zone a {\n  $0\n  trust = dmz\n  owner = payments\n}',
      has: ['zone', 'addresses'],
      not: ['trust', 'owner'],
    },
    { at: 'zone a {\n  zone b { trust = dmz }\n  $0\n}', has: ['trust'] },
    { at: 'tier guardrail {\n  $0\n}', all: ['allow', 'flow', 'deny', 'pass'] },
    { at: 'tier guardrail {\n  de$0', all: ['allow', 'flow', 'deny', 'pass'] },
    { at: 'tier guardrail {\n  foo\n  de$0\n}', has: ['deny'], not: ['zone'] },
    { at: 'ruleset edge {\n  $0\n}', all: ['allow', 'flow', 'deny'] },
    { at: 'test "x" {\n  $0\n}', all: ['expect allow', 'expect deny'] },
    {
      at: 'test "x" {\n  expect allow shop to cde on any\n  $0\n}',
      has: ['expect allow', 'as', 'when'],
      not: ['allow', '{ … }'],
    },
    { at: 'zone a {}\n}\n$0', has: atTop },
  ]);

  check('words that come next', [
    { at: 'allow shop.web $0', first: ['to'], has: ['except'], not: ['on', 'shop'] },
    { at: 'allow shop.web t$0', first: ['to'], not: ['zone'] },
    { at: 'allow shop.web\n  $0', first: ['to'], not: ['zone'] },
    { at: 'allow [shop.web, shop.app] $0', first: ['to'] },
    { at: 'allow { env: prod } $0', first: ['to'] },
    { at: 'allow 10.0.0.0/8 $0', first: ['to'] },
    { at: 'allow fd00::/8 $0', first: ['to'] },
    { at: 'allow any $0 shop on https', first: ['to'] },
    { at: 'allow shop.web to shop.app $0', first: ['on'], has: ['except'] },
    { at: 'allow shop.web to shop.app except shop.db $0', first: ['on'] },
    { at: 'allow shop.web to shop.app on https $0', all: ['as', 'when', '{ … }'] },
    { at: 'allow shop.web to shop.app on [https, tcp/9000-9010] $0', all: ['as', 'when', '{ … }'] },
    { at: 'allow shop.web to shop.app on https as dba $0', all: ['when', '{ … }'] },
    { at: 'expect$0', has: atTop },
    { at: 'test "x" { expect $0', all: ['allow', 'deny'] },
    { at: 'test "x" { expect allow shop.web to shop on ssh $0', all: ['as', 'when'] },
    { at: 'flow pay: $0', all: ['allow', 'deny', 'pass'] },
    { at: 'flow pay: al$0', all: ['allow', 'deny', 'pass'] },
    { at: 'ruleset r { flow pay: $0', all: ['allow', 'deny'] },
    { at: 'never internet $0', first: ['to', 'reaches'] },
    { at: 'never internet to shop $0', first: ['on'], not: ['within', 'as', '{ … }'] },
    { at: 'never internet reaches shop $0', first: ['within'], not: ['on'] },
    { at: 'never internet reaches shop within $0', has: ['1', '3'] },
    { at: 'never internet reaches shop within 3 $0', all: ['hops'] },
    { at: 'tier $0', all: ['emergency', 'guardrail', 'platform', 'application', 'baseline'] },
    { at: 'tier gu$0 {\n}', all: ['emergency', 'guardrail', 'platform', 'application', 'baseline'] },
    { at: 'identity x = $0', all: ['user', 'group', 'service-account', 'spiffe', 'iam-role'] },
    { at: 'group g = shop $0', all: ['except'] },
    { at: 'group g = [shop] except $0', has: ['cde'], not: ['g'] },
    { at: 'service grpc = [$0]', has: ['app-api', 'ssh'], not: ['grpc'] },
  ]);

  check('ends of a rule', [
    { at: 'allow $0', has: zones, not: ['payments', 'https', 'to', 'unclaimed'] },
    { at: 'allow sh$0', has: zones },
    { at: 'allow shop.$0', has: zones },
    { at: 'allow shop.w$0eb to cde on https', has: zones },
    { at: 'allow $0 to cde on https', has: zones },
    { at: 'allow internet to $0', has: zones },
    { at: 'allow internet to $0 on https', has: zones },
    { at: 'allow internet to $0\nzone x {}', has: zones },
    { at: 'allow shop.web to $0', has: zones },
    { at: 'allow [shop.web, $0', has: ['shop.app'], not: ['shop.web', 'to'] },
    { at: 'allow [shop.web, $0] to cde on https', has: ['shop.app'], not: ['shop.web'] },
    { at: 'allow [\n  shop.web,\n  $0\n] to cde on https', has: ['shop.app'], not: ['shop.web', 'zone'] },
    { at: 'allow shop except $0', has: zones.slice(1) },
    { at: 'deny any to $0', has: zones },
    { at: 'tier guardrail {\n  deny any to $0\n}', has: zones },
    { at: 'never $0', has: zones },
    { at: 'never internet reaches $0', has: zones },
    { at: 'test "x" {\n  expect deny $0', has: zones },
    { at: 'group g = $0', has: zones },
    { at: 'group g = [$0', has: zones },
    { at: 'flow pay: allow $0', has: zones },
  ]);

  check('services', [
    {
      at: 'allow shop to cde on $0',
      first: ['app-api', 'grpc', 'https', 'ssh'],
      has: ['https', 'any', 'tcp/', 'udp/', 'protocol/'],
      not: ['shop'],
    },
    { at: 'allow shop to cde on ht$0 as dba', has: ['https', 'http'] },
    { at: 'allow shop to cde on [https, $0]', has: ['ssh'], not: ['https'] },
    { at: 'allow shop to cde on [https, ssh,$0', has: ['rdp'], not: ['ssh'] },
    { at: 'allow shop to cde on tcp/$0', has: ['22', '443', '8443', '5985-5986'], not: ['53-53', 'https'] },
    { at: 'allow shop to cde on udp/$0', has: ['53', '161-162'], not: ['443'] },
    { at: 'allow shop to cde on icmp/$0', all: ['8'] },
    { at: 'service x = $0', has: ['app-api', 'https', 'tcp/'] },
    { at: 'service x = [tcp/1, $0', has: ['app-api', 'https', 'tcp/'] },
  ]);

  check('identities and conditions', [
    { at: 'allow shop to cde on ssh as $0', all: ['dba', 'checkout'] },
    { at: 'allow shop to cde on ssh as [dba, $0', all: ['checkout'] },
    { at: 'allow shop to cde on ssh as dba when $0', all: ['mfa'] },
    { at: 'test "x" { expect allow shop to cde on ssh as $0 }', all: ['dba', 'checkout'] },
  ]);

  check('properties', [
    {
      at: 'allow shop to cde on ssh { $0 }',
      all: ['owner', 'purpose', 'ticket', 'expires', 'review', 'log', 'evidence'],
    },
    {
      at: 'allow shop to cde on ssh {\n  owner = payments\n  $0\n}',
      all: ['purpose', 'ticket', 'expires', 'review', 'log', 'evidence'],
    },
    {
      at: 'allow shop to cde on ssh { owner = payments, $0',
      all: ['purpose', 'ticket', 'expires', 'review', 'log', 'evidence'],
    },
    { at: 'allow shop to cde on ssh { owner = $0', all: ['payments', 'web-team'] },
    { at: 'allow shop to cde on ssh { owner = pay$0, log = true }', all: ['payments', 'web-team'] },
    { at: 'allow shop to cde on ssh { expires = $0', first: ['2027-02-19'] },
    { at: 'allow shop to cde on ssh { expires = 2027-$0', first: ['2027-02-19'] },
    { at: 'allow shop to cde on ssh { log = $0 }', all: ['true', 'false'] },
    { at: 'allow shop to cde on ssh { purpose = $0 }', all: ['"…"'] },
    { at: 'workload w { $0 }', all: ['addresses', 'labels', 'identity', 'owner', 'criticality', 'tags'] },
    {
      at: 'workload w { addresses = 10.0.0.1, $0 }',
      all: ['labels', 'identity', 'owner', 'criticality', 'tags'],
    },
    { at: 'workload w { identity = $0 }', all: ['dba', 'checkout'] },
    { at: 'workload w { addresses = $0 }', has: ['any'] },
    { at: 'zone z {\n  addresses = $0\n}', all: ['unclaimed', 'any'] },
    { at: 'zone z {\n  addresses = [$0]\n}', all: ['any'] },
    { at: 'zone z {\n  addresses = any $0\n}', all: ['except'] },
    { at: 'zone z {\n  trust = $0\n}', all: ['untrusted', 'dmz', 'internal', 'restricted'] },
    { at: 'zone z { trust = d$0 }', all: ['untrusted', 'dmz', 'internal', 'restricted'] },
    { at: 'zone z { criticality = $0', all: ['low', 'medium', 'high', 'critical'] },
    { at: 'zone z { owner = $0', all: ['payments', 'web-team'] },
    { at: 'zone z { tags = [$0] }', all: ['pci'] },
    { at: 'service s = tcp/1 { $0 }', all: ['encrypted', 'category'] },
    { at: 'service s = tcp/1 { encrypted = $0 }', all: ['true', 'false'] },
    { at: 'team t { $0 }', all: ['contact'] },
  ]);

  check('labels', [
    { at: 'allow { $0', all: ['env', 'tier'] },
    { at: 'allow { env: $0', all: ['prod', 'test'] },
    { at: 'allow { env: pr$0 } to cde on https', all: ['prod', 'test'] },
    { at: 'allow { env: prod, $0 }', all: ['tier'] },
    { at: 'allow { env: prod, tier: $0', all: ['web', 'app'] },
    { at: 'allow [{ env: prod }, { tier: $0', all: ['web', 'app'] },
    { at: 'workload w { labels = { $0', all: ['env', 'tier'] },
    { at: 'workload w { labels = { tier: $0 } }', all: ['web', 'app'] },
    { at: 'zone z { members = { $0 } }', all: ['env', 'tier'] },
    { at: 'zone z {\n  members = [{ env: prod }, { env: $0\n}', all: ['prod', 'test'] },
  ]);

  check('nothing where nothing can be known', [
    { at: '// al$0', all: [] },
    { at: 'allow shop // to $0', all: [] },
    { at: '/* zone $0 */', all: [] },
    { at: '/* zone $0', all: [] },
    { at: 'zone z "a $0"', all: [] },
    { at: 'zone z "a $0', all: [] },
    { at: 'allow shop to cde on ssh { purpose = "for $0" }', all: [] },
    { at: 'zone $0', all: [] },
    { at: 'service na$0', all: [] },
    { at: 'flow $0', all: [] },
    { at: 'allow shop to cde on ssh { owner $0 }', all: [] },
  ]);

  check('codes of findings in a comment', [
    { at: '// zoneflow-ignore $0', has: ['conflict', 'broad-rule', 'shadowed-rule'] },
    { at: '// zoneflow-ignore con$0\nallow shop to cde on any', has: ['conflict'] },
    { at: '// zoneflow-ignore conflict, $0', has: ['broad-rule'], not: ['conflict'] },
    { at: '// zoneflow-ignore conflict: as agreed $0', all: [] },
  ]);

  it('offers labels in use where none are declared', () => {
    const text = 'workload a { labels = { env: prod } }\nworkload b { labels = { env: $0 } }';
    assert.deepEqual(
      completionsAt(text).map(({ label }) => label),
      ['prod'],
    );
  });

  it('offers undeclared keys and values that are in use to a labels block', () => {
    const text = 'labels { env: prod\n $0 }\nworkload a { labels = { env: test, zone: b } }';
    assert.deepEqual(
      completionsAt(text).map(({ label }) => label),
      ['zone'],
    );
    const values =
      'labels { env: prod | $0 }\nworkload a { labels = { env: test } }\nworkload b { labels = { env: prod } }';
    assert.deepEqual(
      completionsAt(values).map(({ label }) => label),
      ['test'],
    );
  });

  describe('order', () => {
    it('puts neighbours of the source before strangers', () => {
      const labels = labelsAt('allow shop.web to $0');
      const stranger = Math.min(...['internet', 'cde', 'cde.pay'].map((name) => labels.indexOf(name)));
      for (const name of ['shop', 'shop.app', 'shop.db', 'shop.cart'])
        assert.ok(labels.indexOf(name) < stranger, name);
    });
    it('puts what is used before what is not', () => {
      const labels = labelsAt('allow $0');
      assert.ok(labels.indexOf('cde.pay') < labels.indexOf('cde'));
      assert.ok(labels.indexOf('any') > labels.indexOf('cde'));
    });
  });

  describe('takes the place of the word under the cursor', () => {
    const taken: readonly [text: string, label: string, result: string][] = [
      ['allow shop.w$0eb to cde on https', 'shop.db', 'allow shop.db to cde on https'],
      ['allow shop.$0 to cde on https', 'shop.db', 'allow shop.db to cde on https'],
      ['allow $0', 'shop', 'allow shop'],
      ['allow shop $0', 'to', 'allow shop to '],
      ['allow shop t$0 cde', 'to', 'allow shop to cde'],
      ['allow shop to cde on app-$0 as dba', 'app-api', 'allow shop to cde on app-api as dba'],
      ['allow shop to cde on tcp/8$0', '8443', 'allow shop to cde on tcp/8443'],
      ['// zoneflow-ignore broad-$0: why', 'broad-rule', '// zoneflow-ignore broad-rule: why'],
      ['zone z { tr$0 }', 'trust', 'zone z { trust = }'],
      ['tier g$0', 'guardrail', 'tier guardrail'],
    ];
    for (const [text, label, result] of taken) {
      it(text, () => assert.equal(takeCompletion(fixture(text), label).trimEnd(), result.trimEnd()));
    }
  });

  it('inserts declarations that parse once their names are filled in', () => {
    const { items } = complete(openPolicy({ 'a.zoneflow': '' }), 'a.zoneflow', 0);
    const sets = ['any', 'any', 'https', 'any', 'any', 'https'];
    for (const { label, insert } of items.filter(({ kind }) => kind === 'snippet')) {
      let next = 0;
      const filled = insert.replace(/\$[1-9]/g, () =>
        label === 'zone' || label === 'workload' ? 'any' : sets[next++ % 3],
      );
      const snapshot = openPolicy({ 'a.zoneflow': withoutPlaceholders(filled) });
      assert.deepEqual(
        snapshot.findings().filter(({ code }) => code === 'syntax-error'),
        [],
        `${label}: ${filled}`,
      );
    }
  });

  it('sends a part of a great many names, and asks to be asked again', () => {
    const text = `${Array.from({ length: 3000 }, (_, i) => `zone z${i}`).join('\n')}\nallow z299`;
    const { items, incomplete } = complete(openPolicy({ 'a.zoneflow': text }), 'a.zoneflow', text.length);
    assert.ok(incomplete && items.length <= mostCompletions);
    assert.ok(items.some(({ label }) => label === 'z2999'));
  });

  it('answers at every place of every sample, within the word under the cursor', () => {
    for (const name of Object.values(samplePolicies()).flat()) {
      const snapshot = openSample(name);
      for (const { path, text } of snapshot.files) {
        for (let offset = 0; offset <= text.length; offset += 3) {
          for (const { replace } of complete(snapshot, path, offset).items) {
            assert.ok(replace.start <= offset && offset <= replace.end);
            assert.match(text.slice(replace.start, replace.end), /^[\w.-]*$/);
          }
        }
      }
    }
  });
});
