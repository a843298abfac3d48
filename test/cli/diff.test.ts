import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { projectRoot } from '../support/sources.js';
import { TestRepository } from '../support/repository.js';
import { call, Folders, type Outcome } from './support.js';

const folders = new Folders();
const repositories: TestRepository[] = [];

const zones = `zone internet { addresses = unclaimed, trust = untrusted }
zone shop {
  addresses = 10.20.0.0/16
  zone web { addresses = 10.20.1.0/24 }
  zone app { addresses = 10.20.2.0/24 }
}
zone cde { addresses = 10.30.0.0/24, trust = restricted }
identity dba = group "dba"
condition mfa "a second factor"
`;
const flows = `allow internet to shop.web on https
allow shop.web to shop.app on tcp/8443
tier guardrail {
  deny any to cde on ssh
}
`;
const policy = {
  'zoneflow.json': '{ "asOf": "2026-11-21" }',
  'zones.zoneflow': zones,
  'flows.zoneflow': flows,
};

function repository(files: Readonly<Record<string, string>> = policy): TestRepository {
  const made = new TestRepository(files);
  repositories.push(made);
  return made;
}

interface Report {
  readonly same: boolean;
  readonly proven: boolean;
  readonly asOf: string;
  readonly old: { readonly name: string; readonly commit: string | null; readonly mistakes: number };
  readonly allowed: readonly ReportChange[];
  readonly denied: readonly ReportChange[];
  readonly rulesets: readonly { name: string; in: string; allowed: ReportChange[]; denied: ReportChange[] }[];
  readonly segments: { readonly gone: string[]; readonly new: string[] };
  readonly notes: readonly string[];
  readonly gate: { passed: boolean; breaches: { rule: string; zones: string[] }[] } | null;
}

interface ReportChange {
  readonly source: readonly { zone: string; except: string[]; part: string[] | null }[];
  readonly destination: readonly { zone: string; except: string[]; part: string[] | null }[];
  readonly services: readonly string[];
  readonly identities: readonly (string | null)[] | null;
  readonly conditions: Readonly<Record<string, boolean>>;
  readonly allowedBy: readonly { rule: string; file: string; line: number }[];
  readonly deniedBy: readonly { rule: string }[];
}

const schema = JSON.parse(
  readFileSync(path.join(projectRoot, 'docs/schemas/diff.schema.json'), 'utf8'),
) as object;
const validate = new Ajv({ formats: { date: true } }).compile(schema);

async function json(args: readonly string[], here: string): Promise<Outcome & { report: Report }> {
  const outcome = await call(['diff', '--format', 'json', ...args], { here });
  const report = JSON.parse(outcome.out) as Report;
  assert.ok(validate(report), JSON.stringify(validate.errors));
  return { ...outcome, report };
}

/** A change in short: `shop.web -> cde on ssh by r, not default`. */
function inShort({ source, destination, services, allowedBy, deniedBy }: ReportChange): string {
  const ends = [source, destination].map((side) => side.map(({ zone }) => zone).join('+'));
  const [by, not] = [allowedBy, deniedBy].map((rules) => rules.map(({ rule }) => rule).join('+'));
  return `${ends[0]} -> ${ends[1]} on ${services.join('+')} by ${by}, not ${not}`;
}

describe('zoneflow diff', () => {
  afterEach(() => {
    folders.removeAll();
    for (const made of repositories.splice(0)) made.dispose();
  });

  it('compares two folders: what is newly allowed and denied, with the rules on both sides', async () => {
    const old = folders.make(policy);
    const next = folders.make({
      ...policy,
      'flows.zoneflow':
        `${flows.replace('deny any', 'deny internet')}flow admin: allow shop to cde on ssh as dba when mfa\n`.replace(
          'allow shop.web to shop.app on tcp/8443\n',
          '',
        ),
    });
    const { code, report } = await json([old, next], old);
    assert.equal(code, 0);
    assert.deepEqual(report.allowed.map(inShort), [
      'shop -> cde on ssh by admin, not deny any to cde on ssh',
    ]);
    assert.deepEqual([report.allowed[0].identities, report.allowed[0].conditions], [['dba'], { mfa: true }]);
    assert.deepEqual(report.denied.map(inShort), [
      'shop.web -> shop.app on tcp/8443 by allow shop.web to shop.app on tcp/8443, not default',
    ]);
    const { out } = await call(['diff', old, next], { here: old });
    assert.match(out, /^Newly allowed\n {2}shop → cde\n {4}on ssh as dba when mfa\n/);
    assert.match(
      out,
      /now allowed by .*flows\.zoneflow:5, tier application\n +5 \| flow admin: .*\n +\| \^+\n/,
    );
    assert.match(out, /before denied by flows\.zoneflow:4, tier guardrail: deny any to cde on ssh\n/);
    assert.match(out, /Newly denied\n {2}shop\.web → shop\.app\n[^]*now no rule allows it\n/);
    assert.match(out, /1 newly allowed, 1 newly denied, proven: .* as of 2026-11-21\.\n$/);
  });

  it('says that nothing changed where rules moved, were renamed, reordered or split', async () => {
    const folder = repository();
    folder.remove('flows.zoneflow');
    folder.write(
      'sub/a.zoneflow',
      'tier guardrail { deny [internet, shop] to cde on ssh\n deny any to cde on ssh }',
    );
    folder.write(
      'b.zoneflow',
      'flow new: allow shop.web to shop.app on tcp/8443\nallow internet to shop.web on https',
    );
    const { out, code } = await call(['diff', '--exit-code'], { here: folder.path });
    assert.equal(code, 0);
    assert.equal(out, 'No change in what is allowed, proven: HEAD has 3 rules, . 4, as of 2026-11-21.\n');
  });

  it('names ends by zones, what is left out of them, and addresses', async () => {
    const old = folders.make(policy);
    const more = `allow shop.app to cde on https\nallow 10.20.1.7 to cde on http\nallow [shop.app, internet] to cde on http\n`;
    const next = folders.make({
      ...policy,
      'more.zoneflow': `${more}allow shop except shop.web to cde on tcp/9\n`,
    });
    const { out } = await call(['diff', old, next], { here: old });
    for (const line of [
      '10.20.1.7 in shop.web → cde',
      'shop.app → cde',
      'shop except shop.web → cde',
      'internet, shop.app → cde',
    ])
      assert.ok(out.includes(`\n  ${line}\n`), `${line}\n${out}`);
  });

  it('reads revisions, and never touches the work tree', async () => {
    const folder = repository();
    folder.git('tag', 'v1');
    folder.write('more.zoneflow', 'allow shop.app to cde on https\n');
    folder.commit('second');
    folder.write('more.zoneflow', 'allow shop.app to cde on http\n');
    folder.write('staged.zoneflow', 'allow shop.web to cde on http\n');
    folder.git('add', 'staged.zoneflow');
    const status = folder.git('status', '--porcelain');
    const https = 'shop.app -> cde on https by allow shop.app to cde on https, not default';
    const http = 'shop.app -> cde on http by allow shop.app to cde on http, not default';
    const staged = 'shop.web -> cde on http by allow shop.web to cde on http, not default';
    const lists = async (...args: string[]): Promise<string[][]> => {
      const { report } = await json(args, folder.path);
      return [report.allowed.map(inShort), report.denied.map(inShort)];
    };
    assert.deepEqual(await lists('v1', 'HEAD'), [[https], []]);
    assert.deepEqual(await lists('HEAD', 'v1'), [[], [https]]);
    assert.deepEqual(await lists('HEAD~1', 'main'), [[https], []]);
    assert.deepEqual(await lists(), [[staged, http], [https]]);
    assert.deepEqual(await lists('HEAD', '.'), [[staged, http], [https]]);
    assert.deepEqual(await lists('HEAD:'), [[staged, http], [https]]);
    assert.deepEqual(await lists('v1'), [[staged, http], []]);
    assert.equal(folder.git('status', '--porcelain'), status);
    const { report } = await json(['v1'], folder.path);
    assert.equal(report.old.commit, folder.git('rev-parse', 'v1').trim());
  });

  it('finds the policy of a folder in a revision as on disk', async () => {
    const inner = {
      'zones.zoneflow': zones,
      'flows.zoneflow': flows,
      'deep/er/x.zoneflow': 'allow shop to cde on ntp\n',
    };
    const files = Object.fromEntries(
      Object.entries(inner).map(([name, text]) => [`policies/shop/${name}`, text]),
    );
    const folder = repository({
      ...files,
      'policies/shop/zoneflow.json': '{}',
      'policies/shop/other/zoneflow.json': '{}',
      'policies/shop/other/y.zoneflow': 'zone y',
      'README.md': '',
    });
    const quiet = /^No change in what is allowed, proven/;
    for (const args of [
      ['HEAD', 'policies/shop'],
      ['HEAD:policies/shop', 'policies/shop'],
      ['HEAD:policies/shop/deep', 'HEAD:./policies/shop'],
      ['HEAD', 'policies/shop/flows.zoneflow'],
    ])
      assert.match((await call(['diff', ...args], { here: folder.path })).out, quiet, args.join(' '));
    for (const args of [[], ['HEAD', '.']]) {
      const { code, err } = await call(['diff', ...args], { here: folder.path });
      assert.equal(code, 2);
      assert.match(err, /\. holds 2 policies: policies\/shop, .*Name one/);
    }
    const inside = { here: path.join(folder.path, 'policies/shop') };
    assert.match((await call(['diff', 'HEAD', 'HEAD'], inside)).out, quiet);
    assert.match((await call(['diff', 'HEAD:./deep', 'flows.zoneflow'], inside)).out, quiet);
    folder.git('mv', 'policies/shop', 'policies/store');
    const moved = await call(['diff', 'HEAD:policies/shop', 'policies/store'], { here: folder.path });
    assert.match(moved.out, quiet);
    const { report } = await json(['HEAD', 'policies/store'], folder.path);
    assert.match(report.notes.join(), /no policy at `HEAD`/);
  });

  it('compares a policy that was deleted with an empty one', async () => {
    const folder = repository({
      'shop/zoneflow.json': '{ "asOf": "2026-11-21" }',
      'shop/p.zoneflow': zones + flows,
    });
    folder.remove('shop/p.zoneflow');
    folder.remove('shop/zoneflow.json');
    mkdirSync(path.join(folder.path, 'shop'), { recursive: true });
    const shop = path.join(folder.path, 'shop');
    const expected =
      /There is no policy at (\.|shop) now: it is compared with an empty one\.[^]* 2 newly denied, proven/;
    const inside = await call(['diff', 'HEAD'], { here: shop });
    assert.match(`${inside.out}${inside.err}`, expected);
    const beside = await call(['diff', 'HEAD', 'shop'], { here: folder.path });
    assert.match(`${beside.out}${beside.err}`, expected);
    rmSync(shop, { recursive: true });
    for (const old of ['HEAD', 'HEAD:shop']) {
      const gone = await call(['diff', old, 'shop'], { here: folder.path });
      assert.match(`${gone.out}${gone.err}`, expected);
    }
    const misspelt = await call(['diff', 'HEAD', 'shpo'], { here: folder.path });
    assert.match(misspelt.err, /There is no file or folder shpo\./);
  });

  it('reads links and what is not text in a revision as it does on disk', async () => {
    const folder = repository();
    symlinkSync('flows.zoneflow', path.join(folder.path, 'twin.zoneflow'));
    symlinkSync('notes.txt', path.join(folder.path, 'linked.zoneflow'));
    symlinkSync('/etc/passwd', path.join(folder.path, 'evil.zoneflow'));
    folder.write('notes.txt', 'allow shop.app to cde on https\n');
    folder.write('broken.zoneflow', Buffer.from([0xff, 0xfe]));
    folder.commit('links');
    const { code, out } = await call(['diff', 'HEAD'], { here: folder.path });
    assert.equal(code, 2);
    assert.match(out, /Of HEAD could not be read: broken\.zoneflow, evil\.zoneflow\./);
    assert.match(out, /No change in what is allowed, not proven/);
    assert.doesNotMatch(out, /root:/);
  });

  it('runs nothing that a repository’s own settings name', async () => {
    const folder = repository();
    for (const setting of [
      'core.fsmonitor',
      'core.pager',
      'diff.external',
      'alias.ls-tree',
      'core.sshCommand',
    ])
      folder.git('config', setting, 'touch trapped; false');
    folder.write('more.zoneflow', 'allow shop.app to cde on https\n');
    const { code, out } = await call(['diff'], { here: folder.path });
    assert.equal(code, 0);
    assert.match(out, /1 newly allowed/);
    assert.equal(existsSync(path.join(folder.path, 'trapped')), false);
  });

  it('keeps a restricted zone behind tickets with --gate', async () => {
    const folder = repository();
    const gated = (text: string): ReturnType<typeof json> => {
      folder.write('more.zoneflow', text);
      return json(['--gate'], folder.path);
    };
    const without = await gated('allow shop.app to cde on https\n');
    assert.deepEqual([without.code, without.report.gate?.passed], [1, false]);
    assert.deepEqual(without.report.gate?.breaches[0].zones, ['cde']);
    const ticket = await gated('allow shop.app to cde on https { ticket = "CHG-1" }\n');
    assert.deepEqual([ticket.code, ticket.report.gate?.passed], [0, true]);
    const blank = await gated('allow shop.app to cde on https { ticket = " " }\n');
    assert.equal(blank.code, 1);
    const elsewhere = await gated('allow shop.app to shop.web on https\n');
    assert.deepEqual([elsewhere.code, elsewhere.report.gate?.passed], [0, true]);
    const spoilt = await gated('allow shop.app to nowhere on https\n');
    assert.deepEqual([spoilt.code, spoilt.report.gate?.passed, spoilt.report.proven], [1, false, false]);
    folder.write('more.zoneflow', 'allow any to any on any\n');
    const { out, code } = await call(['diff', '--gate'], { here: folder.path });
    assert.equal(code, 1);
    assert.match(
      out,
      /Gate not passed\n {2}more\.zoneflow:1 newly lets into the restricted cde, and has no ticket\.\n/,
    );
    assert.match(out, /Add `ticket = "…"` to each of these rules, or narrow them\.\n/);
  });

  it('compares rulesets by their first match, apart from the tiers', async () => {
    const old = folders.make({
      'a.zoneflow': `${zones}ruleset edge {\n allow internet to shop.web on https\n deny any to any on any\n}\nruleset gone { allow any to cde on ssh }\n`,
    });
    const next = folders.make({
      'a.zoneflow': `${zones}ruleset edge {\n allow internet to shop.web on https\n allow internet to shop.app on https\n deny any to any on any\n}\n`,
    });
    const { report } = await json([old, next], old);
    assert.deepEqual([report.allowed, report.denied], [[], []]);
    assert.deepEqual(
      report.rulesets.map(({ name, in: side }) => [name, side]),
      [
        ['edge', 'both'],
        ['gone', 'old'],
      ],
    );
    assert.deepEqual(report.rulesets[0].allowed.map(inShort), [
      'internet -> shop.app on https by allow internet to shop.app on https, not deny any to any on any',
    ]);
    assert.equal(report.rulesets[1].denied.length, 1);
  });

  it('tells of segments without addresses that came or went', async () => {
    const old = folders.make({ 'a.zoneflow': 'zone a zone b\nallow any to b on https\n' });
    const next = folders.make({ 'a.zoneflow': 'zone b zone c\nallow any to b on https\n' });
    const { report } = await json([old, next], old);
    assert.deepEqual(report.segments, { gone: ['a'], new: ['c'] });
    assert.deepEqual(report.allowed.map(inShort), [
      'c -> b on https by allow any to b on https, not default',
    ]);
    assert.deepEqual(report.denied.map(inShort), ['a -> b on https by allow any to b on https, not default']);
  });

  it('compares both on one day', async () => {
    const rule = 'allow shop.app to cde on https { expires = 2026-12-31 }\n';
    const old = folders.make({ ...policy, 'x.zoneflow': rule });
    const next = folders.make(policy);
    assert.equal((await json([old, next], old)).report.denied.length, 1);
    const later = await json([old, next, '--as-of', '2027-01-01'], old);
    assert.deepEqual([later.report.same, later.report.asOf], [true, '2027-01-01']);
  });

  it('prints Markdown in which nothing of a policy is read as Markdown or HTML', async () => {
    const old = folders.make({ 'a.zoneflow': zones });
    const next = folders.make({
      'a|b`<img src=x>@x.zoneflow': zones,
      'r.zoneflow':
        'flow "x": allow shop to cde on https { ticket = "`|<b>@all" }\nallow shop to cde on https { ticket = "`|<b>@all\\n# x" }\n',
      'a|b`<i>.zoneflow': 'allow internet to cde on http',
    });
    const { out } = await call(['diff', old, next, '--format', 'markdown', '--gate'], { here: next });
    const outside = out.replace(/`[^`\n]*`/g, '');
    assert.doesNotMatch(outside.replace(/<\/?(details|summary)>|<br>/g, ''), /[<@]/);
    for (const line of out.split('\n').filter((text) => text.startsWith('|')))
      assert.equal(line.replace(/\\\|/g, '').split('|').length, 8, line);
    assert.match(out, /^### Zoneflow: 2 newly allowed/);
    assert.match(out, /<details>\n<summary>The rules<\/summary>\n\n- /);
    assert.match(out, /\*\*Gate not passed\*\*/);
  });

  it('says what is wrong with a call, and what to do', async () => {
    const folder = repository();
    const fails: [string[], RegExp][] = [
      [['a', 'b', 'c'], /takes OLD and NEW, not 3/],
      [['nowhere'], /There is no file or folder nowhere\. nowhere is no revision of the repository/],
      [['--output=x', 'HEAD'], /no option --output/],
      [['HEAD~99'], /^HEAD~99 is no revision/],
      [['HEAD:nowhere'], /nowhere is not in HEAD/],
      [['HEAD:../..'], /not in the repository/],
      [['--', '--upload-pack=x', '.'], /--upload-pack=x is no revision/],
      [['HEAD', '--format', 'html'], /--format cannot be "html"/],
    ];
    for (const [args, message] of fails) {
      const { code, err } = await call(['diff', ...args], { here: folder.path });
      assert.equal(code, 2, args.join(' '));
      assert.match(err, message);
    }
    const plain = folders.make(policy);
    assert.match((await call(['diff', 'HEAD'], { here: plain })).err, /no Git work tree.*two folders/);
  });
});
