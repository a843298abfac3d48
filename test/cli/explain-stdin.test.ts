import assert from 'node:assert/strict';
import { call, Folders } from './support.js';
import { policy, type Answer } from './verdicts.js';

const folders = new Folders();

describe('zoneflow explain --stdin', () => {
  afterEach(() => folders.removeAll());

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
    [{ source: 'fe80::1%eth0' }, /no address and no symbol/],
    [{ source: '::ffff:010.0.0.1' }, /no address and no symbol/],
    [{ source: '::ffff:0xa.0.0.1' }, /no address and no symbol/],
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
    const found = await answers(`null\n[]\n"x"\n5\n${'x'.repeat(1_100_000)}\n${JSON.stringify(question)}\n`);
    assert.deepEqual(
      found.map((answer) => Object.keys(answer)[0]),
      ['error', 'error', 'error', 'error', 'error', 'verdict'],
    );
  });

  it('gives up where the input is no lines at all', async () => {
    const here = folders.make({ 'p.zoneflow': policy });
    const input = Buffer.alloc(16_100_000, 'x');
    const { code, out, err } = await call(['explain', '--stdin'], { here, input });
    assert.deepEqual([code, out.split('\n').length], [2, 2]);
    assert.match(out, /^\{"error":"The line is longer than 1000000 characters/);
    assert.match(err, /without a line break\. Ask one question a line\./);
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
