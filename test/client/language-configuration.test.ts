import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot as root } from '../support/sources.js';

interface Configuration {
  wordPattern: string;
  indentationRules: { increaseIndentPattern: string; decreaseIndentPattern: string };
  onEnterRules: { beforeText: string; afterText?: string; action: { appendText?: string } }[];
}
const file = path.join(root, 'client/language-configuration.json');
const configuration = JSON.parse(readFileSync(file, 'utf8')) as Configuration;

describe('a word', () => {
  const words = (text: string): string[] => text.match(new RegExp(configuration.wordPattern, 'g')) ?? [];

  it('is a whole dotted name, hyphens and all', () => {
    assert.deepEqual(words('allow shop.web-1 to cde_2'), ['allow', 'shop.web-1', 'to', 'cde_2']);
  });

  it('is a whole address, range or date', () => {
    const all = ['10.0.0.0/8', '10.0.0.5-10.0.0.9', 'fd00:20::10', '::1', '2001:db8::/32', '2027-03-31'];
    for (const word of all) assert.deepEqual(words(word), [word]);
  });

  it('ends before punctuation', () => {
    assert.deepEqual(words('[shop.web, dmz] "x" env:prod'), ['shop.web', 'dmz', 'x', 'env', 'prod']);
  });
});

describe('a new line', () => {
  const { increaseIndentPattern, decreaseIndentPattern } = configuration.indentationRules;
  const opens = (line: string): boolean => new RegExp(increaseIndentPattern).test(line);

  const opening = [
    'zone shop {',
    'zone shop "Web {shop" { // the shop',
    'deny any to cde on [ssh,',
    'allow a to b on tcp/443 { owner = payments, purpose = "x",',
    '  tags = [',
  ];
  for (const line of opening) it(`is indented after ${line}`, () => assert.ok(opens(line)));

  const closed = [
    'zone shop { trust = dmz }',
    'test "a {" ',
    '// zone shop {',
    'allow a to b on https',
    '}',
    'tags = [a, b]',
  ];
  for (const line of closed) it(`is not indented after ${line}`, () => assert.ok(!opens(line)));

  it('goes back where a bracket closes', () => {
    for (const line of ['}', '  ]', '] except b']) assert.match(line, new RegExp(decreaseIndentPattern));
  });

  it('goes on with a comment that is broken in two, but not with a zoneflow-ignore', () => {
    const rule = configuration.onEnterRules.find(({ action }) => action.appendText === '// ');
    assert.ok(rule);
    assert.match('  // a comment', new RegExp(rule.beforeText));
    assert.doesNotMatch('// zoneflow-ignore conflict: why', new RegExp(rule.beforeText));
    assert.doesNotMatch('allow a to b // why', new RegExp(rule.beforeText));
  });
});
