import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { starterPolicy } from '../../client/starter-policy.js';
import { parse } from '../../language/syntax/parse.js';
import { projectRoot } from '../support/sources.js';

interface Snippet {
  prefix?: string;
  body: string[];
  description: string;
}
const read = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');
const snippets = JSON.parse(read('client/snippets/zoneflow.json')) as Record<string, Snippet>;
const walkthrough = 'client/walkthrough';

/** What the parser has to say about a text: nothing, where all of it is good. */
const problems = (text: string): string[] =>
  parse(text)
    .problems.concat(parse(text).items.flatMap((item) => item.problems))
    .map(({ message }) => message);

/** What a snippet inserts when Tab is pressed until its end. */
function inserted({ body }: Snippet): string {
  const text = body.join('\n').replaceAll('${CURRENT_YEAR}', '2026');
  return text
    .replace(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replace(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll('$0', '');
}

describe('each snippet', () => {
  for (const [name, snippet] of Object.entries(snippets)) {
    it(`“${name}” inserts text that parses`, () => {
      assert.deepEqual(problems(inserted(snippet)), []);
      assert.doesNotMatch(inserted(snippet), /\$/);
    });
  }

  it('has a description, and no prefix: what is typed is for the language server, which knows what may stand there', () => {
    for (const { prefix, description } of Object.values(snippets)) {
      assert.ok(description);
      assert.equal(prefix, undefined);
    }
  });
});

describe('the first policy of a newcomer', () => {
  it('parses', () => assert.deepEqual(problems(starterPolicy), []));

  for (const file of readdirSync(path.join(projectRoot, walkthrough)).filter((name) =>
    name.endsWith('.md'),
  )) {
    it(`as ${file} of the walkthrough shows it parses`, () => {
      const blocks = [...read(`${walkthrough}/${file}`).matchAll(/```zoneflow\n([^]*?)```/g)];
      for (const [, text = ''] of blocks) assert.deepEqual(problems(text), [], text);
    });
  }
});
