import assert from 'node:assert/strict';
import type { Finding } from '../../../language/findings.js';
import { openPolicy } from '../../support/policies.js';

/** All findings of one text: `code line`, in order; those of `code` alone where one is given. */
function found(text: string, code?: string, config?: string): string[] {
  const snapshot = openPolicy({
    'a.zoneflow': text,
    ...(config !== undefined && { 'zoneflow.json': config }),
  });
  return snapshot
    .findings()
    .filter((finding) => code === undefined || finding.code === code)
    .map(({ code, place }) => `${code} ${snapshot.linesOf(place.file)!.lineAt(place.start) + 1}`);
}

const one = (text: string, code: string): Finding => {
  const [finding] = openPolicy({ 'a.zoneflow': text })
    .findings()
    .filter((candidate) => candidate.code === code);
  return finding;
};

describe('a rule that lets what is untrusted into a restricted zone', () => {
  it('is shown with a connection of these two, also where no rule names them', () => {
    const rule = 'allow any to any on any { owner = ops, purpose = "all" }';
    const zones = (around: string): string =>
      `team ops\nzone out { addresses = 198.51.100.0/24, trust = untrusted }\n` +
      `zone plant { addresses = 10.80.0.0/16${around}\n zone safe { addresses = 10.80.9.0/28, trust = restricted } }\n`;
    for (const around of ['', '\n zone site { addresses = 10.80.3.0/24 }'])
      for (const other of ['', 'deny 10.80.1.0/32 to 10.80.3.0/24 on ssh\n']) {
        const { severity, witness } = one(zones(around) + other + rule, 'broad-rule');
        assert.deepEqual(
          [severity, witness?.source, witness?.destination],
          ['error', '198.51.100.0', '10.80.9.0'],
        );
      }
  });
});

describe('zones', () => {
  const cases: [string, string, string[]][] = [
    [
      'that share an address overlap',
      'zone a { addresses = 10.0.0.0/8 }\nzone b { addresses = 10.1.0.0/16 }',
      ['zone-overlap 2'],
    ],
    [
      'nested in each other do not',
      'zone a { addresses = 10.0.0.0/8\nzone b { addresses = 10.1.0.0/16 } }',
      [],
    ],
    [
      'that share what is nested overlap',
      'zone a { zone x { addresses = ::1 } }\nzone b { addresses = ::/8 }',
      ['zone-overlap 2'],
    ],
    [
      'that share members only do not',
      'workload w { addresses = 10.0.0.1, labels = { t: x } }\nzone a { members = { t: x } }\nzone b { members = { t: x } }',
      [],
    ],
    [
      'get one finding for all before',
      'zone a { addresses = any }\nzone b { addresses = ::1 }\nzone c { addresses = ::1 }',
      ['zone-overlap 2', 'zone-overlap 3'],
    ],
  ];
  for (const [what, text, expected] of cases)
    it(what, () => assert.deepEqual(found(text, 'zone-overlap'), expected));

  it('lie inside the zone around them, where both have addresses', () => {
    const text =
      'zone a { addresses = 10.0.0.0/8\n zone b { addresses = [10.1.0.0/16, 11.0.0.0/8] }\n zone c {\n zone d { addresses = 12.0.0.1 } } }';
    assert.deepEqual(found(text, 'outside-parent'), ['outside-parent 2']);
    assert.match(one(text, 'outside-parent').message, /^11\.0\.0\.0\/8 of zone `a\.b` lies outside `a`/);
  });
});

describe('a zone in the one that has the unclaimed addresses', () => {
  it('is not outside it', () => {
    assert.deepEqual(
      found('zone i { addresses = unclaimed\n zone x { addresses = 8.8.8.8 } }', 'outside-parent'),
      [],
    );
  });
});

describe('rules that end', () => {
  const rule = (expires: string): string => `zone a\nallow a to a on ssh { expires = ${expires} }`;
  const cases: [string, string[]][] = [
    ['2026-11-20', ['expired-rule 2']],
    ['2026-11-21', ['expiring-rule 2']],
    ['2026-12-21', ['expiring-rule 2']],
    ['2026-12-22', []],
  ];
  for (const [day, expected] of cases) it(`on ${day}`, () => assert.deepEqual(found(rule(day)), expected));

  it('are looked at on the date that zoneflow.json sets', () => {
    assert.deepEqual(found(rule('2027-06-30'), undefined, '{ "asOf": "2027-07-01" }'), ['expired-rule 2']);
  });

  it('give no day to a pass that others cover no more once what is reported is gone, whatever ends', () => {
    const text = `zone a zone b zone c
allow a to [b, c] on ssh
allow a to b on ssh { expires = 2026-12-01 }
tier platform { pass a to c on ssh }
tier guardrail { allow a to b on ssh }
tier platform { pass a to [b, c] on ssh }`;
    const redundant = openPolicy({ 'a.zoneflow': text })
      .findings()
      .filter(({ code }) => code === 'redundant-rule');
    assert.deepEqual(
      redundant.map(({ rule, severity, message }) => [rule, severity, message.includes('is needed')]),
      [
        ['allow a to b on ssh #2', 'warning', false],
        ['pass a to [b, c] on ssh', 'warning', false],
      ],
    );
  });
});

describe('accountability', () => {
  it('is asked of allows once there is a team', () => {
    const text = 'zone a { owner = t }\nallow a to a on ssh\ndeny a to a on rdp';
    assert.deepEqual(found(text, 'missing-owner'), []);
    assert.deepEqual(
      found(`${text}\nteam t {}`),
      ['inert-rule 3', 'missing-owner 2', 'missing-purpose 2'].sort((x, y) => +x.slice(-1) - +y.slice(-1)),
    );
  });
});

describe('an owner that no team is', () => {
  it('is reported as unknown, not as missing', () => {
    const text = 'team net\nzone a\nallow a to a on ssh { owner = nett, purpose = "x" }';
    assert.deepEqual(found(text, 'missing-owner'), []);
    assert.deepEqual(found(text, 'unknown-name').length, 1);
  });
});

describe('declarations that nothing refers to', () => {
  const cases: [string, string[]][] = [
    ['zone a\nzone b\nallow b to b on ssh', ['unused-declaration 1']],
    ['zone a { zone x\n zone y }\nallow a to a on ssh', []],
    ['zone a { zone x\n zone y }\nallow a.x to a.x on ssh', ['unused-declaration 2']],
    ['zone a { zone x }', ['unused-declaration 1']],
    ['workload w { labels = { t: x } }\nallow { t: x } to any on ssh', []],
    ['service s = tcp/1\nservice t = [s]\nallow any to any on t', []],
    [
      'team t {}\nidentity i = user "i"\ncondition c\nservice s = tcp/1\ngroup g = any',
      [1, 2, 3, 4, 5].map((line) => `unused-declaration ${line}`),
    ],
  ];
  for (const [text, expected] of cases)
    it(JSON.stringify(text), () => assert.deepEqual(found(text, 'unused-declaration'), expected));
});

describe('workloads without addresses', () => {
  it('are reported where an intent, test or deny names addresses of their zone', () => {
    const zone = 'zone a { addresses = 10.0.0.0/8\n workload w {} }\n';
    assert.deepEqual(found(`${zone}never 10.0.0.1 to any`, 'unplaced-workload'), ['unplaced-workload 2']);
    assert.deepEqual(found(`${zone}deny 11.0.0.1 to a on ssh`, 'unplaced-workload'), []);
    assert.deepEqual(found(`${zone}never a to any`, 'unplaced-workload'), []);
  });
});

describe('intents and tests', () => {
  const base =
    'zone a\nzone b\nzone c\nallow a to b on ssh\nallow b to c on ssh as i\nidentity i = user "i"\n';
  const cases: [string, string[]][] = [
    ['never a to c', []],
    ['never a to b', ['intent-violated 7']],
    ['never a to b on rdp', []],
    ['never a reaches c within 1 hops', []],
    ['never a reaches c within 2 hops', ['intent-violated 7']],
    ['never a reaches c', ['intent-violated 7']],
    ['never c reaches a', []],
    [
      'test "t" {\nexpect allow a to b on ssh\nexpect deny b to c on ssh\nexpect allow b to c on ssh\nexpect allow b to c on ssh as i }',
      ['test-failed 9', 'test-failed 10'],
    ],
    ['never 10.0.0.1 to ::1', ['empty-rule 7']],
    ['never 10.0.0.1 reaches ::1', []],
    ['test "t" {\nexpect deny 10.0.0.1 to ::1 on any }', ['empty-rule 8']],
  ];
  for (const [text, expected] of cases) {
    it(text.replaceAll('\n', ' '), () =>
      assert.deepEqual(
        found(base + text).filter((line) => /intent|test|empty/.test(line)),
        expected,
      ),
    );
  }

  it('show the chain of connections', () => {
    const { path, witness, related } = one(`${base}never a reaches c`, 'intent-violated');
    assert.deepEqual(
      path?.map(({ source, destination, identity }) => [source, destination, identity]),
      [
        ['a', 'b', null],
        ['b', 'c', 'i'],
      ],
    );
    assert.deepEqual(witness, path?.[0]);
    assert.deepEqual(
      related?.map(({ rule }) => rule),
      ['allow a to b on ssh', 'allow b to c on ssh as i'],
    );
  });
});

describe('findings are silenced', () => {
  const rule = 'allow any to any on any';
  const cases: [string, string[]][] = [
    [`// zoneflow-ignore broad-rule: agreed\n${rule}`, []],
    [`// zoneflow-ignore broad-rule\n${rule}`, ['unused-ignore 1', 'broad-rule 2']],
    [`// zoneflow-ignore conflict: no\n${rule}`, ['unused-ignore 1', 'broad-rule 2']],
    [`// zoneflow-ignore conflict, broad-rule: both\n${rule}`, ['unused-ignore 1']],
    [`// zoneflow-ignore broad-rule: agreed\n\n${rule}`, ['unused-ignore 1', 'broad-rule 3']],
    [
      `zone a\n// zoneflow-ignore broad-rule: agreed\n// zoneflow-ignore unused-declaration: x\n${rule}`,
      ['unused-declaration 1', 'unused-ignore 3'],
    ],
  ];
  for (const [text, expected] of cases)
    it(JSON.stringify(text), () => assert.deepEqual(found(text), expected));

  it('or changed in severity by zoneflow.json', () => {
    const snapshot = openPolicy({
      'a.zoneflow': rule,
      'zoneflow.json': '{ "rules": { "broad-rule": "error" } }',
    });
    assert.deepEqual(
      snapshot.findings().map(({ severity }) => severity),
      ['error'],
    );
    assert.deepEqual(found(rule, undefined, '{ "rules": { "broad-rule": "off" } }'), []);
    assert.deepEqual(
      found(`// zoneflow-ignore broad-rule: why\n${rule}`, undefined, '{ "rules": { "broad-rule": "off" } }'),
      [],
    );
  });
});

describe('zoneflow.json', () => {
  const cases: [string, string[]][] = [
    ['{', ['syntax-error']],
    ['[]', ['invalid-value']],
    ['{ "nme": "x" }', ['unknown-property']],
    [
      '{ "asOf": "soon", "include": "x", "broad": { "maxPorts": -1 }, "rules": { "conflict": "bad", "x": "off" } }',
      ['invalid-value', 'invalid-value', 'invalid-value', 'invalid-value', 'unknown-property'],
    ],
    ['['.repeat(100_000), ['syntax-error']],
    [`{ "name": "${'x'.repeat(1_100_000)}" }`, ['invalid-value']],
  ];
  for (const [text, expected] of cases) {
    it(text.slice(0, 60), () => {
      const findings = openPolicy({ 'zoneflow.json': text }).findings();
      assert.deepEqual(findings.map(({ code }) => code).sort(), [...expected].sort());
      assert.ok(findings.every(({ place }) => place.file === 'zoneflow.json'));
    });
  }
});
