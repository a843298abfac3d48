import assert from 'node:assert/strict';
import { formatRanges } from '../../../language/net/address.js';
import { formatLiterals } from '../../../language/net/services.js';
import type { Snapshot } from '../../../language/workspace.js';
import { openPolicy } from '../../support/policies.js';

const policy = (text: string): Snapshot => openPolicy({ 'a.zoneflow': text });

/** What a zone, workload or group holds: address ranges, then names of symbols. */
function holds(text: string, name: string): string[] {
  const { segments, segmentIndex, symbols } = policy(text).resolved.policy;
  const { set } = segments[segmentIndex.get(name)!];
  return [...formatRanges(set), ...set.symbols.map((id) => symbols[id])];
}

/** Findings of names and values: `code line:column`, in order. */
function mistakes(text: string): string[] {
  const snapshot = policy(text);
  return snapshot.resolved.findings.map(({ code, place }) => {
    const { line, column } = snapshot.linesOf(place.file)!.positionAt(place.start);
    return `${code} ${line + 1}:${column + 1}`;
  });
}

describe('what a set of endpoints holds', () => {
  const cases: [string, string, string, string[]][] = [
    ['a CIDR block', 'zone a { addresses = 10.0.0.0/8 }', 'a', ['10.0.0.0/8']],
    ['a range', 'zone a { addresses = 10.0.0.5-10.0.0.9 }', 'a', ['10.0.0.5-10.0.0.9']],
    [
      'both families',
      'zone a { addresses = [10.0.0.1, 2001:db8::/32, ::ffff:1.2.3.4] }',
      'a',
      ['10.0.0.1', '::ffff:102:304', '2001:db8::/32'],
    ],
    ['neighbours as one', 'zone a { addresses = [10.0.0.0/25, 10.0.0.128/25] }', 'a', ['10.0.0.0/24']],
    [
      'an exception',
      'zone a { addresses = 10.0.0.0/30 except [10.0.0.1, 10.0.0.2] }',
      'a',
      ['10.0.0.0', '10.0.0.3'],
    ],
    [
      'an exception in a list',
      'zone a { addresses = [10.0.0.0/31 except 10.0.0.1, 10.0.0.8] }',
      'a',
      ['10.0.0.0', '10.0.0.8'],
    ],
    ['a value that goes on', 'zone a {\n addresses = 10.0.0.0/31\n  except 10.0.0.0\n}', 'a', ['10.0.0.1']],
    ['any address', 'zone a { addresses = any }', 'a', ['0.0.0.0/0', '::/0']],
    ['a bare zone', 'zone a\nzone b', 'a', ['a']],
    ['a bare workload in a zone', 'zone a { workload w {} }', 'a', ['a.w']],
    [
      'a workload and its zone',
      'zone a { addresses = 10.0.0.0/31\n workload w { addresses = 10.1.1.1 } }',
      'a',
      ['10.0.0.0/31', '10.1.1.1'],
    ],
    [
      'members',
      'zone a { members = [{ t: x }, { t: y, e: p }] }\nworkload v { labels = { t: x } }\nworkload w { labels = { t: y }, addresses = 10.0.0.1 }\nworkload u { labels = { e: p, t: y }, addresses = 10.0.0.9 }',
      'a',
      ['10.0.0.9', 'v'],
    ],
    ['no members', 'zone a { members = { t: x } }', 'a', []],
    ['a group', 'zone a\nzone b\nzone c\ngroup g = [a, [b, c]] except b', 'g', ['a', 'c']],
    ['a group of any', 'zone a\ngroup g = any except 0.0.0.0/1', 'g', ['128.0.0.0/1', '::/0', 'a']],
    [
      'what is unclaimed',
      'zone i { addresses = unclaimed }\nzone a { addresses = 0.0.0.0/1 }\nworkload w { addresses = ::/1 }',
      'i',
      ['128.0.0.0/1', '8000::/1'],
    ],
  ];
  for (const [what, text, name, expected] of cases) {
    it(what, () => {
      assert.deepEqual(holds(text, name), expected);
      assert.deepEqual(mistakes(text), []);
    });
  }
});

describe('what a service stands for', () => {
  const cases: [string, string[]][] = [
    ['tcp/443', ['tcp/443']],
    ['[udp/1-3, udp/4]', ['udp/1-4']],
    ['tcp', ['tcp']],
    ['protocol/6', ['tcp']],
    ['protocol/47', ['protocol/47']],
    ['[icmp/8, icmpv6]', ['icmp/8', 'icmpv6']],
    ['any', ['any']],
    ['dns', ['tcp/53', 'udp/53']],
    ['own', ['tcp/1', 'tcp/8443']],
    ['ssh', ['tcp/2222']],
  ];
  for (const [value, expected] of cases) {
    it(value, () => {
      const text = `service own = [tcp/1, inner]\nservice inner = tcp/8443\nservice ssh = tcp/2222\nallow any to any on ${value}`;
      const [rule] = policy(text).resolved.policy.rules;
      assert.deepEqual(formatLiterals(rule.services), expected);
    });
  }
});

describe('mistakes in names and values', () => {
  const cases: [string, string, string[]][] = [
    ['unknown zone', 'zone web\nallow wbe to web on ssh', ['unknown-name 2:7']],
    [
      'unknown service, identity, condition',
      'allow any to any on x as y when z',
      ['unknown-name 1:21', 'unknown-name 1:26', 'unknown-name 1:33'],
    ],
    ['unknown team once one is declared', 'team a {}\nzone z { owner = b }', ['unknown-name 2:18']],
    ['any owner while no team is declared', 'zone z { owner = b }', []],
    [
      'unknown label key and value',
      'labels { env: prod }\nworkload w { labels = { env: test, x: y } }',
      ['invalid-value 2:30', 'unknown-name 2:36'],
    ],
    [
      'one namespace of zones, workloads and groups',
      'zone a\nworkload a {}\ngroup a = any',
      ['duplicate-name 2:10', 'duplicate-name 3:7'],
    ],
    ['namespaces of their own', 'zone a\nservice a = ssh\nteam a {}\ncondition a\nidentity a = user "a"', []],
    ['same name in different zones', 'zone a { zone x }\nzone b { zone x }', []],
    [
      'duplicate flow',
      'flow f: allow any to any on ssh\nflow f: allow any to any on ssh',
      ['duplicate-name 2:6'],
    ],
    [
      'two unclaimed zones',
      'zone a { addresses = unclaimed }\nzone b { addresses = unclaimed }',
      ['duplicate-name 2:22'],
    ],
    ['cyclic groups', 'group a = b\ngroup b = [a]', ['cyclic-reference 2:12']],
    ['cyclic services', 'service a = [b, ssh]\nservice b = a', ['cyclic-reference 2:13']],
    ['host bits', 'zone a { addresses = 10.0.0.1/24 }', ['invalid-value 1:22']],
    [
      'no address',
      'zone a { addresses = [10.0.0.300, 10.0.0, 1:2::3::4] }',
      ['invalid-value 1:23', 'invalid-value 1:35', 'invalid-value 1:43'],
    ],
    ['a leading zero', 'zone a { addresses = 10.0.0.010 }', ['invalid-value 1:22']],
    [
      'ports',
      'service a = [tcp/70000, tcp/9-8, icmp/1-2, protocol/256, foo/1]',
      [
        'invalid-value 1:14',
        'invalid-value 1:25',
        'invalid-value 1:34',
        'invalid-value 1:44',
        'unknown-name 1:58',
      ],
    ],
    [
      'dates',
      'allow any to any on ssh { expires = 2027-02-29, review = soon }',
      ['invalid-value 1:37', 'invalid-value 1:58'],
    ],
    [
      'properties',
      'zone a { adresses = any }\nteam t { phone = "1" }',
      ['unknown-property 2:10', 'unknown-property 1:10'],
    ],
    ['trust', 'zone a { trust = intern }', ['invalid-value 1:18']],
    ['tiers', 'tier guardrails { deny any to any on ssh }', ['invalid-value 1:6']],
    ['pass in a ruleset', 'ruleset r { pass any to any on ssh }', ['invalid-value 1:13']],
  ];
  for (const [what, text, expected] of cases)
    it(what, () => assert.deepEqual(mistakes(text).sort(), [...expected].sort()));

  it('a misspelt name has a fix', () => {
    const [finding] = policy('zone web\nallow wbe to web on ssh').resolved.findings;
    assert.deepEqual(finding.fixes?.[0].edits[0].newText, 'web');
  });

  it('host bits have a fix', () => {
    const [finding] = policy('zone a { addresses = 10.0.0.1/24 }').resolved.findings;
    assert.deepEqual(finding.fixes?.[0].edits[0].newText, '10.0.0.0/24');
  });
});

describe('names that stand for names', () => {
  const count = 6_000;
  const lines = (each: (i: number) => string): string =>
    Array.from({ length: count }, (_, i) => each(i)).join('\n');

  it('resolve however long the chain is', () => {
    const chain = lines((i) => `group g${i} = g${i + 1}\nservice s${i} = [s${i + 1}]`);
    const text = `${chain}\ngroup g${count} = 10.0.0.1\nservice s${count} = tcp/1\nallow g0 to g1 on s0`;
    assert.deepEqual(mistakes(text), []);
    assert.deepEqual(holds(text, 'g0'), ['10.0.0.1']);
  });

  it('are reported where a circle is longer than any stack is deep', () => {
    const circle = lines((i) => `group g${i} = g${(i + 1) % count}\nservice s${i} = s${(i + 1) % count}`);
    const found = policy(circle).resolved.findings;
    assert.deepEqual([...new Set(found.map(({ code }) => code))], ['cyclic-reference']);
    assert.ok(found.length >= 2 && found.every(({ message }) => message.length < 300));
  });

  it('may be the kind of an identity on a line of its own', () => {
    assert.deepEqual(mistakes('identity x =\n  group "admins"\nidentity y =\ngroup g = any'), []);
    assert.deepEqual(policy('identity x =\n  group "admins"').resolved.policy.identities.length, 1);
  });
});

describe('rules', () => {
  it('are named after their flow or their content, equal ones counted', () => {
    const text =
      'flow f: allow any to any on ssh\nallow  any to any // x\n on ssh\nallow any to any on ssh { log = true }';
    assert.deepEqual(
      policy(text).resolved.policy.rules.map(({ name }) => name),
      ['f', 'allow any to any on ssh', 'allow any to any on ssh #2'],
    );
  });

  it('keep their name when they are laid out anew', () => {
    const name =
      'allow [any except 10.0.0.1, { env: prod, tier: web }, [fd00::1]] to [any] on [ssh, https] #';
    const text = [
      `zone z\n${name.slice(0, -2)}`,
      'allow[any except 10.0.0.1,{env:prod,tier :web,},[ fd00::1 , ]]to[any]on[ssh , https,]',
      'allow [\n any except 10.0.0.1, // x\n { env: prod // y\n tier: web }, [fd00::1] ]\n to [any,] on [ssh, https]',
    ].join('\n');
    assert.deepEqual(
      policy(text).resolved.policy.rules.map((rule) => rule.name),
      [name.slice(0, -2), `${name}2`, `${name}3`],
    );
  });

  it('inherit trust, criticality and owner from the zone around', () => {
    const { segments } = policy(
      'zone a { trust = dmz, owner = x, criticality = low\n zone b { criticality = high } }',
    ).resolved.policy;
    assert.deepEqual([segments[1].trust, segments[1].owner, segments[1].criticality], ['dmz', 'x', 'high']);
    assert.equal(policy('zone a').resolved.policy.segments[0].trust, 'internal');
  });

  it('with a mistake are counted but take no part', () => {
    const { resolved } = policy('zone a\nallow a to nowhere on ssh\nallow a to a on ssh');
    assert.deepEqual([resolved.ruleCount, resolved.policy.rules.length], [2, 1]);
  });

  it('end after the day of their expiry', () => {
    const { rules } = policy(
      'allow any to any on ssh { expires = 2026-11-21 }\nallow any to any on ssh { expires = 2026-11-20 }',
    ).resolved.policy;
    assert.deepEqual(
      rules.map(({ expired }) => expired),
      [false, true],
    );
  });
});

describe('zones that are declared twice', () => {
  it('give what is nested in the second one to the first, and to no other', () => {
    const { segments } = policy('zone a\nzone b\nzone a { zone c }\n').resolved.policy;
    const nested = segments.map(({ name, children }) => [name, ...children.map((i) => segments[i].name)]);
    assert.deepEqual(nested, [['a', 'a.c'], ['b'], ['a.c']]);
  });
});
