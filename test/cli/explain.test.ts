import assert from 'node:assert/strict';
import { call, Folders } from './support.js';
import { policy, type Answer } from './verdicts.js';

const folders = new Folders();

async function ask(options: Record<string, string | string[]>, from = 'p'): Promise<Answer> {
  const words = Object.entries(options).flatMap(([name, value]) =>
    [value].flat().flatMap((one) => [`--${name}`, one]),
  );
  const here = folders.make({ 'p/p.zoneflow': policy });
  const { code, out, err } = await call(['explain', from, '--format', 'json', ...words], { here });
  assert.deepEqual([code, err], [0, '']);
  return JSON.parse(out) as Answer;
}

const questions: [string, Record<string, string | string[]>, string][] = [
  ['no rule decides', { from: '10.1.0.1', to: 'admin', on: 'https' }, 'deny: default deny'],
  [
    'an allow of the application tier',
    { from: 'admin', to: 'cde.pay', on: 'tcp/22', as: 'dba' },
    'allow: 20 allow',
  ],
  [
    'a deny of an earlier tier beats an allow',
    { from: 'admin', to: 'cde.pay', on: 'ssh', as: 'app' },
    'deny: 17 deny',
  ],
  [
    'a pass silences its tier for its identity alone',
    { from: 'admin', to: '10.2.1.5', on: 'ssh', as: 'dba' },
    'allow: 20 allow',
  ],
  [
    'without `as`, every identity and none',
    { from: 'admin', to: '10.2.1.5', on: 'ssh' },
    'partly: 17 deny 20 allow',
  ],
  ['a condition holds', { from: '10.1.0.1', to: '10.2.1.1', on: 'https', when: 'mfa' }, 'allow: 21 allow'],
  [
    'a condition may hold',
    { from: '10.1.0.1', to: '10.2.1.1', on: 'https' },
    'partly: 21 allow default deny',
  ],
  [
    'another condition holds too',
    { from: '10.1.0.1', to: '10.2.1.1', on: 'https', when: ['vpn', 'mfa'] },
    'allow: 21 allow',
  ],
  [
    'conditions as a list',
    { from: '10.1.0.1', to: '10.2.1.1', on: 'https', when: '[vpn, mfa]' },
    'allow: 21 allow',
  ],
  ['a deny beats an allow of its tier', { from: '10.1.0.1', to: 'cde.vault', on: 'https' }, 'deny: 25 deny'],
  [
    'the first tier beats all',
    { from: '10.1.0.66', to: '10.2.1.1', on: 'https', when: 'mfa' },
    'deny: 26 deny',
  ],
  ['the last tier', { from: '10.1.0.1', to: '10.1.0.2', on: 'telnet' }, 'allow: 27 allow'],
  ['IPv6 to IPv6', { from: 'fd00:1::5', to: 'fd00:2::7', on: 'https', when: 'mfa' }, 'allow: 21 allow'],
  ['a symbol and IPv4 on icmp', { from: '10.1.0.1', to: 'lab', on: 'icmp/8' }, 'allow: 22 allow'],
  ['a symbol and IPv6 on icmpv6', { from: 'fd00:1::1', to: 'lab', on: 'icmpv6/128' }, 'allow: 22 allow'],
  ['another type of icmp', { from: '10.1.0.1', to: 'lab', on: 'icmp/0' }, 'deny: default deny'],
  [
    'symbols and the workload’s address',
    { from: 'robot', to: '10.4.0.7', on: 'sctp/7', as: 'app' },
    'allow: 23 allow',
  ],
  [
    'a label map',
    { from: '{ kind: machine } except press', to: 'press', on: 'any', as: 'app' },
    'allow: 23 allow',
  ],
  ['a group with an except', { from: 'inside except office', to: 'cde.pay', on: 'rdp' }, 'deny: 17 deny'],
  ['a list, and any', { from: '[admin, lab]', to: 'any except cde', on: 'any' }, 'deny: default deny'],
  ['a range', { from: '10.1.0.65-10.1.0.67', to: '10.1.0.1', on: 'http' }, 'partly: 26 deny 27 allow'],
  ['an expired rule', { from: 'admin', to: '10.1.0.1', on: 'https' }, 'deny: default deny'],
  [
    'before it expired',
    { from: 'admin', to: '10.1.0.1', on: 'https', 'as-of': '2026-06-30' },
    'allow: 28 allow',
  ],
  ['protocols by number', { from: '10.1.0.1', to: 'lab', on: 'protocol/17' }, 'allow: 22 allow'],
];

describe('zoneflow explain', () => {
  afterEach(() => folders.removeAll());

  for (const [name, options, expected] of questions) {
    it(`answers: ${name}`, async () => {
      const { verdict, parts } = await ask(options);
      const answer = [
        `${verdict}:`,
        ...parts.map((part) => `${part.line ?? 'default'} ${part.verdict}`),
      ].join(' ');
      assert.equal(answer, expected);
    });
  }

  it('names rules, tiers, places and examples', async () => {
    const { parts, ...rest } = await ask({ from: '10.1.0.65-10.1.0.66', to: 'lab', on: 'udp/9' });
    const example = { destination: 'lab', protocol: 'udp', port: 9, identity: null, conditions: [] };
    assert.deepEqual(rest, { version: 1, verdict: 'partly', complete: true, asOf: '2026-11-21' });
    assert.deepEqual(parts, [
      {
        verdict: 'allow',
        by: 'printing',
        tier: 'application',
        file: 'p.zoneflow',
        line: 22,
        example: { source: '10.1.0.65', ...example },
      },
      {
        verdict: 'deny',
        by: 'deny 10.1.0.66 to any on any',
        tier: 'emergency',
        file: 'p.zoneflow',
        line: 26,
        example: { source: '10.1.0.66', ...example },
      },
    ]);
  });

  it('puts the verdict on the first line of the text', async () => {
    const here = folders.make({ 'p/p.zoneflow': policy });
    const { code, out, err } = await call(
      ['explain', 'p', '--from', '10.1.0.1', '--to', 'lab', '--on', 'udp/9'],
      { here },
    );
    assert.deepEqual([code, err], [0, '']);
    assert.equal(
      out,
      'allow\n  allow by p/p.zoneflow:22, tier application: printing: allow office to lab on [ping, udp]\n' +
        '      for example 10.1.0.1 → lab on udp/9\n',
    );
  });

  const mistakes: [string, string[], RegExp][] = [
    ['a part is missing', ['--from', 'a', '--to', 'b'], /^--on is missing/],
    [
      'a name is unknown',
      ['--from', 'ofice', '--to', 'lab', '--on', 'udp'],
      /^--from: .*Did you mean `office`\?/,
    ],
    ['a service is unknown', ['--from', 'office', '--to', 'lab', '--on', 'httpz'], /^--on: .*httpz/],
    [
      'an identity is unknown',
      ['--from', 'office', '--to', 'lab', '--on', 'udp', '--as', 'dbb'],
      /^--as: .*Did you mean `dba`/,
    ],
    [
      'a condition is unknown',
      ['--from', 'office', '--to', 'lab', '--on', 'udp', '--when', 'mf'],
      /^--when: .*Did you mean `mfa`/,
    ],
    [
      'host bits are set',
      ['--from', '10.1.0.1/24', '--to', 'lab', '--on', 'udp'],
      /^--from: .*10\.1\.0\.0\/24/,
    ],
    [
      'an end is empty',
      ['--from', 'admin except admin', '--to', 'lab', '--on', 'udp'],
      /describes no connection/,
    ],
    [
      'no family is in common',
      ['--from', '10.1.0.1', '--to', 'fd00:1::1', '--on', 'udp'],
      /describes no connection/,
    ],
    ['a part reaches into the next', ['--from', 'office to lab', '--to', 'lab', '--on', 'udp'], /^--from: /],
    [
      'a part brings another along',
      ['--from', 'office', '--to', 'lab', '--on', 'udp as dba'],
      /^--on: .*not one whole value/,
    ],
    [
      'a part brings properties along',
      ['--from', 'office', '--to', 'lab', '--on', 'udp { log = true }'],
      /^--on: [^]*not one whole/,
    ],
    [
      'a part brings a declaration along',
      ['--from', 'office', '--to', 'lab', '--on', 'udp\nzone x {}'],
      /^--on: [^]*not one whole/,
    ],
    [
      'a part ends in the middle',
      ['--from', 'office {', '--to', 'lab', '--on', 'udp'],
      /^--from: This `\{` is never closed\. Add the missing `\}`\./,
    ],
    [
      'a part lacks its end',
      ['--from', 'office except', '--to', 'lab', '--on', 'udp'],
      /^--from: `office except` is not one whole value\. Write what would stand in this place of a rule/,
    ],
    ['a part is empty', ['--from', ' ', '--to', 'lab', '--on', 'udp'], /^--from: Nothing is written/],
    ['--stdin comes with a question', ['--stdin', '--from', 'office'], /--from does not go with --stdin/],
  ];
  for (const [name, words, expected] of mistakes) {
    it(`refuses: ${name}`, async () => {
      const { code, out, err } = await call(['explain', folders.make({ 'p.zoneflow': policy }), ...words]);
      assert.deepEqual([code, out], [2, '']);
      assert.match(err, expected);
    });
  }

  it('says that the policy has mistakes, and answers from the rest', async () => {
    const here = folders.make({ 'p.zoneflow': `${policy}\nallow office to nowhere on any\n` });
    const { code, out, err } = await call(['explain', '--from', '10.1.0.1', '--to', 'lab', '--on', 'udp'], {
      here,
    });
    assert.equal(code, 0);
    assert.match(out, /^allow\n/);
    assert.match(err, /has a mistake/);
  });

  it('asks for one policy where a folder holds several', async () => {
    const here = folders.make({ 'p/p.zoneflow': policy, 'q/q.zoneflow': policy });
    const { code, err } = await call(['explain', '--from', 'any', '--to', 'any', '--on', 'any'], { here });
    assert.equal(code, 2);
    assert.match(err, /holds 2 policies: p, q/);
  });
});
