import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Policy, Rule } from '../../../language/policy/model.js';
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
  const rule = (one: Rule): unknown => ({ ...one, words: '', text: one.text });
  const parts: { readonly [part in keyof Policy]?: unknown } = {
    ...policy,
    rules: policy.rules.map(rule),
    rulesets: policy.rulesets.map(({ name, rules }) => [name, rules.map(rule)]),
    services: [...policy.services],
  };
  return {
    parts,
    findings,
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

  it('is looked at anew where the edit is: all other rules and all names stay the same objects', () => {
    const zones = Array.from({ length: 50 }, (_, i) => `zone z${i}`);
    const rules = Array.from({ length: 500 }, (_, i) => `flow f${i}: allow z${i % 50} to z1 on tcp/${i + 1}`);
    const lines = [...zones, ...rules];
    const project = opened([lines.join('\n')]);
    const before = project.snapshot().resolved;
    void before.policy.rules;
    const edits: [string, (line: string) => string][] = [
      ['its text', (line) => line.replace('tcp', 'udp')],
      ['a rule without a name before it', (line) => `deny z2 to z3 on ssh\n${line}`],
    ];
    for (const [what, edit] of edits) {
      const at = zones.length + 400;
      project.setFile('0.zoneflow', { text: lines.with(at, edit(lines[at])).join('\n') });
      const { policy, declarations, segments, services } = project.snapshot().resolved;
      assert.equal(segments, before.segments, what);
      assert.equal(services, before.services, what);
      const known = new Set(before.declarations.files[0].declared);
      assert.ok(
        declarations.files[0].declared.every((each) => known.has(each)),
        what,
      );
      const same = policy.rules.filter((rule, i) => rule === before.policy.rules[i]);
      assert.ok(same.length >= 400, `${what}: ${same.length} rules stay`);
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
});
