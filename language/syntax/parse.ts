import { LineIndex } from '../text/lines.js';
import { finished } from '../text/steps.js';
import { ItemGrammar } from './grammar/items.js';
import { scanInSteps } from './lexer.js';
import { outline, type Segment } from './outline.js';
import { shapedItem } from './shaped.js';
import { isShaped, maxShapeSize, Shapes } from './shapes.js';
import type { TokenList } from './tokenlist.js';
import type { Item, Problem, SourceTree } from './tree.js';

/** Problems reported for one file at most: past it the text is no policy, and more of them help nobody. */
export const maxProblems = 200;

const none: readonly Problem[] = [];

let grammar: ItemGrammar | undefined;

/** The text of one file as a tree. Never throws: whatever the text is, there is a tree and a list of its problems. */
export function parse(text: string, lines = new LineIndex(text)): SourceTree {
  return finished(parseInSteps(text, lines));
}

/** Items parsed in one step. */
const atOnce = 200;

/** The same in steps. */
export function* parseInSteps(text: string, lines: LineIndex): Generator<void, SourceTree> {
  const { tokens, comments, problems: unreadable } = yield* scanInSteps(text);
  const { segments, problems: outside, regular } = yield* outline(text, tokens, lines);
  const items: Item[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  const parents: number[] = [];
  for (const segment of segments) {
    if (items.length % atOnce === atOnce - 1) yield;
    items.push(readItem(text, tokens, segment));
    starts.push(tokens.start(segment.from));
    ends.push(segment.end);
    parents.push(segment.parent);
  }
  return {
    items,
    starts: Int32Array.from(starts),
    ends: Int32Array.from(ends),
    parents: Int32Array.from(parents),
    comments,
    problems: [...unreadable, ...outside].slice(0, maxProblems),
    regular: regular && !unreadable.some((problem) => isOpen(text, problem)),
  };
}

/** Whether what could not be read is a comment that is never closed, so that it takes up all that follows. */
export const isOpen = (text: string, { span }: Problem): boolean => text.startsWith('/*', span.start);

const shapes = new Shapes();

/** The item that a segment of `text` is. Of all items with the same sequence of tokens one is parsed. */
export function readItem(text: string, tokens: TokenList, segment: Segment): Item {
  const { from, to, problems } = segment;
  if (!mayHaveShape(tokens, segment)) return parseItem(text, tokens, segment);
  const known = shapes.find(tokens, from, to);
  if (known !== undefined) return shapedItem(known, tokens, from, problems);
  const item = parseItem(text, tokens, segment);
  if (item.problems.length > problems.length) return item;
  const shape = isShaped(item) ? shapes.learn(item, tokens, from, to) : undefined;
  return shape === undefined ? item : shapedItem(shape, tokens, from, problems);
}

/** Whether all that the grammar says of such a segment follows from the types and bits of its tokens. */
function mayHaveShape(tokens: TokenList, { kind, from, to }: Segment): boolean {
  if (to - from > maxShapeSize) return false;
  switch (kind) {
    case 'allow':
    case 'deny':
    case 'pass':
    case 'expect':
    case 'property':
      return true;
    case 'flow':
    case 'zone':
    case 'workload':
    case 'service':
    case 'group':
      // A new name with a dot in it is a mistake.
      return to - from > 1 && !tokens.image(from + 1).includes('.');
    default:
      return false;
  }
}

/** Parses one item of `text` from its own tokens. */
export function parseItem(text: string, tokens: TokenList, segment: Segment): Item {
  grammar ??= new ItemGrammar();
  grammar.begin(text, tokens.objects(segment.from, segment.to));
  const length = tokens.end(segment.to - 1) - tokens.start(segment.from);
  const parsed = rule(grammar, segment);
  const found = segment.kind === 'bad' ? none : grammar.problems;
  grammar.end();
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
