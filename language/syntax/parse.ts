import type { IToken } from 'chevrotain';
import { LineIndex } from '../text/lines.js';
import { ItemGrammar } from './grammar/items.js';
import { scan } from './lexer.js';
import { outline, type Segment } from './outline.js';
import type { Item, Problem, SourceTree } from './tree.js';

/** Problems reported for one file at most: past it the text is no policy, and more of them help nobody. */
export const maxProblems = 200;

const none: readonly Problem[] = [];

let grammar: ItemGrammar | undefined;

/** The text of one file as a tree. Never throws: whatever the text is, there is a tree and a list of its problems. */
export function parse(text: string, lines = new LineIndex(text)): SourceTree {
  const { tokens, comments, problems: unreadable } = scan(text);
  const { segments, problems: outside, regular } = outline(text, tokens, lines);
  const items: Item[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const parents: number[] = [];
  for (const segment of segments) {
    items.push(parseItem(text, tokens.objects(segment.from, segment.to), segment));
    starts.push(tokens.start(segment.from));
    ends.push(segment.end);
    parents.push(segment.parent);
  }
  return {
    items,
    starts,
    ends,
    parents,
    comments,
    problems: [...unreadable, ...outside].slice(0, maxProblems),
    regular,
  };
}

/** Parses one item of `text` from its own tokens. */
export function parseItem(text: string, tokens: IToken[], segment: Segment): Item {
  grammar ??= new ItemGrammar();
  grammar.begin(text, tokens);
  const last = tokens[tokens.length - 1];
  const length = last.startOffset + last.image.length - tokens[0].startOffset;
  const parsed = rule(grammar, segment);
  const found = segment.kind === 'bad' ? none : grammar.problems;
  const problems = segment.problems.length + found.length === 0 ? none : [...segment.problems, ...found];
  return Object.assign(parsed, { length, problems });
}

function rule(grammar: ItemGrammar, { kind }: Segment) {
  switch (kind) {
    case 'flow':
    case 'allow':
    case 'deny':
    case 'pass':
      return grammar.rule();
    default:
      return grammar[kind]();
  }
}
