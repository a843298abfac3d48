import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { readFixture, type Fixture } from './markers.js';
import { projectRoot } from './sources.js';

/**
 * Behaviour as text. A file holds the cases of one feature:
 *
 *     #### what the case shows
 *     a policy, in the form of `readFixture`
 *     ---- what is asked
 *     what comes out
 *
 * A case may ask several times. Run with ZONEFLOW_UPDATE=1 to write what comes out now; then read the difference.
 */
interface Case {
  readonly what: string;
  readonly policy: string;
  readonly asked: readonly { readonly question: string; readonly expected: string }[];
}

/** Answers one question about a fixture, as text that a person can compare. */
export type Answer = (fixture: Fixture, question: string) => string;

const isUpdating = process.env['ZONEFLOW_UPDATE'] === '1';

/** What a file says before its first case. */
const preface = (text: string): string => /^(?!####)[^]*?(?=^#### )/m.exec(text)?.[0] ?? '';

const folder = path.join(projectRoot, 'test/fixtures');

/** Declares a test for each case of a feature's file. */
export function testFixtures(feature: string, answer: Answer): void {
  const file = path.join(folder, `${feature}.txt`);
  const text = readFileSync(file, 'utf8');
  const cases = readCases(text);
  describe(`${feature}, as test/fixtures/${feature}.txt shows it`, () => {
    if (isUpdating) {
      it('is written anew', () =>
        writeFileSync(file, `${preface(text)}${cases.map((one) => show(one, answer)).join('\n')}`));
      return;
    }
    for (const one of cases) {
      it(one.what, () => {
        const fixture = readFixture(one.policy);
        assert.ok(one.asked.length > 0, 'The case asks nothing.');
        for (const { question, expected } of one.asked)
          assert.equal(tidy(answer(fixture, question)), expected);
      });
    }
  });
}

/** White space at the ends of lines says nothing, and editors take it away. */
const tidy = (text: string): string => text.replace(/[ \t]+$/gm, '').trimEnd();

function readCases(text: string): Case[] {
  return text
    .split(/^#### /m)
    .slice(1)
    .map((part) => {
      const [head, ...answers] = part.split(/^---- ?/m);
      const [what, ...policy] = head.split('\n');
      const asked = answers.map((one) => {
        const [question, ...expected] = one.split('\n');
        return { question, expected: expected.join('\n').trimEnd() };
      });
      return { what, policy: policy.join('\n').trimEnd() + '\n', asked };
    });
}

function show({ what, policy, asked }: Case, answer: Answer): string {
  const fixture = readFixture(policy);
  const answers = asked.map(
    ({ question }) => `${`---- ${question}`.trimEnd()}\n${tidy(answer(fixture, question))}`.trimEnd() + '\n',
  );
  return `#### ${what}\n${policy}${answers.join('')}`;
}
