import assert from 'node:assert/strict';
import { call, Folders } from './support.js';

const folders = new Folders();

/** All of section 4 in one policy. */
const policy = `team net { contact = "net@shop.example" }
identity dba = user "dba"
identity app = service-account "app"
condition mfa "a second factor"
condition vpn
zone office { addresses = [10.1.0.0/16, fd00:1::/64] }
zone cde {
  zone pay { addresses = [10.2.1.0/24, fd00:2::/64] }
  zone vault { addresses = 10.2.2.0/24 }
}
zone admin { addresses = 10.3.0.0/24 }
zone lab {}
workload robot { labels = { kind: machine } }
workload press { addresses = 10.4.0.7, labels = { kind: machine } }
group inside = [office, cde] except cde.vault
tier guardrail {
  deny any to cde on [ssh, rdp]
  pass admin to cde on ssh as dba
}
allow admin to cde.pay on ssh
allow office to cde.pay on https when mfa
flow printing: allow office to lab on [ping, udp]
allow robot to press on any as app
allow office to cde.vault on https
deny office to cde.vault on tcp
tier emergency { deny 10.1.0.66 to any on any }
tier baseline { allow office to office on any }
allow admin to office on https { expires = 2026-06-30 }
`;

interface Answer {
  readonly verdict: string;
  readonly parts: readonly {
    readonly verdict: string;
    readonly by: string;
    readonly line?: number;
    readonly example: unknown;
  }[];
}

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
      /^--on: .*more than one value/,
    ],
    [
      'a part brings properties along',
      ['--from', 'office', '--to', 'lab', '--on', 'udp { log = true }'],
      /^--on: [^]*more than one/,
    ],
    [
      'a part brings a declaration along',
      ['--from', 'office', '--to', 'lab', '--on', 'udp\nzone x {}'],
      /^--on: [^]*more than one/,
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

  describe('--stdin', () => {
    const question = {
      source: '10.1.0.1',
      destination: '10.2.1.7',
      protocol: 'tcp',
      port: 443,
      identity: null,
      conditions: ['mfa'],
    };

    async function answers(input: string, words: readonly string[] = []): Promise<Record<string, unknown>[]> {
      const here = folders.make({ 'p.zoneflow': policy });
      const { code, out, err } = await call(['explain', '--stdin', ...words], { here, input });
      assert.deepEqual([code, err], [0, '']);
      if (out === '') return [];
      return out
        .slice(0, -1)
        .split('\n')
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    }
    const answerTo = async (changed: Record<string, unknown>): Promise<Record<string, unknown>> =>
      (await answers(JSON.stringify({ ...question, ...changed })))[0];

    it('answers as the contract says', async () => {
      assert.deepEqual(await answerTo({}), {
        verdict: 'allow',
        by: 'allow office to cde.pay on https when mfa',
        tier: 'application',
        file: 'p.zoneflow',
        line: 21,
      });
      assert.deepEqual(await answerTo({ conditions: [] }), { verdict: 'deny', by: 'default' });
    });

    it('answers line by line, in order, whatever stands between', async () => {
      const lines = [
        '\uFEFF',
        `${JSON.stringify(question)}\r\n`,
        'nonsense\n\n',
        JSON.stringify({ ...question, source: 'robot' }),
      ];
      const found = await answers(lines.join(''));
      assert.deepEqual(
        found.map((answer) => answer.verdict ?? 'error'),
        ['allow', 'error', 'error', 'deny'],
      );
      assert.deepEqual(await answers(''), []);
    });

    const good: [Record<string, unknown>, string][] = [
      [{ source: 'fd00:1::9', destination: 'FD00:2:0::7' }, 'allow 21'],
      [{ source: 'robot', destination: 'lab', identity: 'app' }, 'deny default'],
      [{ source: 'robot', destination: '10.4.0.7', protocol: '47', port: null, identity: 'app' }, 'allow 23'],
      [{ destination: 'lab', protocol: 'icmp', port: 8 }, 'allow 22'],
      [{ source: 'fd00:1::1', destination: 'lab', protocol: 'icmpv6', port: 128 }, 'allow 22'],
      [{ source: '10.3.0.1', port: 22, identity: 'dba', conditions: ['mfa', 'vpn'] }, 'allow 20'],
      [{ source: '10.3.0.1', port: 22 }, 'deny 17'],
      [{ source: '10.1.0.66' }, 'deny 26'],
      [{ identity: undefined, conditions: undefined }, 'deny default'],
    ];
    for (const [changed, expected] of good) {
      it(`answers ${JSON.stringify(changed)}`, async () => {
        const { verdict, line, by } = await answerTo(changed);
        assert.equal(`${String(verdict)} ${String(line ?? by)}`, expected);
      });
    }

    const bad: [Record<string, unknown>, RegExp][] = [
      [{ identity: 'dbb' }, /no identity "dbb".*Did you mean "dba"/],
      [{ conditions: ['mfa', 'nope'] }, /no condition "nope"/],
      [{ conditions: 'mfa' }, /"conditions" is a list/],
      [{ source: 'office' }, /"office" is no symbol/],
      [{ source: 'press' }, /"press" is no symbol/],
      [{ source: 'robott' }, /Did you mean "robot"/],
      [{ source: '10.0.0.0/8' }, /no address and no symbol/],
      [{ source: '010.0.0.1' }, /no address and no symbol/],
      [{ source: 5 }, /"source" is an address/],
      [{ destination: undefined }, /"destination" is an address/],
      [{ destination: 'fd00:1::1' }, /No network carries/],
      [{ protocol: 'icmpv6', port: 128 }, /No network carries/],
      [{ source: 'fd00:1::1', destination: 'lab', protocol: 'icmp', port: 8 }, /No network carries/],
      [{ protocol: 'tpc' }, /"tpc" is no protocol/],
      [{ protocol: '6' }, /by its name/],
      [{ protocol: '256', port: null }, /is no protocol/],
      [{ protocol: '47' }, /"port":null/],
      [{ port: null }, /"port" of tcp/],
      [{ port: 65_536 }, /from 0 to 65535/],
      [{ port: 1.5 }, /from 0 to 65535/],
      [{ port: '443' }, /from 0 to 65535/],
      [{ protocol: 'icmp', port: 256 }, /from 0 to 255/],
    ];
    for (const [changed, expected] of bad) {
      it(`refuses ${JSON.stringify(changed)}`, async () => {
        const answer = await answerTo(changed);
        assert.deepEqual(Object.keys(answer), ['error']);
        assert.match(String(answer.error), expected);
      });
    }

    it('refuses what is no object, and a line without end', async () => {
      const found = await answers(
        `null\n[]\n"x"\n5\n${'x'.repeat(1_100_000)}\n${JSON.stringify(question)}\n`,
      );
      assert.deepEqual(
        found.map((answer) => Object.keys(answer)[0]),
        ['error', 'error', 'error', 'error', 'error', 'verdict'],
      );
    });

    it('says on every connection what a question about that connection says', async () => {
      const ends = [
        '10.1.0.1',
        '10.1.0.66',
        '10.2.1.1',
        '10.2.2.1',
        '10.3.0.9',
        '10.4.0.7',
        'robot',
        'lab',
        'fd00:1::1',
        '0.0.0.0',
      ];
      const cases = ends.flatMap((source) =>
        ends.flatMap((destination) => [22, 443].map((port) => ({ ...question, source, destination, port }))),
      );
      const found = await answers(cases.map((one) => JSON.stringify(one)).join('\n'));
      const here = folders.make({ 'p.zoneflow': policy });
      for (const [index, { source, destination, port }] of cases.entries()) {
        const conditions = ['--when', 'mfa'];
        const words = [
          '--from',
          source,
          '--to',
          destination,
          '--on',
          `tcp/${port}`,
          ...conditions,
          '--format',
          'json',
        ];
        const { code, out } = await call(['explain', ...words], { here });
        if ('error' in found[index]) assert.equal(code, 2);
        else {
          // A question about sets asks for every identity; a line has none.
          const { parts } = JSON.parse(out) as Answer;
          const { verdict, by } = found[index];
          assert.ok(
            parts.some((part) => part.verdict === verdict && part.by === by),
            `${source} → ${destination}:${port}`,
          );
        }
      }
    });
  });
});
