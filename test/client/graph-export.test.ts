import assert from 'node:assert/strict';
import { exportBytes, exportName } from '../../client/graph/export-data.js';

const png = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).toString('base64');

describe('an exported picture', () => {
  it('as SVG is written as UTF-8', () => {
    const bytes = exportBytes('svg', '<svg xmlns="x"><text>Büro</text></svg>');
    assert.equal(new TextDecoder().decode(bytes), '<svg xmlns="x"><text>Büro</text></svg>');
  });

  it('as SVG may begin with an XML declaration', () => {
    assert.ok(exportBytes('svg', '<?xml version="1.0" encoding="UTF-8"?>\n<svg></svg>'));
  });

  it('as PNG is decoded', () => {
    assert.deepEqual([...(exportBytes('png', png) ?? [])].slice(0, 4), [0x89, 0x50, 0x4e, 0x47]);
  });

  it('must be what it says', () => {
    assert.equal(exportBytes('svg', '<html></html>'), undefined);
    assert.equal(exportBytes('svg', '<svgx/>'), undefined);
    assert.equal(exportBytes('png', 'not base64'), undefined);
    assert.equal(exportBytes('png', Buffer.from('GIF89a').toString('base64')), undefined);
  });

  const names: [string, string][] = [
    ['shop', 'shop.svg'],
    ['Web shop / production', 'Web-shop-production.svg'],
    ['../../etc/passwd', 'etc-passwd.svg'],
    ['Büro 2', 'Büro-2.svg'],
    ['', 'policy.svg'],
    ['...', 'policy.svg'],
    ['x'.repeat(300), `${'x'.repeat(80)}.svg`],
  ];
  for (const [policy, name] of names) {
    it(`of “${policy.slice(0, 30)}” is saved as ${name.slice(0, 30)}`, () =>
      assert.equal(exportName(policy, 'svg'), name));
  }
});
