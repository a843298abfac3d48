import type { Namespace, SourceFile } from '../names/declarations.js';
import { lex, spanOf } from '../syntax/lexer.js';
import { keywords } from '../syntax/tokens.js';
import type { Item, SourceTree } from '../syntax/tree.js';
import { touches, type Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { ignoredCodes } from './ignore.js';
import { mentionsOf, type Meaning, type Mention, type Whole } from './mentions.js';

/** A name as far as the cursor's part of it: `shop` where the cursor stands in the `shop` of `shop.web`. */
export interface NameThing {
  readonly kind: 'name';
  readonly namespace: Namespace;
  /** Whole and dotted, declared names with the zones around them. */
  readonly name: string;
  readonly declares: boolean;
}

/** What a place of the text is about. */
export type Thing = (
  | NameThing
  | Exclude<Meaning, { kind: 'name' }>
  | { readonly kind: 'keyword'; readonly word: string }
  | { readonly kind: 'whole'; readonly whole: Whole }
  | { readonly kind: 'findingCode'; readonly code: string }
) & {
  /** In the file. */
  readonly span: Span;
  readonly file: SourceFile;
  /** Index of the item it stands in; -1 in a comment. */
  readonly item: number;
};

/** What stands at `offset` of a file, both ends of a word included; `undefined` where there is nothing to speak of. */
export function thingAt(snapshot: Snapshot, path: string, offset: number): Thing | undefined {
  const file = snapshot.file(path);
  if (file === undefined) return undefined;
  const comment = commentAt(file, offset);
  if (comment) return codeAt(file, comment, offset);
  const item = itemAt(file.tree, offset);
  if (item < 0) return undefined;
  const start = file.tree.starts[item];
  const at = offset - start;
  const shifted = ({ start: from, end }: Span): Span => ({ start: start + from, end: start + end });
  const node = file.tree.items[item];
  const mention = touched(mentionsOf(node).words, at);
  if (mention?.kind === 'name') {
    const { name, span } = nameAt(file.tree, item, mention, at);
    return {
      kind: 'name',
      namespace: mention.namespace,
      name,
      declares: mention.declares,
      span: shifted(span),
      file,
      item,
    };
  }
  if (mention) return { ...mention, span: shifted(mention.span), file, item };
  const keyword = keywordAt(file, item, at);
  if (keyword) return { kind: 'keyword', word: keyword.word, span: shifted(keyword.span), file, item };
  const whole = mentionsOf(node).wholes.find(({ span }) => touches(span, at));
  return whole && { kind: 'whole', whole, span: shifted(whole.span), file, item };
}

/** Index of the last item that begins at or before `offset`; -1 where none does. */
export function lastItem(tree: SourceTree, offset: number): number {
  let low = -1;
  let high = tree.starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (tree.starts[middle] <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Index of the item whose own text `offset` touches, not that of one nested in it; -1 where there is none. */
export function itemAt(tree: SourceTree, offset: number): number {
  const item = lastItem(tree, offset);
  return item >= 0 && offset <= tree.starts[item] + tree.items[item].length ? item : -1;
}

/** The comment that `offset` stands in. The end of a line comment still is in it, that of a block comment is not. */
export function commentAt({ tree: { comments }, text }: SourceFile, offset: number): Span | undefined {
  let low = 0;
  let high = comments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (comments[middle].end < offset) low = middle + 1;
    else high = middle;
  }
  const comment = comments[low];
  if (comment === undefined || comment.start >= offset) return undefined;
  return offset < comment.end || text[comment.start + 1] === '/' ? comment : undefined;
}

/** The whole dotted name that an item declares, its own word given. */
export function wholeName(tree: SourceTree, item: number, own: string): string {
  const parent = tree.parents[item];
  const node: Item | undefined = tree.items[parent];
  if (!isSegment(tree.items[item]) || node?.kind !== 'zone' || node.name === undefined) return own;
  return `${wholeName(tree, parent, node.name.text)}.${own}`;
}

const isSegment = ({ kind }: Item): boolean => kind === 'zone' || kind === 'workload' || kind === 'group';

/** The name up to the part that `at` stands in, and where that part is. */
function nameAt(
  tree: SourceTree,
  item: number,
  { text, span, declares }: Mention & { kind: 'name' },
  at: number,
): { name: string; span: Span } {
  if (declares) return { name: wholeName(tree, item, text), span };
  const end = text.indexOf('.', at - span.start);
  const name = end < 0 ? text : text.slice(0, end);
  const start = name.lastIndexOf('.') + 1;
  return { name, span: { start: span.start + start, end: span.start + name.length } };
}

/** The word that `at` stands in, else the one that it stands behind. */
export function touched<T extends { readonly span: Span }>(words: readonly T[], at: number): T | undefined {
  let low = 0;
  let high = words.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (words[middle].span.end < at) low = middle + 1;
    else high = middle;
  }
  const next = words[low + 1];
  if (next !== undefined && next.span.start === at) return next;
  return words[low] && touches(words[low].span, at) ? words[low] : undefined;
}

function keywordAt(file: SourceFile, item: number, at: number): { word: string; span: Span } | undefined {
  const start = file.tree.starts[item];
  const { tokens } = lex(file.text.slice(start, start + file.tree.items[item].length));
  for (const token of tokens) {
    if (token.startOffset > at) return undefined;
    const span = spanOf(token);
    if (touches(span, at) && keywords.has(token.image)) return { word: token.image, span };
  }
  return undefined;
}

function codeAt(file: SourceFile, comment: Span, offset: number): Thing | undefined {
  const code = ignoredCodes(file.text, comment).find(({ span }) => touches(span, offset));
  return code && { kind: 'findingCode', code: code.code, span: code.span, file, item: -1 };
}
