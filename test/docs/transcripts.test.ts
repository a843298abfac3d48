import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { filesBelow, projectRoot } from '../support/sources.js';
import { call, Folders } from '../cli/support.js';
import { appendFileSync, writeFileSync } from 'node:fs';

/**
 * Pages that lead through a session at a terminal. In order of the page, `zoneflow step FILE` writes a file, `zoneflow append FILE`
 * adds to it, and a `console` block runs its `$` lines, each followed by what it prints; a line `…` stands for any lines.
 */
describe('docs: what a terminal prints', () => {
  const folders = new Folders();
  after(() => folders.removeAll());

  for (const page of filesBelow('docs', ['.md'])) {
    const blocks = blocksIn(page);
    if (!blocks.some(({ info }) => info[0] === 'console')) continue;
    it(page, async () => {
      const here = folders.make();
      for (const { info, text, line } of blocks) {
        const [language, kind, file] = info;
        if (kind === 'step') writeFileSync(path.join(here, file), text);
        if (kind === 'append') appendFileSync(path.join(here, file), text);
        if (language === 'console') await replay(text, here, `${page}:${line}`);
      }
    });
  }
});

async function replay(text: string, here: string, place: string): Promise<void> {
  for (const [command, ...expected] of sessionsIn(text)) {
    const [program, ...words] = wordsOf(command);
    assert.equal(program, 'zoneflow', place);
    const { out, err } = await call(words, { here });
    const printed = `${out}${err}`.trimEnd().split('\n');
    if (fits(printed, expected)) continue;
    assert.deepEqual(printed, expected, `${place}: ${command}`);
  }
}

/** The words of a command as a shell reads them: what stands in single quotes is one. */
const wordsOf = (command: string): string[] =>
  [...command.matchAll(/'([^']*)'|\S+/g)].map(([word, quoted]) => quoted ?? word);

function sessionsIn(text: string): string[][] {
  const sessions: string[][] = [];
  for (const line of text.trimEnd().split('\n')) {
    if (line.startsWith('$ ')) sessions.push([line.slice(2)]);
    else sessions.at(-1)!.push(line);
  }
  return sessions;
}

function fits(printed: readonly string[], expected: readonly string[]): boolean {
  const [first, ...rest] = expected;
  if (first === undefined) return printed.length === 0;
  if (first !== '…') return printed[0] === first && fits(printed.slice(1), rest);
  return printed.some((_, at) => fits(printed.slice(at), rest)) || rest.length === 0;
}

function blocksIn(page: string): { info: string[]; text: string; line: number }[] {
  const text = readFileSync(path.join(projectRoot, page), 'utf8');
  return [...text.matchAll(/^```(\S.*)\n([^]*?)^```$/gm)].map(({ 1: info, 2: body, index }) => ({
    info: info.split(' '),
    text: body,
    line: text.slice(0, index).split('\n').length,
  }));
}
