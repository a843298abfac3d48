import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { createTokenInstance, EOF, getLookaheadPaths, type LookaheadProductionType } from 'chevrotain';
import { ItemGrammar, ItemRules } from '../../../language/syntax/grammar/items.js';
import { lookaheadTable } from '../../../language/syntax/grammar/lookahead-table.js';
import { grammarTokens } from '../../../language/syntax/tokens.js';
import { projectRoot } from '../../support/sources.js';

const file = path.join(projectRoot, 'language/syntax/grammar/lookahead-table.ts');

/** What Chevrotain calls a place where a rule has a choice, and how the grammar writes it. */
const kinds: ReadonlyMap<string, string> = new Map([
  ['Alternation', 'OR'],
  ['Option', 'OPTION'],
  ['Repetition', 'MANY'],
]);

/** A part of a rule, as Chevrotain serializes it. */
interface Part {
  readonly type: string;
  /** Of a rule. */
  readonly name?: string;
  readonly idx?: number;
  readonly definition?: readonly Part[];
}

const partsOf = (part: Part): Part[] => [part, ...(part.definition ?? []).flatMap(partsOf)];

/** The grammar, analysed by Chevrotain itself. */
class AnalysedGrammar extends ItemRules {
  constructor() {
    super();
    this.performSelfAnalysis();
  }
}

/** The table as it has to be: how each alternative may begin, by the place of the choice. */
function tableOf(grammar: ItemRules): Record<string, readonly string[]> {
  const rules = grammar.getGAstProductions();
  const table: Record<string, string[]> = {};
  for (const serialized of grammar.getSerializedGastProductions() as readonly Part[]) {
    const name = serialized.name!;
    for (const { type, idx = 0 } of partsOf(serialized)) {
      if (type.startsWith('Repetition') && !kinds.has(type)) assert.fail(`${type} is not in the table.`);
      if (!kinds.has(type)) continue;
      const paths = getLookaheadPaths({
        occurrence: idx,
        rule: rules[name],
        prodType: type as LookaheadProductionType,
        maxLookahead: 1,
      });
      const alternatives = type === 'Alternation' ? paths : paths.slice(0, 1);
      table[`${name} ${kinds.get(type)}${idx || ''}`] = alternatives.map((alternative) =>
        alternative.some((path) => path.length === 0) ? '*' : alternative.map(([{ name }]) => name).join(' '),
      );
    }
  }
  return table;
}

function moduleOf(table: Record<string, readonly string[]>): string {
  const lines = Object.entries(table).map(
    ([place, alternatives]) => `  '${place}': [${alternatives.map((names) => `'${names}'`).join(', ')}],\n`,
  );
  return `/**
 * With which tokens the alternatives of the grammar begin, by the place of the choice, as Chevrotain's analysis has it;
 * \`*\` where one may be empty, so that it fits anywhere.
 * Written by \`ZONEFLOW_UPDATE=1 npx mocha out/test/language/syntax/lookahead.test.js\` whenever the grammar has changed.
 */
// prettier-ignore
export const lookaheadTable: Readonly<Record<string, readonly string[]>> = {
${lines.join('')}};
`;
}

describe('the table of what the grammar looks ahead for', () => {
  it('says what Chevrotain finds out about the grammar', () => {
    const table = tableOf(new AnalysedGrammar());
    if (process.env['ZONEFLOW_UPDATE'] === '1') writeFileSync(file, moduleOf(table));
    else assert.deepEqual(lookaheadTable, table, 'Run this test with ZONEFLOW_UPDATE=1, and compile anew.');
  });

  it('decides as Chevrotain would, for every choice and every next token', () => {
    interface Internal {
      readonly lookAheadFuncsCache: ReadonlyMap<number, (this: object) => unknown>;
    }
    const [ours, theirs] = [new ItemGrammar(), new AnalysedGrammar()];
    const caches = [ours, theirs].map((grammar) => (grammar as unknown as Internal).lookAheadFuncsCache);
    assert.deepEqual([...caches[0].keys()].sort(), [...caches[1].keys()].sort());
    for (const [key, decide] of caches[0]) {
      for (const type of [...grammarTokens, EOF]) {
        const token = createTokenInstance(type, '', 0, 0, 0, 0, 0, 0);
        ours.input = theirs.input = [token];
        assert.equal(decide.call(ours), caches[1].get(key)!.call(theirs), `${key} before ${type.name}`);
      }
    }
  });
});
