import assert from 'node:assert/strict';
import type { Finding, FindingCode } from '../../../language/findings.js';
import { quickFixes } from '../../../language/ide/index.js';
import { applyEdits } from '../../support/ide.js';
import { onlyFile } from '../../support/markers.js';
import { openPolicy, openSample, samplePolicies } from '../../support/policies.js';

const findingsOf = (
  text: string,
  code: FindingCode,
): { findings: readonly Finding[]; snapshot: ReturnType<typeof openPolicy> } => {
  const snapshot = openPolicy({ [onlyFile]: text });
  return { snapshot, findings: snapshot.findings().filter((finding) => finding.code === code) };
};

/** The text after the fix with this title of the first finding with this code. */
function fixed(text: string, code: FindingCode, title: string): string {
  const { snapshot, findings } = findingsOf(text, code);
  assert.ok(findings.length > 0, `There is no ${code}.`);
  const fixes = quickFixes(snapshot, findings[0]);
  const found = fixes.find((fix) => fix.title === title);
  assert.ok(found, `Offered are ${fixes.map((fix) => fix.title).join('; ')}`);
  return applyEdits({ [onlyFile]: text }, found.edits)[onlyFile];
}

const cases: readonly [what: string, before: string, code: FindingCode, title: string, after: string][] = [
  [
    'a zone, before the rule and its comment',
    '// why\nallow x to any on ssh',
    'unknown-name',
    'Declare zone `x`',
    'zone x\n\n// why\nallow x to any on ssh',
  ],
  [
    'a zone, after the others',
    'zone a // first\nzone b {\n}\nallow x to b on ssh',
    'unknown-name',
    'Declare zone `x`',
    'zone a // first\nzone b {\n}\nzone x\nallow x to b on ssh',
  ],
  [
    'a workload in a zone of several lines',
    'zone a {\n  trust = dmz\n}\nallow a.x to a on ssh',
    'unknown-name',
    'Declare workload `a.x`',
    'zone a {\n  trust = dmz\n  workload x\n}\nallow a.x to a on ssh',
  ],
  [
    'a zone in a zone of one line',
    'zone a { trust = dmz }\nallow a.x to a on ssh',
    'unknown-name',
    'Declare zone `a.x`',
    'zone a { trust = dmz zone x }\nallow a.x to a on ssh',
  ],
  [
    'a zone in a zone without a block',
    'zone a\nallow a.x to a on ssh',
    'unknown-name',
    'Declare zone `a.x`',
    'zone a { zone x }\nallow a.x to a on ssh',
  ],
  [
    'a service',
    'service a = tcp/1\nallow any to any on x',
    'unknown-name',
    'Declare service `x`',
    'service a = tcp/1\nservice x = []\nallow any to any on x',
  ],
  [
    'an identity',
    'allow any to any on ssh as x',
    'unknown-name',
    'Declare identity `x`',
    'identity x = user "x"\n\nallow any to any on ssh as x',
  ],
  [
    'a condition',
    'allow any to any on ssh when x',
    'unknown-name',
    'Declare condition `x`',
    'condition x "say what holds"\n\nallow any to any on ssh when x',
  ],
  [
    'a team',
    'team a\r\nzone z { owner = x }',
    'unknown-name',
    'Declare team `x`',
    'team a\r\nteam x\r\nzone z { owner = x }',
  ],
  [
    'a label key',
    'labels {\n  env: prod\n}\nworkload w { labels = { tier: web } }',
    'unknown-name',
    'Declare `tier: web` in `labels`',
    'labels {\n  env: prod\n  tier: web\n}\nworkload w { labels = { tier: web } }',
  ],
  [
    'a label value',
    'labels { env: prod }\nworkload w { labels = { env: test } }',
    'invalid-value',
    'Declare `env: test` in `labels`',
    'labels { env: prod | test }\nworkload w { labels = { env: test } }',
  ],
  [
    'an owner, without properties',
    'team t\nallow any to any on ssh // x',
    'missing-owner',
    'Add `owner = t`',
    'team t\nallow any to any on ssh { owner = t } // x',
  ],
  [
    'an owner, with properties on one line',
    'team t\nallow any to any on ssh { log = true }',
    'missing-owner',
    'Add `owner = t`',
    'team t\nallow any to any on ssh { log = true, owner = t }',
  ],
  [
    'an owner, with properties on their own lines',
    'team t\nallow any to any on ssh {\n  log = true\n}',
    'missing-owner',
    'Add `owner = t`',
    'team t\nallow any to any on ssh {\n  log = true\n  owner = t\n}',
  ],
  [
    'an owner, with empty braces',
    'team t\nallow any to any on ssh { }',
    'missing-owner',
    'Add `owner = t`',
    'team t\nallow any to any on ssh { owner = t }',
  ],
  [
    'a purpose',
    'team t\nallow any to any on ssh',
    'missing-purpose',
    'Add a purpose',
    'team t\nallow any to any on ssh { purpose = "say what it is for" }',
  ],
  [
    'an end in three months',
    'allow any to any on ssh { expires = 2026-01-01 }',
    'expired-rule',
    'Renew until 2027-02-19',
    'allow any to any on ssh { expires = 2027-02-19 }',
  ],
  [
    'an end sooner than a month',
    'allow any to any on ssh { expires = 2026-12-01 }',
    'expiring-rule',
    'Renew until 2027-02-19',
    'allow any to any on ssh { expires = 2027-02-19 }',
  ],
  [
    'no rule that has ended, nor its silenced findings',
    'zone a\n// zoneflow-ignore conflict: agreed\nallow any to any on ssh { expires = 2026-01-01 }\nzone b',
    'expired-rule',
    'Delete the rule',
    'zone a\nzone b',
  ],
  [
    'nothing that is unused',
    'zone a {\n  zone b\n}\nallow any to any on ssh',
    'unused-declaration',
    'Delete this zone and all in it',
    'allow any to any on ssh',
  ],
  [
    'nothing unused beside other text',
    'team t /* keep */',
    'unused-declaration',
    'Delete this team',
    ' /* keep */',
  ],
  [
    'a reason to silence it',
    'tier baseline {\n  allow any to any on ssh { expires = 2026-01-01 }\n}',
    'expired-rule',
    'Silence `expired-rule` here, with a reason',
    'tier baseline {\n  // zoneflow-ignore expired-rule: say why\n  allow any to any on ssh { expires = 2026-01-01 }\n}',
  ],
  [
    'no comment that silences nothing',
    'team t { }\n// zoneflow-ignore conflict: old\nzone z { owner = t }',
    'unused-ignore',
    'Delete the comment',
    'team t { }\nzone z { owner = t }',
  ],
  [
    'a reason that a comment lacks',
    '// zoneflow-ignore unused-declaration\nteam t',
    'unused-ignore',
    'Add a reason',
    '// zoneflow-ignore unused-declaration: say why\nteam t',
  ],
];

describe('quick fixes', () => {
  for (const [what, before, code, title, after] of cases)
    it(`leave ${what}`, () => assert.equal(fixed(before, code, title), after));

  it('do not silence what makes the policy mean something else', () => {
    for (const text of [
      'zone',
      'allow x to any on ssh',
      'zone a\nzone a',
      'group a = a',
      'zone a { trust = none }',
      'zone a { colour = red }',
    ]) {
      const snapshot = openPolicy({ [onlyFile]: text });
      const errors = snapshot.findings().filter(({ severity }) => severity === 'error');
      assert.ok(errors.length > 0);
      for (const finding of errors)
        assert.ok(!quickFixes(snapshot, finding).some(({ title }) => title.startsWith('Silence')));
    }
  });

  it('mend their finding in every faulty sample, and break nothing else', () => {
    for (const name of Object.values(samplePolicies()).flat()) {
      const snapshot = openSample(name);
      const files = Object.fromEntries(snapshot.files.map(({ path, text }) => [path, text]));
      const errorsBefore = snapshot.findings().filter(({ code }) => code === 'syntax-error').length;
      for (const finding of snapshot.findings()) {
        for (const { title, edits, goTo } of quickFixes(snapshot, finding)) {
          if (goTo) continue;
          const after = openPolicy(applyEdits(files, edits));
          const same = after
            .findings()
            .filter(({ code, message }) => code === finding.code && message === finding.message).length;
          const before = snapshot
            .findings()
            .filter(({ code, message }) => code === finding.code && message === finding.message).length;
          assert.ok(same < before, `${name}: ${finding.code}, ${title}`);
          assert.ok(
            after.findings().filter(({ code }) => code === 'syntax-error').length <= errorsBefore,
            `${name}: ${title}`,
          );
        }
      }
    }
  });
});
