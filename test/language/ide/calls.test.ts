import assert from 'node:assert/strict';
import { callItemAt, incomingCalls, lenses, lensText, outgoingCalls } from '../../../language/ide/index.js';
import { assertMarks, readFixture, type Mark } from '../../support/markers.js';

const shop = `
zone internet { addresses = unclaimed }
zone shop "Shop" {
  addresses = 10.0.0.0/16
  zone web { addresses = 10.0.1.0/24 }
  workload ba$0tch { addresses = 10.0.2.1 }
}
zone data { addresses = 10.1.0.0/16 }
allow internet to shop.web on https
allow shop to data on [postgres, ssh]
allow shop.web to shop.batch on amqp
deny shop.web to data on ssh
deny internet to data on any
allow internet to data on any
`;

describe('call hierarchy', () => {
  it('starts at a zone or workload, not at a group or a service', () => {
    const at = (text: string) => {
      const { snapshot, path, offset } = readFixture(text);
      return callItemAt(snapshot, path, offset)?.id;
    };
    assert.equal(at(shop), 'shop.batch');
    assert.equal(at('zone a { zone b }\nallow a.b to $0a.b on any\n'), 'a');
    assert.equal(at('zone a\ngroup $0g = [a]\n'), undefined);
    assert.equal(at('zone a\nallow a to a on ht$0tps\n'), undefined);
    assert.equal(at('zone a\nallow $0b to a on https\n'), undefined);
  });

  it('who may reach me: sources with the rules that allow it, not what is denied', () => {
    const { snapshot } = readFixture(shop);
    const found = incomingCalls(snapshot, 'data').map(({ item, rules }) => [
      item.id,
      item.detail,
      rules.length,
    ]);
    assert.deepEqual(found, [
      ['shop.web', 'postgres', 1],
      ['shop.batch', 'ssh, postgres', 1],
      ['shop.*', 'ssh, postgres', 1],
    ]);
  });

  it('whom may I reach, with what is nested', () => {
    const { snapshot, path } = readFixture(shop);
    const found = (id: string) => outgoingCalls(snapshot, id, path).map(({ item }) => item.id);
    assert.deepEqual(found('shop'), ['data']);
    assert.deepEqual(found('shop.web'), ['shop.batch', 'data']);
    assert.deepEqual(found('data'), []);
    assert.deepEqual(found('nobody'), []);
  });

  it('ranges are those of the rules, in the file of the one who starts the connections', () => {
    const fixture = readFixture(`
//- a.zoneflow
zone a$0
zone b
allow a to b on https
//- b.zoneflow
allow a to b on ssh
`);
    const calls = incomingCalls(fixture.snapshot, 'b');
    assert.deepEqual(
      calls.map(({ item, rules }) => [item.id, item.place.file, rules.map(({ file }) => file)]),
      [
        ['a', 'a.zoneflow', ['a.zoneflow']],
        ['a', 'b.zoneflow', ['b.zoneflow']],
      ],
    );
    const outgoing = outgoingCalls(fixture.snapshot, 'a', 'b.zoneflow');
    assert.deepEqual(
      outgoing.map(({ rules }) => rules.map(({ file }) => file)),
      [['b.zoneflow']],
    );
  });
});

describe('code lenses', () => {
  it('stand at zones and workloads and count what is really allowed', () => {
    const fixture = readFixture(`
zone internet { addresses = unclaimed }
//   ^^^^^^^^ 0 in · 1 out · reaches 3 zones
zone shop "Shop" {
//   ^^^^ 1 in · 1 out · reaches 1 zone
  addresses = 10.0.0.0/16
  zone web { addresses = 10.0.1.0/24 }
//     ^^^ 1 in · 2 out · reaches 2 zones
  workload batch { addresses = 10.0.2.1 }
//         ^^^^^ 1 in · 1 out · reaches 1 zone
}
zone data { addresses = 10.1.0.0/16 }
//   ^^^^ 1 in · 0 out
zone alone { addresses = 10.2.0.0/16 }
//   ^^^^^ nothing in or out
zone alone { addresses = 10.3.0.0/16 }
group g = [data]
allow internet to shop.web on https
allow shop to data on [postgres, ssh]
allow shop.web to shop.batch on amqp
deny internet to data on any
allow internet to data on any
`);
    const found = lenses(fixture.snapshot, fixture.path).map(({ name, span }): Mark => {
      const { title = 'none' } = lensText(fixture.snapshot, name) ?? {};
      return { path: fixture.path, ...span, label: title };
    });
    assertMarks(fixture, found);
  });

  it('count without the graph where there is too much to draw', () => {
    const zones = Array.from({ length: 230 }, (_, i) => `zone z${i}`).join('\n');
    const { snapshot } = readFixture(
      `zone all {\n${zones}\n}\nallow all to all on https\nallow all to all.z1 on ssh\n`,
    );
    assert.deepEqual(
      snapshot.graph.nodes.map(({ id }) => id),
      ['all'],
    );
    assert.equal(lensText(snapshot, 'all.z1')?.title, '2 in · 1 out');
    assert.equal(lensText(snapshot, 'all.z2')?.title, '1 in · 2 out');
    assert.equal(lensText(snapshot, 'all.z2')?.rules.length, 2);
  });

  it('lead to the rules that they count', () => {
    const { snapshot, files, path } = readFixture(shop);
    const { rules } = lensText(snapshot, 'shop.web')!;
    assert.deepEqual(
      rules.map(({ start, end }) => files[path].slice(start, end)),
      [
        'allow internet to shop.web on https',
        'allow shop to data on [postgres, ssh]',
        'allow shop.web to shop.batch on amqp',
      ],
    );
    assert.equal(lensText(snapshot, 'nobody'), undefined);
  });
});
