import assert from 'node:assert/strict';
import { createToken, Lexer, type TokenType } from 'chevrotain';
import fc from 'fast-check';
import { scan } from '../../../language/syntax/lexer.js';
import { keywords, lexedTokens, marks, Name } from '../../../language/syntax/tokens.js';
import { generatePolicy, sorts } from '../../perf/generate.js';
import { openSample, samplePolicies } from '../../support/policies.js';

/** What is read and left out: white space; comments, also those that are never closed, which end with their line. */
const Blank = createToken({ name: 'Blank', pattern: /[ \t\r\n\f\uFEFF]+/, group: Lexer.SKIPPED });
const LineComment = createToken({ name: 'LineComment', pattern: /\/\/[^\r\n]*/, group: 'comments' });
const BlockComment = createToken({
  name: 'BlockComment',
  pattern: /\/\*[^]*?\*\//,
  group: 'comments',
  line_breaks: true,
});
const OpenComment = createToken({ name: 'OpenComment', pattern: /\/\*[^\r\n]*/, group: 'open' });

/** Chevrotain's own lexer of the same definitions: slow, and well tried. The reserved words are patterns of their own here. */
const words = [...keywords.keys()].map((word) =>
  createToken({ name: word, pattern: word, longer_alt: Name }),
);
const lexer = new Lexer(
  [
    ...[Blank, LineComment, BlockComment, OpenComment],
    ...lexedTokens.flatMap(({ type }): TokenType[] => (type === Name ? [...words, Name] : [type])),
    ...marks.values(),
  ],
  { positionTracking: 'onlyOffset' },
);

interface Read {
  /** Kind, image, start, end; whether it is the first on its line. */
  readonly tokens: readonly unknown[];
  readonly comments: readonly unknown[];
  readonly problems: readonly unknown[];
}

const byStart = <T extends { start: number }>(spans: T[]): T[] => spans.sort((a, b) => a.start - b.start);

function byScanner(text: string, start: number, end: number): Read {
  const { tokens, comments, problems } = scan(text, start, end);
  return {
    tokens: Array.from({ length: tokens.length }, (_, i) => [
      ...[tokens.type(i)!.name, tokens.image(i), tokens.start(i), tokens.end(i), tokens.isFirstOnLine(i)],
    ]),
    comments: byStart(comments.map((span) => ({ start: span.start, end: span.end }))),
    problems: byStart(problems.map(({ span }) => ({ start: span.start, end: span.end }))),
  };
}

function byChevrotain(whole: string, start: number, end: number): Read {
  const text = whole.slice(start, end);
  const { tokens, groups, errors } = lexer.tokenize(text);
  const spanOf = (offset: number, length: number): { start: number; end: number } => ({
    start: start + offset,
    end: start + offset + length,
  });
  const spans = (group: string): { start: number; end: number }[] =>
    groups[group].map(({ startOffset, image }) => spanOf(startOffset, image.length));
  return {
    tokens: tokens.map(({ tokenType, image, startOffset }, i) => {
      const before = i === 0 ? 0 : tokens[i - 1].startOffset + tokens[i - 1].image.length;
      const isFirst = i === 0 || /[\r\n]/.test(text.slice(before, startOffset));
      const { start: from, end: to } = spanOf(startOffset, image.length);
      return [tokenType.name, image, from, to, isFirst];
    }),
    comments: byStart(spans('comments')),
    problems: byStart([...spans('open'), ...errors.map(({ offset, length }) => spanOf(offset, length))]),
  };
}

function compare(text: string, start = 0, end = text.length): number {
  const read = byScanner(text, start, end);
  assert.deepEqual(read, byChevrotain(text, start, end));
  return read.tokens.length;
}

const samples = [...samplePolicies().sound, ...samplePolicies().faulty].flatMap((name) =>
  openSample(name).files.map(({ text }) => text),
);

const scraps = [
  ...[
    '{',
    '"',
    '\\',
    '/*',
    '*/',
    '/*/',
    '//',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\f',
    '\v',
    '\0',
    '\uFEFF',
    '§',
    'é',
    '😀',
  ],
  ...[
    '\ud83d',
    '\u2028',
    '\u00a0',
    '::',
    'fe80::1%eth0',
    '::ffff:1.2.3.4',
    'a:b:c',
    'abcd:',
    ':a:',
    '10.0.0.1/24',
  ],
  ...[
    '1.',
    '1.2.',
    '2027-1-1',
    '20277-01-01',
    '2027-',
    '-',
    '.',
    'a.b',
    '.a',
    'a.',
    '*',
    '/',
    '|',
    ':',
    '\\"',
    '12:',
  ],
  ...['0x1', ',', '=', '[', ']', '}', '_', 'a_', 'zone.any', 'allow-', 'allowx', 'a-b_c', ...keywords.keys()],
];

describe('the scanner', () => {
  it("reads the samples and generated policies as Chevrotain's lexer does", () => {
    const generated = sorts.flatMap((sort) => generatePolicy(sort, 200).map(({ text }) => text));
    let tokens = 0;
    for (const text of [...samples, ...generated]) tokens += compare(text);
    assert.ok(tokens > 10_000);
  });

  it('does so with texts that are spoilt, and with parts of them', () => {
    const change = fc.tuple(fc.nat(), fc.constantFrom(0, 0, 1, 3), fc.constantFrom(...scraps));
    const cases = fc.tuple(
      fc.constantFrom(...samples),
      fc.tuple(fc.nat(), fc.nat(400)),
      fc.array(change, { maxLength: 12 }),
      fc.tuple(fc.nat(), fc.nat()),
    );
    fc.assert(
      fc.property(cases, ([sample, [from, length], changes, part]) => {
        let text = sample.slice(from % sample.length).slice(0, length);
        for (const [at, cut, put] of changes) {
          const start = at % (text.length + 1);
          text = text.slice(0, start) + put + text.slice(start + cut);
        }
        compare(text);
        const [start, end] = part.map((offset) => offset % (text.length + 1)).sort((a, b) => a - b);
        compare(text, start, end);
      }),
      { numRuns: process.env['ZONEFLOW_LONG'] ? 30_000 : 1_000 },
    );
  });

  it('does so with any characters and scraps', () => {
    const unit = fc.oneof(
      fc.constantFrom(...scraps),
      fc.constantFrom(...scraps, ' '),
      fc.string({ maxLength: 4 }),
      fc.nat(0xffff).map((code) => String.fromCharCode(code)),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 30 }), (units) => {
        compare(units.join(''));
      }),
      { numRuns: process.env['ZONEFLOW_LONG'] ? 100_000 : 2_000 },
    );
  });
});
