import assert from 'node:assert/strict';
import fc from 'fast-check';
import { complete, completionDocumentation, hover } from '../../../language/ide/index.js';
import { code, escape, shorten } from '../../../language/ide/markdown.js';
import { reservedWords } from '../../../language/syntax/tokens.js';
import { tiers } from '../../../language/policy/model.js';
import { hoverAt } from '../../support/ide.js';
import { openPolicy, openSample, samplePolicies } from '../../support/policies.js';

const names = `
//- names.zoneflow
team payments { contact = "pay@shop.example" }
labels { env: prod | test }
service app-api = [tcp/8443, udp/9000] { encrypted = true }
service ssh = tcp/2222
identity dba = group "dba"
condition mfa "a second factor"
zone internet { addresses = unclaimed, trust = untrusted }
zone shop "Web shop" {
  addresses = 10.1.0.0/16, owner = payments, criticality = high, tags = [production]
  zone web { addresses = 10.1.1.0/24 }
  zone app { addresses = 10.1.2.0/24 }
  workload cart { addresses = 10.1.3.1, labels = { env: prod } }
}
zone sketch
group frontends = [shop.web, sketch]
flow storefront: allow internet to shop.web on https
flow records: allow shop.web to shop.app on app-api { owner = payments, purpose = "orders", expires = 2027-06-30 }
flow blocked: allow internet to shop.app on telnet
flow ended: allow internet to sketch on https { expires = 2020-01-01 }
tier guardrail {
  deny any to shop.app on [telnet, rdp]
  pass shop.web to shop.app on rdp as dba when mfa
}
ruleset edge {
  allow any to shop.web on https
  deny any to shop on any
  allow internet to shop.app on ssh
}
`;

/** The cursor, what the hover is about, and what it says. */
type Case = readonly [text: string, about: string, ...says: readonly (string | RegExp)[]];

const things: { readonly [group: string]: readonly Case[] } = {
  'zones, workloads and groups': [
    [
      'group g = sh$0op',
      'shop',
      '**zone** `shop` — Web shop',
      'trust `internal`',
      'criticality `high`',
      'owner `payments`',
      'tags `production`',
    ],
    [
      'group g = sh$0op',
      'shop',
      '`10.1.0.0/16` — 65,536 addresses',
      '2 zones, 1 workload in it: `web`, `app`, `cart`',
    ],
    [
      'group g = shop.web$0',
      'web',
      '**zone** `shop.web`',
      'In: 1 allow rule — `storefront`',
      'Out: 1 allow rule — `records`',
    ],
    ['group g = sh$0op.web', 'shop', '**zone** `shop`'],
    ['group g = shop.app$0', 'app', 'In: 1 allow rule — `records`', 'Out: nothing is allowed'],
    ['group g = shop.c$0art', 'cart', '**workload** `shop.cart`', '1 address', 'labels `env: prod`'],
    ['group g = ske$0tch', 'sketch', 'without addresses: `sketch`', 'In: nothing is allowed'],
    [
      'group g = front$0ends',
      'frontends',
      '**group** `frontends`',
      '256 addresses; without addresses: `sketch`',
    ],
    ['group g = inter$0net', 'internet', 'trust `untrusted`', /about 2\^\d+ addresses/],
    ['zone o$0uter { addresses = 192.168.0.0/24 }', 'outer', '**zone** `outer`', '256 addresses'],
  ],
  rules: [
    [
      'a$0llow shop to internet on https',
      'allow',
      'tier `application`, 4 of 5',
      'These connections are allowed',
      'No stronger rule meets it',
    ],
    ['allow inter$0net to shop on any', 'internet', '**zone**'],
    [
      'al$0low internet to shop.app on [telnet, https]',
      'allow',
      'It decides connections on `https` only.',
      'Stronger rules that meet it: `deny any to shop.app on [telnet, rdp]`',
    ],
    [
      'al$0low internet to shop.app on telnet',
      'allow',
      'It decides nothing: stronger rules take every connection.',
    ],
    [
      'flow x$0: allow shop to internet on ssh as dba when mfa { ticket = "C-1" }',
      'x',
      '**flow** `x`',
      'for initiators with the identity `dba`, while `mfa` holds',
      'ticket C-1',
    ],
    ['de$0ny any to shop on any', 'deny', 'These connections are denied'],
    ['tier platform { pa$0ss any to shop on any }', 'pass', 'This tier stays silent'],
    [
      'al$0low any to shop on https { expires = 2020-02-02 }',
      'allow',
      'It ended on 2020-02-02 and takes part in no verdict.',
    ],
    ['al$0low 10.0.0.1 to fd00::1 on https', 'allow', 'It describes no connection.'],
    [
      'ruleset r {\n allow any to shop on https\n al$0low internet to shop on https\n}',
      'allow',
      'rule 2 of 2 in rule set `r`',
      'It decides nothing: earlier rules take every connection.',
    ],
    ['al$0low nobody to shop on https', 'allow', '**allow** — '],
  ],
  'intents and tests': [
    ['ne$0ver internet to shop.app', 'never', 'It holds'],
    ['ne$0ver internet to shop.web', 'never', 'It does not hold', '`storefront`'],
    [
      'ne$0ver internet reaches shop.app within 3 hops',
      'never',
      'It does not hold',
      '`storefront`',
      '`records`',
    ],
    ['ne$0ver internet to 10.99.0.1 on icmpv6', 'never', 'It describes no connection'],
    ['test "t" { expect al$0low internet to shop.web on https }', 'allow', 'It holds'],
    ['test "t" { exp$0ect allow internet to shop.web on ssh }', 'expect', 'It does not hold', 'by default'],
    ['te$0st "t" { }', 'test', '**test** — '],
  ],
  services: [
    [
      'service s = app-a$0pi',
      'app-api',
      '**service** `app-api` — encrypted',
      '`tcp/8443`, `udp/9000` · 2 uses',
    ],
    ['service s = https$0', 'https', 'built in', '`tcp/443`'],
    ['service s = s$0sh', 'ssh', 'in place of the built-in one', '`tcp/2222`'],
    ['service s = tel$0net', 'telnet', 'listed as insecure'],
    ['service s = tc$0p/8443', 'tcp', '**tcp** — IP protocol 6'],
    ['service s = tcp/84$043', 'tcp/8443', 'meets `s`, `app-api`'],
    ['service s = u$0dp', 'udp', '**udp**'],
    ['service s = proto$0col/47', 'protocol', 'by its number'],
  ],
  'other names': [
    ['allow shop to internet on ssh as d$0ba', 'dba', '**identity** `dba` — group `dba`', '2 uses'],
    ['allow shop to internet on ssh when m$0fa', 'mfa', '**condition** `mfa` — a second factor'],
    [
      'zone z { owner = pay$0ments }',
      'payments',
      '**team** `payments` — `pay@shop.example`',
      'answers for 5 zones and workloads, 1 rule',
    ],
    ['zone z { owner = "pay$0ments" }', 'payments', '**team** `payments`'],
    ['ruleset ed$0ges { deny any to any on any }', 'edges', '1 rule, first match wins'],
    ['tier plat$0form { }', 'platform', 'emergency → guardrail → **platform** → application → baseline'],
  ],
  'properties and words': [
    ['zone z { tr$0ust = dmz }', 'trust', '**trust** of a zone'],
    ['zone z { trust = d$0mz }', 'dmz', '**dmz** — '],
    ['zone z { criticality = l$0ow }', 'low', '**low** — '],
    ['workload w { la$0bels = { env: prod } }', 'labels', '**labels** of a workload'],
    ['allow any to any on any { ex$0pires = 2030-01-01 }', 'expires', '**expires** of a rule'],
    ['allow any to any on any { log = tr$0ue }', 'true', '**true**'],
    ['service s = tcp/1 { encryp$0ted = true }', 'encrypted', '**encrypted** of a service'],
    ['identity i = service-acc$0ount "x"', 'service-account', '**service-account** — '],
    ['allow any t$0o shop on any', 'to', '**to** — '],
    ['zone z { addresses = uncl$0aimed }', 'unclaimed', '**unclaimed** — '],
  ],
  'addresses and labels': [
    ['allow 10.1.1.0/2$05 to shop on any', '10.1.1.0/25', '**128 addresses**', 'in `shop.web`'],
    [
      'allow 10.1.1.0-10.1$0.2.9 to shop on any',
      '10.1.1.0-10.1.2.9',
      '**266 addresses**',
      'in `shop`',
      'partly in `shop.web`, `shop.app`',
    ],
    ['allow fd00::$0/64 to shop on any', 'fd00::/64', 'about 2^64 addresses', 'in `internet`'],
    ['allow { e$0nv: prod } to shop on any', 'env', '**label** `env` — `prod`, `test`'],
    ['allow { env: pr$0od } to shop on any', 'prod', '1 workload: `shop.cart`'],
    ['allow {$0 env: prod } to shop on any', '{ env: prod }', '**label map** — 1 workload: `shop.cart`'],
    ['allow { env: te$0st } to shop on any', 'test', 'no workload carries it'],
  ],
  comments: [['// zoneflow-ignore conf$0lict: why', 'conflict', '**conflict** (warning']],
};

describe('hover', () => {
  for (const [group, cases] of Object.entries(things)) {
    describe(group, () => {
      for (const [text, about, ...says] of cases) {
        it(text.replace(/\n/g, '⏎'), () => {
          const found = hoverAt(`//- edit.zoneflow\n${text}${names}`);
          assert.ok(found, 'There is no hover.');
          assert.equal(found.about, about);
          for (const part of says) {
            const holds =
              typeof part === 'string' ? found.markdown.includes(part) : part.test(found.markdown);
            assert.ok(holds, `${String(part)} is not in:\n${found.markdown}`);
          }
        });
      }
    });
  }

  for (const text of [
    '// zo$0ne',
    'zone z "ti$0tle"',
    'allow any to any on any { purpose = "an$0y" }',
    '  $0  ',
    'zone z { owner = nobo$0dy }',
  ]) {
    it(`says nothing at ${text}`, () =>
      assert.equal(hoverAt(text + names.replace('team payments', 'team others')), undefined));
  }

  it('explains every reserved word and every tier', () => {
    for (const word of reservedWords)
      assert.match(completionDocumentation(openPolicy({}), `keyword:${word}`) ?? '', /\w{3}/, word);
    for (const tier of tiers)
      assert.match(completionDocumentation(openPolicy({}), `tier:${tier}`) ?? '', /Order of decision/);
  });

  it('answers at every place of every sample', () => {
    for (const name of Object.values(samplePolicies()).flat()) {
      const snapshot = openSample(name);
      for (const { path, text } of snapshot.files) {
        for (let offset = 0; offset <= text.length; offset += 5) {
          const found = hover(snapshot, path, offset);
          if (found)
            assert.ok(found.span.start <= offset && offset <= found.span.end && found.markdown.length > 0);
        }
      }
    }
  });
});

describe('documentation of completions', () => {
  it('is there for whatever has data', () => {
    const snapshot = openSample('boutique');
    for (const text of [
      '',
      'allow ',
      'allow any to any on ',
      'allow any to any on any as ',
      'tier ',
      'zone x { ',
      'allow { ',
      'allow { app: ',
      'zone z { trust = ',
      'identity i = ',
      '// zoneflow-ignore ',
    ]) {
      const files = Object.fromEntries(snapshot.files.map((file) => [file.path, file.text]));
      const edited = openPolicy({ ...files, 'edit.zoneflow': text });
      for (const { data, label } of complete(edited, 'edit.zoneflow', text.length).items) {
        if (data !== undefined) assert.ok(completionDocumentation(edited, data), `${label}: ${data}`);
      }
    }
  });
  for (const data of [
    '',
    'x',
    'keyword:',
    'property:toString.x',
    'word:trust.toString',
    'finding:constructor',
    'segment:gone',
    'tier:x',
    'a:b:c',
  ]) {
    it(`is none for ${data || 'nothing'}`, () =>
      assert.equal(completionDocumentation(openSample('shop'), data), undefined));
  }
});

describe('text from a policy in Markdown', () => {
  const hostile = [
    '[x](command:evil)',
    '<img src=x onerror=alert(1)>',
    '![x](https://evil.example)',
    '**bold**',
    '$(error)',
    'https://evil.example',
    'www.evil.example',
    'mail me@evil.example',
    'javascript:alert(1)',
    '# head',
    '- item',
    '&lt;b&gt;',
    '`code`',
    '| a | b |',
    '\u202Eevil',
    'a\n\n---\n# b',
  ];
  for (const text of hostile) {
    it(`keeps ${JSON.stringify(text)} plain`, () => {
      const escaped = escape(text);
      assert.doesNotMatch(escaped, /(?<!\\)[[\]<>`*_!#|$()]/);
      assert.doesNotMatch(escaped.replaceAll('\\', ''), /https?:\/\/|www\.|\w@|[\r\n\u202E]/);
    });
  }
  it('reads as it was written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>' };
        const read = escape(text).replace(
          /\\([!-/:-@[-`{-~])|&(\w+);|\u200b/g,
          (_, mark?: string, name?: string) => mark ?? (name ? entities[name] : ''),
        );
        assert.equal(read, shorten(text));
      }),
    );
  });
  it('cannot end a code span', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[`a \\\n]{0,12}$/), (text) => {
        const [, fence, inner] = /^(`+)([^]*?)\1$/.exec(code(text)) ?? [];
        assert.ok(fence !== undefined && !new RegExp(`(?<!\`)${fence}(?!\`)`).test(inner));
      }),
    );
  });
  it('stays plain in a hover', () => {
    const found = hoverAt('zone z$0 "[x](command:evil) <b>"');
    assert.ok(found && found.markdown.includes('\\[x\\]\\(command'));
  });
});
