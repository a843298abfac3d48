import assert from 'node:assert/strict';
import type { FindingCode, Fix } from '../../../language/findings.js';
import { fixAllIn, fixesInSteps } from '../../../language/fixes/index.js';
import { finished } from '../../../language/text/steps.js';
import { applyEdits } from '../../support/ide.js';
import { onlyFile } from '../../support/markers.js';
import { openPolicy } from '../../support/policies.js';

/** The proven fixes of the first finding with a code. */
function fixesOf(text: string, code: FindingCode): readonly Fix[] {
  const snapshot = openPolicy({ [onlyFile]: text });
  const found = snapshot.findings().find((finding) => finding.code === code);
  assert.ok(
    found,
    `There is no ${code}, but ${snapshot
      .findings()
      .map((finding) => finding.code)
      .join(', ')}`,
  );
  return finished(fixesInSteps(snapshot, found));
}

const after = (text: string, { edits }: Pick<Fix, 'edits'>): string =>
  applyEdits({ [onlyFile]: text }, edits)[onlyFile];

const zones =
  'zone web\nzone app\nzone db\nzone guests\nzone net-a { addresses = 10.0.0.0/24 }\nzone net-b { addresses = 10.0.1.0/24 }\n' +
  'team net\nidentity dba = group "dba"\nidentity ops = group "ops"\ncondition mfa "second factor"\n';

interface Case {
  readonly what: string;
  readonly code: FindingCode;
  readonly before: string;
  /** What is offered, in order: the start of its title, and the text after it. */
  readonly offers: readonly (readonly [title: string, after: string])[];
}

const cases: readonly Case[] = [
  {
    what: 'delete a redundant rule with its comments, and keep the comment of the rules around it',
    code: 'redundant-rule',
    before:
      'tier platform {\n  // All of web.\n  allow web to app on https\n\n  // Twice.\n  // zoneflow-ignore missing-owner: x\n  allow web to app on https // again\n}\n',
    offers: [
      [
        'Delete this rule, which changes no verdict',
        'tier platform {\n  // All of web.\n  allow web to app on https\n}\n',
      ],
    ],
  },
  {
    what: 'keep a comment above a run of rules of which one goes, but not what silences it',
    code: 'redundant-rule',
    before:
      '// The shop.\n// zoneflow-ignore location-only: x\nallow web to app on https\nallow [web, db] to app on https\n',
    offers: [['Delete this rule', '// The shop.\nallow [web, db] to app on https\n']],
  },
  {
    what: 'delete a rule of one line with others',
    code: 'shadowed-rule',
    before:
      'tier guardrail { deny web to any on any }\ntier platform { allow web to app on ssh allow db to app on ssh }',
    offers: [
      [
        'Delete this rule, which never decides anything',
        'tier guardrail { deny web to any on any }\ntier platform { allow db to app on ssh }',
      ],
      [
        'Open this: add `pass web to app on ssh` to tier guardrail',
        'tier guardrail { deny web to any on any pass web to app on ssh { owner = net, ticket = "CHG-…", expires = 2027-02-19 } }\ntier platform { allow web to app on ssh allow db to app on ssh }',
      ],
    ],
  },
  {
    what: 'delete all superfluous rules at once',
    code: 'shadowed-rule',
    before:
      'deny web to any on any\n\n// Never.\nallow web to app on ssh\n\n// Twice.\nallow db to app on ssh\n\nallow db to app on ssh\n',
    offers: [
      [
        'Delete this rule, which never',
        'deny web to any on any\n\n// Twice.\nallow db to app on ssh\n\nallow db to app on ssh\n',
      ],
      ['Delete all 2 rules that are', 'deny web to any on any\n\n// Twice.\nallow db to app on ssh\n'],
    ],
  },
  {
    what: 'say when a rule would be needed, and do not prefer to delete it',
    code: 'redundant-rule',
    before: 'allow [web, db] to app on ssh { expires = 2027-01-01 }\nallow web to app on ssh\n',
    offers: [
      [
        'Delete this rule, although it would be needed from 2027-01-02 on',
        'allow [web, db] to app on ssh { expires = 2027-01-01 }\n',
      ],
    ],
  },
  {
    what: 'narrow the services',
    code: 'masked-rule',
    before: 'tier guardrail {\n  deny any to db on ssh // no\n}\nallow web to db on [ssh, https]\n',
    offers: [
      [
        'Narrow this rule to what it decides: `allow web to db on https`',
        'tier guardrail {\n  deny any to db on ssh // no\n}\nallow web to db on https\n',
      ],
      [
        'Open this: add `pass web to db on ssh` to tier guardrail',
        'tier guardrail {\n  deny any to db on ssh // no\n  pass web to db on ssh { owner = net, ticket = "CHG-…", expires = 2027-02-19 }\n}\nallow web to db on [ssh, https]\n',
      ],
    ],
  },
  {
    what: 'narrow the source by what is left of a list',
    code: 'exception',
    before: 'deny guests to db on any\nallow any to db on any\n',
    offers: [
      [
        'Narrow this rule to what it decides: `allow any except guests to db on any`',
        'deny guests to db on any\nallow any except guests to db on any\n',
      ],
    ],
  },
  {
    what: 'write a conflict as `except` of the side that does',
    code: 'conflict',
    before: 'deny [guests, web] to any on any\nallow [guests, app] to db on https\n',
    offers: [
      [
        'Write it as `except`: `allow [guests, app] except guests to db on https`',
        'deny [guests, web] to any on any\nallow [guests, app] except guests to db on https\n',
      ],
    ],
  },
  {
    what: 'add to an `except` that is there, in the words of the stronger rules',
    code: 'conflict',
    before:
      'deny 10.0.0.0/25 to any on any\ndeny guests to [db, app] on any\nallow any except web to db on https { log = true }\n',
    offers: [
      [
        'Write it as `except`',
        'deny 10.0.0.0/25 to any on any\ndeny guests to [db, app] on any\nallow any except [web, 10.0.0.0/25, guests] to db on https { log = true }\n',
      ],
    ],
  },
  {
    what: 'take one side for one stronger rule and another for the next',
    code: 'conflict',
    before: 'deny guests to any on any\ndeny any to db on ssh\nallow any to db on [ssh, https]\n',
    offers: [
      [
        'Write it as `except`: `allow any except guests to db on https`',
        'deny guests to any on any\ndeny any to db on ssh\nallow any except guests to db on https\n',
      ],
    ],
  },
  {
    what: 'list the services that are left, in an ordered rule set too',
    code: 'conflict',
    before: 'ruleset edge {\n  deny any to any on ssh\n  allow web to db on [ssh, https, tcp/9000-9010]\n}\n',
    offers: [
      [
        'List the services that are left: `allow web to db on [https, tcp/9000-9010]`',
        'ruleset edge {\n  deny any to any on ssh\n  allow web to db on [https, tcp/9000-9010]\n}\n',
      ],
    ],
  },
  {
    what: 'offer no exception where no one side does, and nothing that takes too many words',
    code: 'conflict',
    before: 'deny guests to [db, app] on ssh\nallow any to db on any\n',
    offers: [],
  },
  {
    what: 'narrow to a condition and identities that passes of an earlier tier leave over',
    code: 'masked-rule',
    before:
      'tier guardrail {\n  deny any to db on any\n  pass web to db on ssh as dba when mfa\n}\nnever any to db on https\nallow web to db on ssh { log = true }\n',
    offers: [
      [
        'Narrow this rule to what it decides: `allow web to db on ssh as dba when mfa`',
        'tier guardrail {\n  deny any to db on any\n  pass web to db on ssh as dba when mfa\n}\nnever any to db on https\nallow web to db on ssh as dba when mfa { log = true }\n',
      ],
      [
        'Open this: add `pass web to db on ssh` to tier guardrail',
        'tier guardrail {\n  deny any to db on any\n  pass web to db on ssh { owner = net, ticket = "CHG-…", expires = 2027-02-19 }\n  pass web to db on ssh as dba when mfa\n}\nnever any to db on https\nallow web to db on ssh { log = true }\n',
      ],
    ],
  },
  {
    what: 'narrow an end to what is left of it, by name',
    code: 'masked-rule',
    before: 'tier platform { deny net-a to any on any }\nallow 10.0.0.0/23 to db on https\n',
    offers: [
      [
        'Narrow this rule to what it decides: `allow net-b to db on https`',
        'tier platform { deny net-a to any on any }\nallow net-b to db on https\n',
      ],
      [
        'Open this: add `pass net-a to db on https` to tier platform',
        'tier platform { deny net-a to any on any pass net-a to db on https { owner = net, ticket = "CHG-…", expires = 2027-02-19 } }\nallow 10.0.0.0/23 to db on https\n',
      ],
    ],
  },
  {
    what: 'add the passes that a test asks for, one in each tier that denies',
    code: 'test-failed',
    before:
      'tier guardrail {\r\n  deny any to db on ssh // no shell\r\n}\r\ntier platform {\r\n  deny web to any on ssh\r\n}\r\nallow web to db on ssh\r\ntest "t" { expect allow web to db on ssh as dba }\r\n',
    offers: [
      [
        'Open this: add `pass web to db on ssh as dba` to tier guardrail and `pass web to db on ssh as dba` to tier platform',
        'tier guardrail {\r\n  deny any to db on ssh // no shell\r\n  pass web to db on ssh as dba { owner = net, ticket = "CHG-…", expires = 2027-02-19 }\r\n}\r\ntier platform {\r\n  deny web to any on ssh\r\n  pass web to db on ssh as dba { owner = net, ticket = "CHG-…", expires = 2027-02-19 }\r\n}\r\nallow web to db on ssh\r\ntest "t" { expect allow web to db on ssh as dba }\r\n',
      ],
    ],
  },
  {
    what: 'open nothing that no rule allows',
    code: 'test-failed',
    before: 'tier guardrail { deny any to db on ssh }\ntest "t" { expect allow web to db on ssh }\n',
    offers: [],
  },
  {
    what: 'open nothing that an intent forbids',
    code: 'shadowed-rule',
    before: 'tier guardrail { deny any to db on ssh }\nallow web to db on ssh\nnever web reaches db\n',
    offers: [['Delete this rule', 'tier guardrail { deny any to db on ssh }\nnever web reaches db\n']],
  },
];

describe('proven fixes', () => {
  for (const { what, code, before, offers } of cases) {
    it(what, () => {
      const text = zones + before;
      const fixes = fixesOf(text, code);
      const shown = fixes.map((fix) => [fix.title, after(text, fix).slice(zones.length)]);
      assert.deepEqual(
        shown.map(([title, text], i) => [title.slice(0, offers[i]?.[0].length), text]),
        offers,
        JSON.stringify(shown, undefined, 1),
      );
    });
  }
});

describe('fix all', () => {
  const all = (text: string): string => {
    const snapshot = openPolicy({ [onlyFile]: zones + text });
    return after(zones + text, { edits: fixAllIn(snapshot, onlyFile) }).slice(zones.length);
  };

  it('deletes what is shadowed and redundant, but not what is silenced or will be needed', () => {
    assert.equal(
      all(
        'allow web to app on ssh\nallow web to app on ssh\n' +
          '// zoneflow-ignore redundant-rule: kept for the audit, CHG-7\nallow web to app on ssh\n' +
          'allow db to app on ssh\nallow [db, guests] to app on ssh { expires = 2027-01-01 }\n',
      ),
      'allow web to app on ssh\n' +
        '// zoneflow-ignore redundant-rule: kept for the audit, CHG-7\nallow web to app on ssh\n' +
        'allow db to app on ssh\nallow [db, guests] to app on ssh { expires = 2027-01-01 }\n',
    );
  });

  it('mends names first: a rule that is read again may need another', () => {
    const twice = 'allow web to app on ssh\nallow web to app on ssh\n';
    assert.equal(all(`${twice}deny gusts to app on ssh\n`), `${twice}deny guests to app on ssh\n`);
    assert.equal(all(`${twice}deny unheard-of to app on ssh\n`), `${twice}deny unheard-of to app on ssh\n`);
    assert.equal(all(twice), 'allow web to app on ssh\n');
  });
});
