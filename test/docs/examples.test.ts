import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { defaultSeverity } from '../../language/findings.js';
import { inShort, openPolicy, reported, type Reported } from '../support/policies.js';
import { filesBelow, projectRoot } from '../support/sources.js';

/** A block of Zoneflow in a page: a whole policy. `kind` is the word after the language, if there is one. */
interface Example {
  readonly kind: string;
  readonly line: number;
  readonly text: string;
}

const pages = filesBelow('docs', ['.md']);
const findingPages = pages.filter(
  (page) => page.startsWith('docs/findings/') && !page.endsWith('/README.md'),
);
const codeOf = (page: string): string => path.basename(page, '.md');

describe('docs', () => {
  it('have a page for each finding, and no other', () => {
    assert.deepEqual(findingPages.map(codeOf).sort(), Object.keys(defaultSeverity).sort());
  });

  it('link every finding from the list', () => {
    const list = read('docs/findings/README.md');
    const missing = Object.keys(defaultSeverity).filter((code) => !list.includes(`[${code}](${code}.md)`));
    assert.deepEqual(missing, []);
  });

  it('link to pages and headings that are there', () => {
    assert.deepEqual(pages.flatMap(brokenLinks), []);
  });

  for (const page of findingPages) {
    const code = codeOf(page);
    const examples = examplesIn(page);
    it(`${page} names the severity`, () => {
      const severity = defaultSeverity[code as keyof typeof defaultSeverity];
      assert.match(read(page).split('\n')[2], new RegExp(`^\\*${severity},`, 'i'));
    });
    // What is too hard to decide is too long for a page.
    if (code === 'undecided-rule') continue;
    it(`${page} has an example and its mended twin`, () => {
      assert.deepEqual([...new Set(examples.map(({ kind }) => kind))], ['bad', 'good']);
    });
    for (const { kind, line, text } of examples) {
      it(`${page}:${line} is ${kind}`, () => {
        const found = check(text);
        if (kind === 'bad')
          assert.ok(
            found.some((finding) => finding.code === code),
            list(found),
          );
        else
          assert.deepEqual(
            found.filter((finding) => finding.code === code || isMistake(finding)).map(inShort),
            [],
          );
      });
    }
  }

  for (const page of pages.filter((name) => !findingPages.includes(name))) {
    for (const { line, text } of examplesIn(page)) {
      it(`${page}:${line} is a policy without mistakes`, () => {
        assert.deepEqual(check(text).filter(isMistake).map(inShort), []);
      });
    }
  }
});

const check = (text: string): Reported[] => reported(openPolicy({ 'example.zoneflow': text }));
const isMistake = ({ severity }: Reported): boolean => severity === 'error' || severity === 'warning';
const list = (found: readonly Reported[]): string => `found: ${found.map(inShort).join(', ') || 'nothing'}`;

function read(page: string): string {
  return readFileSync(path.join(projectRoot, page), 'utf8');
}

function examplesIn(page: string): Example[] {
  const text = read(page);
  return [...text.matchAll(/^```zoneflow *(\w*)\n([^]*?)^```/gm)].map((match) => ({
    kind: match[1],
    line: text.slice(0, match.index).split('\n').length,
    text: match[2],
  }));
}

/** Links of a page to a file that is not there, or to a heading that the page does not have. */
function brokenLinks(page: string): string[] {
  const targets = [...read(page).matchAll(/\]\((?!https?:)([^)\s]+)\)/g)].map((match) => match[1]);
  return targets.filter((target) => !reaches(page, target)).map((target) => `${page} → ${target}`);
}

function reaches(page: string, target: string): boolean {
  const [file, heading] = target.split('#');
  const whole = file === '' ? page : path.posix.join(path.posix.dirname(page), file);
  const text = attempt(() => read(whole));
  if (text === undefined) return false;
  return (
    heading === undefined || [...text.matchAll(/^#+ (.+)$/gm)].some((match) => anchor(match[1]) === heading)
  );
}

/** The anchor that GitHub and VS Code give to a heading. */
const anchor = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, '')
    .replaceAll(' ', '-');

function attempt<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
