import type { IToken, TokenType } from 'chevrotain';
import { lookaheadTable } from './lookahead-table.js';

/** What Chevrotain numbers the places by where a rule has a choice: the words of its keys, from the lowest bit (its `keys.js`). */
const kinds = { OR: 1 << 8, OPTION: 2 << 8, MANY: 3 << 8 } as const;

/** Which alternative to take, or whether to go in, by the next token. */
type Decision = (this: { LA_FAST(ahead: number): IToken }) => number | boolean | undefined;

/** What a parser of Chevrotain keeps of its analysis, beside what its types tell. */
interface Analysed {
  selfAnalysisDone: boolean;
  readonly fullRuleNameToShort: Readonly<Record<string, number>>;
  setLaFuncCache(key: number, decide: Decision): void;
}

/**
 * Readies a parser whose rules have been defined, in place of `performSelfAnalysis`: takes what that finds out about the
 * grammar from the table, where it has been written down, as to find it out takes longer than to read a policy. `types`
 * are the tokens by their names.
 */
export function takeLookahead(parser: object, types: ReadonlyMap<string, TokenType>): void {
  const analysed = parser as Analysed;
  for (const [place, alternatives] of Object.entries(lookaheadTable)) {
    const [, rule, kind, occurrence] = /^(\w+) (OR|OPTION|MANY)(\d*)$/.exec(place)!;
    const key = analysed.fullRuleNameToShort[rule] | kinds[kind as keyof typeof kinds] | Number(occurrence);
    analysed.setLaFuncCache(key, kind === 'OR' ? oneOf(alternatives, types) : anyOf(alternatives[0], types));
  }
  analysed.selfAnalysisDone = true;
}

/** The numbers of the types that are named, and of those in the categories that are named. */
const numbersOf = (names: string, types: ReadonlyMap<string, TokenType>): number[] =>
  names.split(' ').flatMap((name) => {
    const { tokenTypeIdx, categoryMatches } = types.get(name)!;
    return [tokenTypeIdx!, ...categoryMatches!];
  });

/** Of alternatives that begin alike the first is taken. */
function oneOf(alternatives: readonly string[], types: ReadonlyMap<string, TokenType>): Decision {
  const taken: number[] = [];
  alternatives.forEach((names, index) => {
    for (const number of numbersOf(names, types)) taken[number] ??= index;
  });
  return function () {
    return taken[this.LA_FAST(1).tokenTypeIdx];
  };
}

function anyOf(names: string, types: ReadonlyMap<string, TokenType>): Decision {
  if (names === '*') return () => true;
  const goesIn: boolean[] = [];
  for (const number of numbersOf(names, types)) goesIn[number] = true;
  return function () {
    return goesIn[this.LA_FAST(1).tokenTypeIdx] === true;
  };
}
