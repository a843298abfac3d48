import assert from 'node:assert/strict';
import type { SemanticTokens, SemanticTokensDelta } from 'vscode-languageserver';
import { PolicyProject, type Snapshot } from '../../language/workspace.js';
import { allNumbers } from '../../server/token-pages.js';
import { encodeTokens, type Encoded, type Reencoded } from '../../server/tokens.js';
import { Harness } from '../support/harness.js';
import { below, mutate, mutation, oneOf, randomNumbers, samplePolicies } from '../support/mutate.js';

describe('server: changes of semantic tokens', () => {
  const harness = new Harness();
  afterEach(harness.end);

  it('sends what an edit changes, and everything to who asks with an id that is no longer known', async () => {
    const client = await harness.start({});
    const textDocument = { uri: 'untitled:One' };
    const full = 'textDocument/semanticTokens/full';
    await client.open(textDocument.uri, 'zone web\nzone app\nallow web to app on https\n');
    const before = await client.request<SemanticTokens>(full, { textDocument });
    await client.change(textDocument.uri, {
      text: 'zone web\nzone app\nzone db\nallow web to app on https\n',
    });
    const previousResultId = before.resultId;
    const delta = await client.request<SemanticTokensDelta>(`${full}/delta`, {
      textDocument,
      previousResultId,
    });
    const data = [...before.data];
    for (const { start, deleteCount, data: added } of delta.edits)
      data.splice(start, deleteCount, ...(added ?? []));
    assert.deepEqual(data, (await client.request<SemanticTokens>(full, { textDocument })).data);
    assert.ok(delta.edits.length === 1 && delta.edits[0].data!.length < before.data.length);
    const again = await client.request<SemanticTokens>(`${full}/delta`, { textDocument, previousResultId });
    assert.deepEqual(again.data, data);
    assert.notEqual(again.resultId, previousResultId);
    assert.deepEqual(client.log, []);
  });

  describe('are worked out from those before', () => {
    const path = 'p.zoneflow';

    function encoded(snapshot: Snapshot, words: 'all' | 'names', before?: Encoded): Reencoded {
      const steps = encodeTokens(snapshot, snapshot.file(path)!, words, before);
      for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value;
    }

    /** The tokens after each text, once from those before and once anew. */
    function follow(texts: readonly string[], words: 'all' | 'names'): Reencoded[] {
      const project = new PolicyProject('2026-11-21');
      let before: Encoded | undefined;
      return texts.map((text) => {
        project.setFile(path, { text });
        const now = encoded(project.snapshot(), words, before);
        const anew = encoded(project.snapshot(), words);
        const numbers = allNumbers(now.pages);
        assert.deepEqual(
          [numbers, countsOf(now)],
          [allNumbers(anew.pages), countsOf(anew)],
          JSON.stringify(text),
        );
        const edited = before ? allNumbers(before.pages) : [];
        for (const { start, deleteCount, data } of now.edits) edited.splice(start, deleteCount, ...data);
        assert.deepEqual(edited, numbers);
        before = now;
        return now;
      });
    }

    const countsOf = ({ pages }: Encoded): number[] => pages.flatMap(({ counts }) => [...counts]);

    it('and are what they would be anew, after any edits', () => {
      const random = randomNumbers(5);
      for (let i = 0; i < 25; i++) {
        const { files } = oneOf(random, samplePolicies());
        let text = oneOf(random, [...files.values()]);
        const texts = Array.from({ length: 12 }, () => {
          const change = mutation(random, text);
          return (text = below(random, 3) > 0 ? mutate(text, change) : text.replace(/[\w-]+/g, swapped));
        });
        follow(texts, oneOf(random, ['all', 'names'] as const));
      }
      function swapped(word: string): string {
        return below(random, 300) === 0 ? 'zone' : word;
      }
    });

    const rules = Array.from({ length: 2_000 }, (_, i) => `allow web to app on tcp/${i + 1}\n`).join('');
    const text = `zone web\nzone app\n${rules}`;

    it('a keystroke in a rule sends only tokens of that rule and the one after it', () => {
      const [, second] = follow([text, text.replace('tcp/1000\n', 'https\n')], 'names');
      assert.equal(second.edits.length, 1);
      assert.ok(second.edits[0].data.length <= 10, String(second.edits[0].data));
    });

    for (const [what, from, to] of [
      ['a keystroke in a rule', 'tcp/1000\n', 'tcp/10001\n'],
      ['a rule more', 'tcp/1000\n', 'tcp/1000\nallow app to web on dns\n'],
      ['a rule less', 'allow web to app on tcp/1000\n', ''],
      ['a line break between two rules', 'tcp/1000\n', 'tcp/1000\n\n'],
      ['a space in place of a line break between two rules', 'tcp/999\nallow', 'tcp/999 allow'],
    ]) {
      it(`${what} has a few items encoded and one page copied, however long the file is`, () => {
        const [first, second] = follow([text, text.replace(from, to)], 'all');
        assert.ok(second.encoded > 0 && second.encoded <= 4, `${second.encoded} items`);
        assert.ok(first.pages.length > 5);
        assert.ok(second.pages.filter((page) => !first.pages.includes(page)).length <= 1);
      });
    }

    it('pages stay of a fair size while somebody types on and on', () => {
      const texts = [text];
      for (let i = 0; i < 40; i++)
        texts.push(texts[i].replace('tcp/500\n', `tcp/500\n${rules.slice(0, 1_000)}`));
      const { pages } = follow(texts, 'names').at(-1)!;
      assert.ok(Math.max(...pages.map(({ counts }) => counts.length)) <= 512);
      assert.ok(pages.length <= countsOf({ pages } as Encoded).length / 64, `${pages.length} pages`);
    });
  });
});
