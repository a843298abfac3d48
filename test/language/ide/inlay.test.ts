import assert from 'node:assert/strict';
import { inlayHints } from '../../../language/ide/index.js';
import { assertMarks, readFixture, type Mark } from '../../support/markers.js';

/** Each fixture marks the character before a hint, with the hint's words. */
const cases: { readonly [what: string]: string } = {
  'addresses behind the names in a rule': `
zone internet { addresses = unclaimed }
zone one { addresses = 10.0.0.1 }
zone net { addresses = 10.0.1.0/24 }
zone nets { addresses = [10.1.0.0/24, 10.2.0.0/23, fd00::1] }
group both = [one, net]
allow [one, net] to nets on https
//       ^ 10.0.0.1
//            ^ 10.0.1.0/24
//                     ^ 769 addresses in 3 ranges
allow internet to both on https
//           ^ unclaimed
//                   ^ 257 addresses in 2 ranges
`,
  'segments without addresses where there are several': `
zone a { workload b  workload c }
zone d { addresses = 10.0.0.1  workload e }
allow a to a.b on https
//    ^ 2 segments
allow d to nobody on https
//    ^ 10.0.0.1, 1 segment
`,
  'nothing outside rules': `
zone a { addresses = 10.0.0.1 }
never a to a
`,
  'what a rule still decides': `
zone a
zone b
deny a to b on ssh
allow a to b on [ssh, https]
//                         ^ decides https of 2 services
allow a to b on tcp/443
allow b to a on tcp/20-30
//                      ^ decides tcp/20-21, tcp/23-30 only
deny b to a on tcp/22
allow a to b on ssh { purpose = "x" }
//                ^ decides nothing
`,
  'nothing of an expired rule or one in a ruleset': `
zone a
zone b
deny a to b on ssh
allow a to b on ssh { expires = 2020-01-01 }
ruleset edge { deny a to b on ssh  allow a to b on ssh }
`,
};

describe('inlay hints', () => {
  for (const [what, text] of Object.entries(cases)) {
    it(`show ${what}`, () => {
      const fixture = readFixture(text);
      const { path, files, snapshot } = fixture;
      const found = inlayHints(snapshot, path, { start: 0, end: files[path].length });
      assertMarks(
        fixture,
        found.map(({ offset, label }): Mark => ({ path, start: offset - 1, end: offset, label })),
      );
    });
  }

  it('tell more on demand, and only of the range that is asked for', () => {
    const { snapshot, files, path } = readFixture(
      'zone a "The _a_" { addresses = 10.0.0.0/30 }\nallow a to a on ssh\nallow a to a on https\n',
    );
    const line = files[path].indexOf('allow a to a on https');
    const found = inlayHints(snapshot, path, { start: line, end: files[path].length });
    assert.equal(found.length, 2);
    assert.equal(found[0].tooltip, '**zone** `a` — The \\_a\\_\n\n`10.0.0.0/30` — 4 addresses');
  });
});
