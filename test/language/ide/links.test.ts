import { documentLinks } from '../../../language/ide/index.js';
import { assertMarks, readFixture, type Mark } from '../../support/markers.js';

describe('document links', () => {
  it('are the web addresses in `ticket` and `evidence`, nothing else', () => {
    const fixture = readFixture(`
zone a
allow a to a on ssh {
  ticket = "https://tickets.example/CHG-1?x=1&y=2"
//          ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ link
  evidence = "http://docs.example/a"
//            ^^^^^^^^^^^^^^^^^^^^^ link
  purpose = "https://other.example"
}
allow a to a on https { ticket = "CHG-1", evidence = "see https://docs.example" }
allow a to a on http { ticket = "javascript:alert(1)", evidence = "file:///etc/passwd" }
allow a to a on ldap { ticket = "command:https://x", evidence = "https://a.example/\\"b" }
// https://comment.example
`);
    const { path, snapshot } = fixture;
    assertMarks(
      fixture,
      documentLinks(snapshot, path).map(({ span }): Mark => ({ path, ...span, label: 'link' })),
    );
  });
});
