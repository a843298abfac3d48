import assert from 'node:assert/strict';
import { definition, highlights, references } from '../../../language/ide/index.js';
import { assertMarks, readFixture, type Fixture, type Mark } from '../../support/markers.js';

/** Each fixture has the cursor on a thing, and marks every place that names it. */
const cases: { readonly [what: string]: string } = {
  'a zone, also as a part of dotted names': `
zone sh$0op {
//   ^^^^ declaration
  zone web
}
zone shopping
allow shop to shop.web on https
//    ^^^^ use
//            ^^^^ use
//- other.zoneflow
group g = [shopping, shop.web] except shop
//                   ^^^^ use
//                                    ^^^^ use
// shop in a comment, "shop" in a string
condition c "shop"
service shop = tcp/1
`,
  'a nested zone from its part of a longer name': `
zone shop {
  zone web {
//     ^^^ declaration
    workload cart
  }
}
zone web
group g = [shop.w$0eb.cart, web, shop.web]
//              ^^^ use
//                                  ^^^ use
`,
  'a zone from the first part of a dotted name': `
zone shop { zone web }
//   ^^^^ declaration
never sh$0op.web to shop
//    ^^^^ use
//                ^^^^ use
`,
  'a workload': `
zone z { workload w$0 }
//                ^ declaration
group g = z.w
//          ^ use
`,
  'a group': `
group g = [any]
//    ^ declaration
test "t" { expect deny g to $0g on any }
//                     ^ use
//                          ^ use
`,
  'a service': `
service a = tcp/1
//      ^ declaration
service b = [$0a, https]
//           ^ use
allow any to any on [b, a]
//                      ^ use
zone a
`,
  'a built-in service': `
allow any to any on [htt$0ps, tcp/443]
//                   ^^^^^ use
service s = https
//          ^^^^^ use
`,
  'an identity': `
identity dba = group "dba"
//       ^^^ declaration
workload w { identity = dba }
//                      ^^^ use
allow w to w on any as [$0dba]
//                      ^^^ use
`,
  'a condition': `
condition mfa "x"
//        ^^^ declaration
allow any to any on any when $0mfa
//                           ^^^ use
`,
  'a team, also in quotes': `
team pay$0ments
//   ^^^^^^^^ declaration
zone z { owner = payments }
//               ^^^^^^^^ use
zone y { owner = "payments" }
//                ^^^^^^^^ use
`,
  'a flow': `
flow x$0: allow any to any on any
//   ^ declaration
`,
  'a label key': `
labels { env: prod | test }
//       ^^^ declaration
workload w { labels = { e$0nv: prod } }
//                      ^^^ use
zone z { members = [{ env: prod }, { tier: env }] }
//                    ^^^ use
`,
  'a label value of its key alone': `
labels { env: prod  tier: prod }
//            ^^^^ declaration
workload w { labels = { env: pro$0d, tier: prod } }
//                           ^^^^ use
allow { env: prod } to any on any
//           ^^^^ use
`,
  'a tier': `
tier guard$0rail { }
//   ^^^^^^^^^ use
tier platform { }
tier guardrail { }
//   ^^^^^^^^^ use
`,
  'nothing at a keyword': 'zo$0ne a',
  'nothing in a comment': 'zone a // a$0',
  'nothing between words': 'zone a\n$0\nzone b',
};

const labelled = (fixture: Fixture, role: 'declaration' | 'use'): Mark[] =>
  fixture.marks.filter(({ label }) => label === role);

describe('references', () => {
  for (const [what, text] of Object.entries(cases)) {
    it(`of ${what}`, () => {
      const fixture = readFixture(text);
      const found = references(fixture.snapshot, fixture.path, fixture.offset);
      assertMarks(
        fixture,
        found.map(({ place, role }) => ({
          path: place.file,
          start: place.start,
          end: place.end,
          label: role,
        })),
      );
    });
  }
});

describe('highlights', () => {
  for (const [what, text] of Object.entries(cases)) {
    it(`of ${what} stay in the file`, () => {
      const fixture = readFixture(text);
      const found = highlights(fixture.snapshot, fixture.path, fixture.offset);
      const own = { ...fixture, marks: fixture.marks.filter(({ path }) => path === fixture.path) };
      assertMarks(
        own,
        found.map(({ place, role }) => ({
          path: place.file,
          start: place.start,
          end: place.end,
          label: role,
        })),
      );
    });
  }
});

describe('definition', () => {
  for (const [what, text] of Object.entries(cases)) {
    it(`of ${what}`, () => {
      const fixture = readFixture(text);
      const found = definition(fixture.snapshot, fixture.path, fixture.offset)?.targets ?? [];
      const names = found.map(({ namePlace }) => ({
        path: namePlace.file,
        start: namePlace.start,
        end: namePlace.end,
        label: 'declaration',
      }));
      assertMarks({ ...fixture, marks: labelled(fixture, 'declaration') }, names);
    });
  }

  it('shows the whole declaration', () => {
    const { snapshot, files, path, offset } = readFixture(
      'group g = $0shop.web\n//- zones.zoneflow\nzone shop {\n  zone web\n}',
    );
    const found = definition(snapshot, path, offset)!;
    assert.deepEqual(files[path].slice(found.origin.start, found.origin.end), 'shop');
    const { place } = found.targets[0];
    assert.equal(files[place.file].slice(place.start, place.end), 'zone shop {\n  zone web\n}');
  });

  it('has all declarations of a name that is declared twice', () => {
    const { snapshot, path, offset } = readFixture('zone a\nzone a\ngroup g = $0a');
    assert.equal(definition(snapshot, path, offset)!.targets.length, 2);
  });
});

describe('a team that is written as a string', () => {
  it('is in use', () => {
    const { snapshot } = readFixture('team a\nzone z { owner = "a" }\nallow z to z on https');
    assert.deepEqual(
      snapshot.findings().filter(({ code }) => code === 'unused-declaration'),
      [],
    );
  });
});
