import assert from 'node:assert/strict';
import fc from 'fast-check';
import { organizingInSteps, refactorings, type Refactoring } from '../../../language/refactor/index.js';
import { lex } from '../../../language/syntax/lexer.js';
import type { Span } from '../../../language/text/span.js';
import type { Snapshot } from '../../../language/workspace.js';
import { finished } from '../../../language/text/steps.js';
import * as brute from '../../support/bruteforce.js';
import { applyEdits } from '../../support/ide.js';
import { openPolicy } from '../../support/policies.js';
import { anyTierRules, universe, type TinyPoint, type TinyRule } from '../../support/tiny.js';
import { rulesText, tinyNames, tinyRule } from '../../support/tinytext.js';

const file = 'rules.zoneflow';
const runs = Number(process.env.ZONEFLOW_RUNS ?? 25);

/** Names besides those of tiny policies, so that there is something to inline and unclaimed addresses to lose. */
const moreNames = `${tinyNames}zone rest { addresses = unclaimed }
// pairs
group pair = [one, sketch] except sketch.left
service web = [tcp/443, icmp]
`;

/** Rules that use them, each with comments. */
const moreRules = [
  'allow pair to [one, 10.0.0.3] on web',
  'deny rest to pair on [ssh, web]',
  'tier guardrail {\n  allow [one, [pair]] to any except pair on [tcp/443, icmp]\n}',
  'pass any to 10.0.0.3 on [ // which\n  ssh,\n  icmp,\n]',
];

type Verdicts = (point: TinyPoint) => 'allow' | 'deny';

function verdictsOf(snapshot: Snapshot): Verdicts {
  const rules: readonly TinyRule[] = snapshot.resolved.policy.rules.map(tinyRule);
  const kinds = brute.kindsOf(rules, false);
  return (point) => brute.decide(kinds, brute.kindOf(rules, point))?.action ?? 'deny';
}

const errorsOf = (snapshot: Snapshot): number =>
  snapshot.findings().filter(({ severity }) => severity === 'error').length;

const textOf = (files: Readonly<Record<string, string>>): string => Object.values(files).join('\n');

const commentsOf = (files: Readonly<Record<string, string>>): string[] => {
  const text = textOf(files);
  return lex(text)
    .comments.map(({ start, end }) => text.slice(start, end).trim())
    .sort();
};

function hold(files: Record<string, string>, snapshot: Snapshot, one: Refactoring): void {
  const after = applyEdits(files, one.edits);
  const now = openPolicy(after);
  const context = `${one.title}\n${textOf(files)}\n→\n${textOf(after)}`;
  assert.ok(errorsOf(now) <= errorsOf(snapshot), `makes mistakes: ${context}`);
  // What is said of a declaration goes with it.
  if (!one.title.includes('delete it'))
    assert.deepEqual(commentsOf(after), commentsOf(files), `loses comments: ${context}`);
  if (textOf(files).includes('\r\n'))
    assert.doesNotMatch(after[file], /[^\r]\n/, `mixes line breaks: ${context}`);
  const [old, fresh] = [verdictsOf(snapshot), verdictsOf(now)];
  const changed = new Set(universe.filter((point) => old(point) !== fresh(point)).map(fresh));
  const told = new Set(
    [
      [one.title.includes('newly denied'), 'deny'] as const,
      [one.title.includes('newly allowed'), 'allow'] as const,
    ].flatMap(([is, action]) => (is ? [action] : [])),
  );
  assert.ok(!one.title.includes('too much'), context);
  assert.deepEqual(changed, told, `changes other verdicts than it says: ${context}`);
}

/** Comments above and behind the lines of rules, as many as there are bits for. */
function withComments(text: string, bits: readonly number[]): string {
  return text
    .split('\n')
    .map((line, i) => {
      const bit = bits[i % bits.length];
      const plain = line.trim() === '' || /[[{]$|^\}|^\]/.test(line.trim());
      const behind = !plain && (bit & 1) > 0 ? `${line} // behind ${i}` : line;
      return (bit & 2) > 0 && !/^[\s\]]*$/.test(line) ? `// above ${i}\n${behind}` : behind;
    })
    .join('\n');
}

const policies = fc
  .record({
    rules: anyTierRules(5),
    more: fc.subarray(moreRules),
    bits: fc.array(fc.nat(7), { minLength: 3, maxLength: 9 }),
    isWindows: fc.boolean(),
  })
  .map(({ rules, more, bits, isWindows }) => {
    const filled = rules.filter(({ source, destination }) => source.length > 0 && destination.length > 0);
    const text = withComments(`${rulesText(filled)}${more.join('\n')}\n`, bits);
    const ends = (raw: string): string => (isWindows ? raw.replace(/\n/g, '\r\n') : raw);
    return { 'names.zoneflow': ends(moreNames), [file]: ends(text) };
  });

/** Cursors at words all over the file, and one selection. */
function placesIn(text: string, at: number, to: number): Span[] {
  const { tokens } = lex(text);
  // A file without a rule may hold nothing but blanks.
  if (tokens.length === 0) return [{ start: 0, end: text.length }];
  const cursors = [0, 1, 2, 3, 4, 5].map((i) => {
    const { startOffset } = tokens[Math.floor((at + i / 6) * tokens.length) % tokens.length];
    return { start: startOffset, end: startOffset };
  });
  const start = Math.floor(at * text.length);
  return [...cursors, { start, end: Math.max(start, Math.floor(to * text.length)) }];
}

function check(files: Record<string, string>, at: number, to: number, seen: Map<string, number>): void {
  const snapshot = openPolicy(files);
  const held = new Set<string>();
  for (const { path, text } of snapshot.files) {
    for (const span of placesIn(text, at, to)) {
      for (const one of [
        ...refactorings(snapshot, path, span),
        ...finished(organizingInSteps(snapshot, path)),
      ]) {
        const key = JSON.stringify(one.edits);
        if (held.has(key)) continue;
        held.add(key);
        const kind = one.title.split(' ').slice(0, 2).join(' ');
        seen.set(kind, (seen.get(kind) ?? 0) + 1);
        hold(files, snapshot, one);
      }
    }
  }
}

const fraction = fc.double({ min: 0, max: 0.999, noNaN: true });
const places = fc.tuple(fraction, fraction);

describe('refactorings of random policies', () => {
  it('change no verdict but those they say, keep comments and line breaks', () => {
    fc.assert(
      fc.property(policies, places, (files, [at, to]) => check(files, at, to, new Map())),
      { numRuns: runs },
    );
  }).timeout(600_000);

  it('are of every kind: a law that nothing falls under is worth nothing', () => {
    const seen = new Map<string, number>();
    const cases = fc.sample(fc.tuple(policies, places), { numRuns: 40, seed: 1 });
    for (const [files, [at, to]] of cases) check(files, at, to, seen);
    const kinds = ['Extract group', 'Extract service', 'Extract zone', 'Inline group', 'Inline service'];
    for (const kind of [...kinds, 'Move these', 'Move this', 'Name this', 'Sort the', 'Write `https`'])
      assert.ok((seen.get(kind) ?? 0) >= 2, `${kind}: ${JSON.stringify([...seen])}`);
  }).timeout(600_000);
});
