import assert from 'node:assert/strict';
import type { FindingCode, Fix } from '../../../language/findings.js';
import { fixesFor } from '../../../language/fixes/index.js';
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
  return fixesFor(snapshot, found);
}

const after = (text: string, { edits }: Pick<Fix, 'edits'>): string =>
  applyEdits({ [onlyFile]: text }, edits)[onlyFile];

const zones = 'zone web\nzone app\nzone db\nzone guests\nteam net\n';

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
