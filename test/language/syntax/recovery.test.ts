import assert from 'node:assert/strict';
import fc from 'fast-check';
import { parse } from '../../../language/syntax/parse.js';
import { samplePolicies, openSample, openPolicy } from '../../support/policies.js';

/** The items of a text, nested ones indented: `kind name`, with `!` where there is a mistake. */
function shape(text: string): string[] {
  const tree = parse(text);
  const depth: number[] = [];
  return tree.items.map((item, i) => {
    depth[i] = tree.parents[i] < 0 ? 0 : depth[tree.parents[i]] + 1;
    const name = 'name' in item ? item.name?.text : item.kind === 'rule' ? item.action : undefined;
    const word = [item.kind, name].filter(Boolean).join(' ');
    return `${'  '.repeat(depth[i])}${word}${item.problems.length > 0 ? ' !' : ''}`;
  });
}

const messages = (text: string): string[] => {
  const tree = parse(text);
  return [...tree.problems, ...tree.items.flatMap((item) => item.problems)].map(({ message }) => message);
};

describe('a mistake stays in its declaration', () => {
  const cases: [string, string, string[]][] = [
    ['a rule without an end', 'allow a to\nallow c to d on ssh', ['rule allow !', 'rule allow']],
    ['a rule without services', 'allow a to b\ndeny c to d on ssh', ['rule allow !', 'rule deny']],
    ['an open list', 'allow [a, b to c on ssh\nzone z', ['rule allow !', 'zone z']],
    ['an open string', 'condition mfa "second\nzone z', ['condition mfa !', 'zone z']],
    ['an open property block', 'workload w { owner = x\nzone z {}', ['workload w !', 'zone z']],
    ['an unknown word', 'alow a to b on ssh\ndeny a to b on ssh', ['bad !', 'rule deny']],
    ['a reserved word as a name', 'zone test { trust = dmz }\nzone z', ['zone !', '  property', 'zone z']],
    ['a missing name', 'zone\nallow a to b on ssh', ['zone !', 'rule allow']],
    ['a half-typed property', 'zone a {\n  owner =\n  zone b {}\n}', ['zone a', '  property !', '  zone b']],
    [
      'two properties on a line',
      'zone a { owner = x trust = dmz }',
      ['zone a', '  property', '  property !'],
    ],
    ['a rule in a zone', 'zone a {\n  allow a to b on ssh\n}\nzone b', ['zone a', 'rule allow !', 'zone b']],
    ['a stray brace', 'zone a {}\n}\nzone b {}', ['zone a', 'zone b']],
    ['a bare zone before nonsense', 'zone a\nfoo bar\nzone b', ['zone a', 'bad !', 'zone b']],
    ['a flow without its colon', 'flow x\nallow a to b on ssh', ['rule allow !', 'rule allow']],
  ];
  for (const [what, text, expected] of cases) it(what, () => assert.deepEqual(shape(text), expected));
});

describe('where a brace is missing, indentation tells what was meant', () => {
  it('at the end of an outer zone', () => {
    const text = 'zone a {\n  zone b {}\n\nzone c {\n  zone d {}\n}\nallow a to c on ssh';
    assert.deepEqual(shape(text), ['zone a !', '  zone b', 'zone c', '  zone d', 'rule allow']);
  });
  it('at the end of an inner zone', () => {
    const text = 'zone a {\n  zone b {\n    trust = dmz\n  zone c {}\n}\nzone d {}';
    assert.deepEqual(shape(text), ['zone a', '  zone b !', '    property', '  zone c', 'zone d']);
  });
  it('at the end of a workload', () => {
    const text = 'zone a {\n  workload w {\n    owner = x\n}\nzone b {}';
    assert.deepEqual(shape(text), ['zone a', '  workload w !', 'zone b']);
  });
  it('at the end of a tier', () => {
    const text = 'tier guardrail {\n  deny a to b on ssh\n\nallow a to c on ssh';
    assert.deepEqual(shape(text), ['tier guardrail !', '  rule deny', 'rule allow']);
  });
  it('and means nothing where braces match', () => {
    assert.deepEqual(shape('zone a {\nzone b {\n}\nzone c {\n}\n}'), ['zone a', '  zone b', '  zone c']);
  });
});

describe('messages state the fact, then the remedy', () => {
  const cases: [string, string][] = [
    ['alow a to b on ssh', '`alow` begins no declaration. Did you mean `allow`?'],
    ['allow a b on ssh', 'Expected `to` between the source and the destination.'],
    ['allow a to b', 'Expected the services: `on https`, or `on any`.'],
    ['allow a to b on ssh when', 'Expected a condition.'],
    ['owner = x', 'A property stands outside of any block. Write it in the braces of what it belongs to.'],
    ['expect deny a to b on ssh', '`expect` stands outside of any test. Move it into the block of one.'],
    ['allow [a b] to c on ssh', 'Two elements of a list need a comma between them.'],
    ['zone a { owner = x trust = dmz }', 'A comma or a new line is missing before this.'],
    ['zone a { owner = x,, trust = dmz }', 'This comma has nothing before it. Delete it.'],
    ['zone a {\n', 'The `{` of this zone is never closed. Add the missing `}`.'],
    ['zone when', '`when` is a reserved word and can name nothing. Choose another name.'],
    ['allow a to b on ssh } ', 'This `}` closes nothing. Delete it, or add the `{` that it should close.'],
    ['/* never', 'This comment is never closed. Close it with `*/`, or begin it with `//`.'],
    ['never a to b within 3 hops', '`within` goes with `reaches`. Write `never A reaches B within N hops`.'],
  ];
  for (const [text, message] of cases) it(text.trim(), () => assert.deepEqual(messages(text), [message]));
});

describe('what people write who come from other languages is told as it is written here', () => {
  const cases: [string, string, string?][] = [
    ['permit a to b on ssh', '`permit` begins no declaration. Did you mean `allow`?', 'allow'],
    [
      'allow a to b on ssh;',
      'The language has no use for `;` here. Delete it: a declaration ends by itself.',
      '',
    ],
    ['allow a to b on ssh, rdp', '`,` has no place here. Delete it, or write several as a list: `[a, b]`.'],
    [
      'allow a to b on tcp 443',
      '`443` has no place here. Delete it; a port is written with its protocol, as in `tcp/443`.',
    ],
    ['allow a to b on ssh { owner: net }', 'A value follows `=`, not `:`.', ' ='],
    ['service s: tcp/443', 'A value follows `=`, not `:`.', ' ='],
    ['zone z { trust: dmz }', '`trust` begins no declaration. A property is written `trust = …`.'],
    ['team t # who', 'The language has no use for `#` here. A comment begins with `//`.', '//'],
    [
      'zone a { owner = x ;# why\n}',
      'The language has no use for `;#` here. Delete it: a declaration ends by itself.',
    ],
    ['zone a { host: 10.0.0.1 }', '`host` begins no declaration. A property is written `host = …`.'],
    ['allow a to b on ssh *', 'The language has no use for `*` here. All of them are `any`.', 'any'],
  ];
  for (const [text, message, mend] of cases)
    it(text, () => {
      const { problems, items } = parse(text);
      const [first] = [...problems, ...items.flatMap((item) => item.problems)];
      assert.equal(first.message, message);
      assert.equal(first.replacement?.text, mend);
    });
});

describe('reserved words', () => {
  it('may be property keys, label keys and label values', () => {
    const text =
      'labels { tier: test | any }\nworkload w { labels = { tier: test } }\ngroup g = { tier: any }';
    assert.deepEqual(messages(text), []);
  });
});

describe('whatever the text', () => {
  const sources = [...samplePolicies().sound, ...samplePolicies().faulty].flatMap((name) =>
    openSample(name).files.map(({ text }) => text),
  );

  it('the tree covers it in order, and spans lie inside it', () => {
    const piece = fc.oneof(
      fc.constantFrom(...sources),
      fc.string(),
      fc.constantFrom('{', '}', '[', '"', '/*', '\n'),
    );
    const broken = fc.tuple(piece, fc.nat(4000), fc.nat(40), piece).map(([text, at, cut, put]) => {
      const start = at % (text.length + 1);
      return text.slice(0, start) + put.slice(0, 200) + text.slice(start + cut);
    });
    fc.assert(
      fc.property(broken, (text) => {
        const tree = parse(text);
        tree.items.forEach((item, i) => {
          const [start, end] = [tree.starts[i], tree.ends[i]];
          assert.ok(i === 0 || tree.starts[i - 1] < start);
          assert.ok(tree.parents[i] < i && start + item.length <= end && end <= text.length);
          for (const { span } of item.problems) {
            assert.ok(0 <= span.start && span.start <= span.end && start + span.end <= text.length);
          }
        });
      }),
      { numRuns: 300 },
    );
  });

  it('what comes before a new declaration at the end keeps its meaning', () => {
    const half = [
      'zone',
      'allow shop',
      'allow a to b on',
      'flow x:',
      'group g = [',
      'workload w {',
      'zone z {',
      'labels {',
    ];
    for (const name of samplePolicies().sound) {
      const files = openSample(name).files.map(({ path, text }): [string, string] => [path, text]);
      const rules = openPolicy(Object.fromEntries(files)).resolved.policy.rules.length;
      for (const start of half) {
        const [[path, text], ...others] = files;
        const changed = openPolicy(Object.fromEntries([[path, `${start}\n${text}`], ...others]));
        assert.equal(changed.resolved.policy.rules.length, rules, `${name}: ${start}`);
      }
    }
  });

  it('ten thousand nested brackets of each kind are read', () => {
    const deep = 10_000;
    for (const text of ['[', '{', 'zone a {', 'allow [', 'x = ['].map((open) => open.repeat(deep))) {
      assert.ok(messages(text).length > 0);
      openPolicy({ 'a.zoneflow': text }).findings();
    }
  });
});
