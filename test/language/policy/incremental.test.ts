import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Policy, Rule } from '../../../language/policy/model.js';
import { finished } from '../../../language/text/steps.js';
import { PolicyProject, type Snapshot } from '../../../language/workspace.js';
import { dateOfTests } from '../../support/policies.js';

/** Few lines, so that edits make equal rules, names declared twice, names that come and go, and broken blocks. */
const lines = [
  ...['zone a', 'zone b { addresses = 10.0.0.0/24 }', 'zone b', 'group g = [a, b]', 'group g = a', 'team t'],
  ...['workload w { labels = { env: prod } }', 'labels { env: prod | test }', 'service ssh = tcp/2222'],
  ...[
    'allow a to b on ssh',
    'allow a to b on ssh',
    'allow a  to b on ssh',
    'deny a to b on ssh',
    'allow b to g on ssh',
  ],
  ...['flow f: allow a to b on ssh', 'flow f: deny b to a on any', 'flow h: allow g to b on tcp/22'],
  ...[
    'allow a to nowhere on ssh',
    'allow a to b on ssh { owner = t }',
    'allow a to b on ssh { owner = u, log = x }',
  ],
  ...[
    'pass a to b on ssh',
    'never a to b',
    'allow { env: prod } to b on ssh',
    'allow a to b',
    '// a comment',
    '',
  ],
  ...['zone e { addresses = 10.0.0.5/24 }', 'zone b { adresses = 10.0.0.0/24 }', 'group c = [c, nowhere]'],
  ...['service bad = tcp/99999', 'team t { contact = }', 'workload w { labels = { enf: prod } }'],
  ...['zone n {', 'zone a {', 'flow f: deny a to b on any', 'flow h: allow a to n.a on ssh', 'workload k'],
  ...[
    'zone b { addresses = 10.0.1.0/24 }',
    'group g = b',
    'group g = [a, b] except a',
    'service ssh = [web, tcp/22]',
  ],
  ...['service web = tcp/80', 'service web = tcp/81', 'allow [a, g] to any except b on [ssh, web]'],
  ...['zone u { addresses = unclaimed }', 'deny u to [a, 10.0.0.1] on web', 'never any to [b, g] on ssh'],
  ...['identity i = group "i"', 'identity j = group "j"', 'condition m', 'condition l'],
  ...[
    'allow a to b on web as j when m',
    'pass b to a on ssh when [l, m] { expires = 2020-01-01, owner = t }',
    'allow b to a on web { expires = 2026-11-30, purpose = "x" }',
  ],
  ...[
    'workload w { addresses = 10.0.0.9, labels = { env: prod } }',
    'deny { env: prod } to g on web as [i, j]',
  ],
  ...['tier guardrail {', 'ruleset r {', 'test "t" {', 'expect deny a to b on ssh', '}', '}'],
];
const anyText = fc.array(fc.constantFrom(...lines), { maxLength: 12 }).map((some) => some.join('\n'));
const anyEdit = fc.record({
  file: fc.nat(2),
  line: fc.nat(12),
  cut: fc.constantFrom(0, 1, 1, 2),
  put: fc.array(fc.constantFrom(...lines), { maxLength: 2 }),
});

function edited(text: string, { line, cut, put }: { line: number; cut: number; put: string[] }): string {
  const all = text.split('\n');
  all.splice(line % (all.length + 1), cut, ...put);
  return all.join('\n');
}

const sorted = (counts: Iterable<[string, number]>): unknown[] =>
  [...counts].sort(([a], [b]) => (a < b ? -1 : 1));

/** All that is known of a policy before it is analysed, as plain data. */
function told(snapshot: Snapshot): unknown {
  const { policy, declarations, ruleCount, findings, uses } = snapshot.resolved;
  const rule = (one: Rule): unknown => ({
    ...{ ...one, words: '', lastIndex: 0 },
    ...{ text: one.text, place: policy.placeOf(one) },
  });
  const parts: { readonly [part in keyof Policy]?: unknown } = {
    ...{ ...policy, placeOf: undefined, isAt: undefined },
    rules: policy.rules.map(rule),
    rulesets: policy.rulesets.map(({ name, rules }) => [name, rules.map(rule)]),
    services: [...policy.services],
  };
  return {
    parts,
    findings,
    early: finished(snapshot.earlyFindingsInSteps()),
    ruleCount,
    names: Object.values(declarations.byName).map((names) =>
      [...names].map(([name, { kind, namePlace }]) => [name, kind, namePlace]),
    ),
    declared: declarations.all.map(({ namespace, name, parent, file, item }) => [
      ...[namespace, name, parent?.name, file.path, item],
      declarations.byName[namespace].get(name)?.item,
    ]),
    again: declarations.duplicates.map(({ declaration, first }) => [declaration.item, first.item]),
    used: [Object.values(uses.counts).map(sorted), uses.maps],
  };
}

/** The names of all rules, and where they stand. */
function placesIn(snapshot: Snapshot): unknown {
  const { policy } = snapshot.resolved;
  const lists = [policy.rules, ...policy.rulesets.map(({ rules }) => rules)];
  return lists.map((rules) => rules.map((rule) => [rule.name, policy.placeOf(rule)]));
}

function opened(texts: readonly string[]): PolicyProject {
  const project = new PolicyProject(dateOfTests);
  texts.forEach((text, i) => project.setFile(`${i}.zoneflow`, { text }));
  return project;
}

describe('a policy after edits', () => {
  it('is what it would be from scratch', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyText, anyText, anyText),
        fc.array(anyEdit, { minLength: 1, maxLength: 8 }),
        (given, edits) => {
          const texts = [...given];
          const project = opened(texts);
          void told(project.snapshot());
          for (const edit of edits) {
            texts[edit.file] = edited(texts[edit.file], edit);
            project.setFile(`${edit.file}.zoneflow`, { text: texts[edit.file] });
            assert.deepEqual(told(project.snapshot()), told(opened(texts).snapshot()));
          }
        },
      ),
      { numRuns: process.env['ZONEFLOW_LONG'] ? 20_000 : 500 },
    );
  }).timeout(600_000);

  it('leaves the states before the edits their own places', () => {
    fc.assert(
      fc.property(
        fc.tuple(anyText, anyText, anyText),
        fc.array(anyEdit, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat(8)),
        (given, edits, picks) => {
          const texts = [...given];
          const project = opened(texts);
          const states: { snapshot: Snapshot; places: unknown }[] = [];
          const check = (): void => {
            const { snapshot, places } = states[picks.next().value! % states.length];
            assert.deepEqual(placesIn(snapshot), places);
          };
          for (const edit of [undefined, ...edits]) {
            if (edit) texts[edit.file] = edited(texts[edit.file], edit);
            if (edit) project.setFile(`${edit.file}.zoneflow`, { text: texts[edit.file] });
            const snapshot = project.snapshot();
            void snapshot.resolved.policy.rules;
            states.push({ snapshot, places: placesIn(opened(texts).snapshot()) });
            check();
            check();
          }
        },
      ),
      { numRuns: process.env['ZONEFLOW_LONG'] ? 5_000 : 200 },
    );
  }).timeout(600_000);

  it('finds its rules where they stand, however far they have moved', () => {
    const rules = Array.from(
      { length: 1_000 },
      (_, i) => `flow f${i}: allow 10.0.0.1 to 10.0.0.2 on tcp/${i + 1}`,
    );
    const project = opened([rules.join('\n')]);
    const first = project.snapshot();
    const places = placesIn(first);
    const orders = [
      rules.with(0, ['deny any to 10.0.0.3 on ssh', 'deny any to 10.0.0.4 on ssh', rules[0]].join('\n')),
      [...Array.from({ length: 200 }, (_, i) => `deny any to 10.0.0.${i} on ssh`), ...rules],
      rules.slice(300),
      [...rules.slice(300), ...rules.slice(0, 300)],
    ];
    for (const order of orders) {
      const text = order.join('\n');
      project.setFile('0.zoneflow', { text });
      const { policy } = project.snapshot().resolved;
      for (const rule of [...policy.rules].reverse()) {
        const { start, end } = policy.placeOf(rule);
        assert.equal(text.slice(start, end), rule.named ? `flow ${rule.name}: ${rule.text}` : rule.text);
        assert.ok(policy.isAt(rule, { file: '0.zoneflow', start, end }));
        assert.ok(!policy.isAt(rule, { file: '0.zoneflow', start: start + 1, end }));
      }
      assert.deepEqual(placesIn(first), places);
    }
    const [gone] = first.resolved.policy.rules;
    project.setFile('0.zoneflow', { text: rules.slice(1).join('\n') });
    assert.throws(() => project.snapshot().resolved.policy.placeOf(gone));
  });

  it('is looked at anew where the edit is: all other rules and all names stay the same objects', () => {
    const zones = Array.from({ length: 50 }, (_, i) => `zone z${i}`);
    const rules = Array.from({ length: 500 }, (_, i) => `flow f${i}: allow z${i % 50} to z1 on tcp/${i + 1}`);
    const lines = [...zones, ...rules];
    const project = opened([lines.join('\n')]);
    const before = project.snapshot().resolved;
    void before.policy.rules;
    const edits: [string, (line: string) => string, number][] = [
      ['its text', (line) => line.replace('tcp', 'udp'), 1],
      ['a rule without a name before it', (line) => `deny z2 to z3 on ssh\n${line}`, 2],
      ['a line less', () => '', 1],
      ['a mistake', (line) => line.replace('z1', 'nowhere'), 1],
      ['a property in error', (line) => `${line} { log = x }`, 1],
    ];
    for (const [what, edit, most] of edits) {
      const last = project.snapshot().resolved;
      const rulesBefore = new Set(last.policy.rules);
      const at = zones.length + 400;
      project.setFile('0.zoneflow', { text: lines.with(at, edit(lines[at])).join('\n') });
      const { policy, declarations, segments, services } = project.snapshot().resolved;
      assert.equal(segments, before.segments, what);
      assert.equal(services, before.services, what);
      const known = new Set(last.declarations.files[0].declared);
      const declared = declarations.files[0].declared.filter((each) => !known.has(each));
      assert.ok(
        declared.length <= (what === 'a mistake' ? 1 : 0),
        `${what}: ${declared.length} names are new`,
      );
      const made = policy.rules.filter((rule) => !rulesBefore.has(rule));
      assert.ok(made.length <= most, `${what}: ${made.length} rules are made`);
    }
  });

  it('makes those rules anew alone whose number has changed, where a rule is copied and the copy changed', () => {
    const lines = Array.from({ length: 500 }, (_, i) => `allow 10.0.0.1 to 10.0.0.2 on tcp/${i + 1}`);
    const others = ['deny any to 10.0.0.3 on ssh', 'deny any to 10.0.0.3 on ssh', lines[7]];
    const project = opened([lines.join('\n'), others.join('\n')]);
    const edits: [string, string[], number][] = [
      ['a copy above', lines.toSpliced(300, 0, lines[300]), 2],
      ['a change of it', lines.toSpliced(300, 0, `${lines[300]}99`), 2],
      ['a copy below', lines.toSpliced(301, 0, lines[300]), 2],
      ['the first of two gone', lines.toSpliced(300, 1), 1],
      ['one of two that another file has, too', lines.toSpliced(300, 1).toSpliced(7, 1), 2],
    ];
    for (const [what, list, most] of edits) {
      const before = new Set(project.snapshot().resolved.policy.rules);
      project.setFile('0.zoneflow', { text: list.join('\n') });
      const { rules } = project.snapshot().resolved.policy;
      const made = rules.filter((rule) => !before.has(rule));
      assert.ok(made.length <= most, `${what}: ${made.length} rules are made`);
      const scratch = opened([list.join('\n'), others.join('\n')]).snapshot().resolved.policy.rules;
      assert.deepEqual(
        rules.map(({ name }) => name),
        scratch.map(({ name }) => name),
      );
    }
  });

  it('is looked at anew where the edit is also while a zone is in error, which is told where it stands then', () => {
    const lines = [
      'allow z to internet on ssh',
      'zone z { addresses = 10.0.0.5/24 }',
      'zone y { adresses = any }',
    ];
    const project = opened([lines.join('\n')]);
    const before = project.snapshot().resolved;
    const text = ['deny z to internet on tcp/80', ...lines].join('\n');
    project.setFile('0.zoneflow', { text });
    const after = project.snapshot().resolved;
    assert.equal(after.services, before.services);
    const inZones = after.findings.filter(
      ({ code }) => code === 'invalid-value' || code === 'unknown-property',
    );
    assert.equal(inZones.length, 2);
    for (const { place, fixes = [] } of inZones) {
      assert.match(text.slice(place.start, place.end), /10\.0\.0\.5\/24|adresses/);
      for (const { edits } of fixes) assert.deepEqual(edits[0].place, place);
    }
  });

  describe('of what rules name reads those rules anew that name it, and no other', () => {
    const names = [
      'zone shop { addresses = 10.0.0.0/16',
      'zone web { addresses = 10.0.1.0/24 }',
      'zone app { addresses = 10.0.2.0/24 }',
      'zone db',
      '}',
      'zone lab { addresses = 10.1.0.0/16 }',
      'zone other { addresses = 10.2.0.0/16 }',
      'group front = [shop.web, lab]',
      'group both = [front, other]',
      'service api = tcp/8443',
      'service all = [api, tcp/9000]',
      'workload host { addresses = 10.9.0.1, labels = { env: prod } }',
      'identity one = user "one"',
      'condition mfa "a second factor"',
      'team ops { contact = "ops" }',
    ];
    const rules = [
      'allow shop to other on https',
      'allow shop.web to other on https',
      'allow shop.app to other on api',
      'allow lab to other on all',
      'allow front to shop.db on https',
      'allow both to shop.db on https',
      'allow [lab, shop.web] to other on [https, api]',
      'allow any except shop.web to shop.db on ssh',
      'allow any to shop.db on ssh',
      'allow { env: prod } to other on https',
      'allow 10.3.0.1 to 10.3.0.2 on https as one',
      'allow 10.3.0.1 to 10.3.0.3 on https when mfa',
      'allow 10.3.0.1 to 10.3.0.4 on https { owner = ops }',
      'allow nowhere to other on api',
    ];
    const cases: [what: string, from: string, to: string, read: string[]][] = [
      [
        'an address of a zone',
        '10.0.1.0/24',
        '10.0.3.0/24',
        [
          'allow shop.web to other on https',
          'allow front to shop.db on https',
          'allow both to shop.db on https',
          'allow [lab, shop.web] to other on [https, api]',
          'allow any except shop.web to shop.db on ssh',
        ],
      ],
      [
        'an address that a zone around it has too',
        '10.0.2.0/24',
        '10.0.4.0/24',
        ['allow shop.app to other on api'],
      ],
      ['a group', '= [front, other]', '= [front, shop.db]', ['allow both to shop.db on https']],
      [
        'a service',
        'tcp/8443',
        'tcp/8444',
        [
          'allow shop.app to other on api',
          'allow lab to other on all',
          'allow [lab, shop.web] to other on [https, api]',
        ],
      ],
      ['what labels find', '10.9.0.1', '10.9.0.2', ['allow { env: prod } to other on https']],
      ['labels', 'env: prod } }', 'env: test } }', ['allow { env: prod } to other on https']],
      [
        'how many things have no addresses',
        'zone lab',
        'zone new\nzone lab',
        ['allow any except shop.web to shop.db on ssh', 'allow any to shop.db on ssh'],
      ],
      ['identities', 'identity', 'identity zero = user "zero"\nidentity', [rules[10]]],
      ['conditions', 'condition mfa', 'condition late "late"\ncondition mfa', [rules[11]]],
      [
        'teams',
        'team ops',
        'team more { contact = "more" }\nteam ops',
        ['allow 10.3.0.1 to 10.3.0.4 on https'],
      ],
      ['nothing that has been named', 'zone lab', 'zone new { addresses = 10.7.0.0/16 }\nzone lab', []],
      ['what nobody should see', '"a second factor"', '"another factor"', []],
      [
        'a name that nothing had',
        'zone lab',
        'zone nowhere { addresses = 10.7.0.0/16 }\nzone lab',
        [rules[13]],
      ],
    ];
    for (const [what, from, to, expected] of cases) {
      it(what, () => {
        const texts = [names.join('\n'), rules.slice(0, 7).join('\n'), rules.slice(7).join('\n')];
        const project = opened(texts);
        const before = new Set(project.snapshot().resolved.policy.rules);
        const text = texts[0].replace(from, to);
        assert.notEqual(text, texts[0]);
        project.setFile('0.zoneflow', { text });
        const after = project.snapshot();
        const read = after.resolved.policy.rules.filter((rule) => !before.has(rule)).map((rule) => rule.text);
        assert.deepEqual(read.sort(), [...expected].sort());
        assert.deepEqual(told(after), told(opened([text, ...texts.slice(1)]).snapshot()));
      });
    }
  });

  it('tells of a name in error that is gone, and of one that is no longer in error, also in files that no edit touches', () => {
    const rule = 'allow [b, g] to b on s';
    const declared = ['zone b { addresses = 10.0.0.0/24 }'];
    const inError = [...declared, 'group g = a', 'service s = tcp/99999'];
    const sound = [...declared, 'group g = b', 'service s = tcp/9999'];
    for (const [before, after] of [
      [inError, declared],
      [inError, sound],
      [sound, inError],
      [sound, declared],
    ]) {
      const project = opened([rule, before.join('\n')]);
      void told(project.snapshot());
      project.setFile('1.zoneflow', { text: after.join('\n') });
      assert.deepEqual(told(project.snapshot()), told(opened([rule, after.join('\n')]).snapshot()));
    }
  });
});
