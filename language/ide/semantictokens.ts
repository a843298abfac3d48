import type { IToken } from '../syntax/tokens.js';
import type { Declarations, Declared, SourceFile } from '../names/declarations.js';
import { builtInServices } from '../net/services.js';
import { lex, spanOf } from '../syntax/lexer.js';
import { DateWord, Integer, IPv4, IPv6, keywords, Name, OpenText, Text } from '../syntax/tokens.js';
import type { ItemKind } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import { finished } from '../text/steps.js';
import type { Snapshot } from '../workspace.js';
import { lastItem } from './at.js';
import { wordsOf, type Mention } from './mentions.js';
import type { TokenModifier, TokenTypeName } from './tokentypes.js';

export interface SemanticToken {
  readonly span: Span;
  readonly type: TokenTypeName;
  readonly modifiers: readonly TokenModifier[];
}

/** Which words are looked at: `names` are those whose meaning no grammar can see. */
export type Words = 'all' | 'names';

/** The words of a file with their meaning, by position; of `range` only those that touch it. None spans lines or overlaps. */
export function semanticTokens(
  snapshot: Snapshot,
  path: string,
  range?: Span,
  words: Words = 'all',
): SemanticToken[] {
  return finished(semanticTokensInSteps(snapshot, path, range, words));
}

/** Items looked at in one step. */
const atOnce = 200;

/** The same in steps. */
export function* semanticTokensInSteps(
  snapshot: Snapshot,
  path: string,
  range: Span | undefined,
  words: Words,
): Generator<void, SemanticToken[]> {
  const file = snapshot.file(path);
  if (file === undefined) return [];
  const { items, starts } = file.tree;
  const found: SemanticToken[] = [];
  for (let item = range ? Math.max(0, lastItem(file.tree, range.start)) : 0; item < items.length; item++) {
    if (range && starts[item] > range.end) break;
    if (item % atOnce === 0) yield;
    addItemTokens(snapshot, file, item, words, found);
  }
  return range ? found.filter(({ span }) => span.start <= range.end && range.start <= span.end) : found;
}

/** Adds the words of one item, those nested in it left out. They depend on its text and on what its names stand for. */
export function addItemTokens(
  snapshot: Snapshot,
  file: SourceFile,
  item: number,
  words: Words,
  found: SemanticToken[],
): void {
  const start = file.tree.starts[item];
  const node = file.tree.items[item];
  const mentions = wordsOf(node);
  if (words === 'all') addTokens(snapshot, file, item, mentions, found);
  else for (const mention of mentions) addMention(snapshot, mention, node.kind, start, found);
}

/** Where names are used, not only declared. */
const usedNamespaces = ['segment', 'service', 'identity', 'condition', 'team'] as const;

/** What the names of one state of a policy stand for, as far as the words of an item show it; nothing of where they stand. */
export type Meanings = readonly ReadonlyMap<string, Declared>[];

export const meaningsOf = (declarations: Declarations): Meanings =>
  usedNamespaces.map((space) => declarations.named(space));

/** Whether all names stand for things of the same kinds. */
export const meanTheSame = (some: Meanings, others: Meanings): boolean =>
  some.every((names, space) => nameTheSame(names, others[space]));

function nameTheSame(some: Meanings[number], others: Meanings[number]): boolean {
  if (some === others) return true;
  if (some.size !== others.size) return false;
  for (const [name, { kind }] of some) if (others.get(name)?.kind !== kind) return false;
  return true;
}

function addTokens(
  snapshot: Snapshot,
  file: SourceFile,
  item: number,
  words: readonly Mention[],
  found: SemanticToken[],
): void {
  const start = file.tree.starts[item];
  const node = file.tree.items[item];
  let next = 0;
  for (const token of lex(file.text.slice(start, start + node.length)).tokens) {
    const { start: from, end } = spanOf(token);
    while (next < words.length && words[next].span.end <= from) next++;
    const mention =
      words[next]?.span.start === from && words[next].span.end === end ? words[next] : undefined;
    if (mention) addMention(snapshot, mention, node.kind, start, found);
    else {
      const type = typeOfToken(token);
      if (type) found.push({ span: { start: start + from, end: start + end }, type, modifiers: [] });
    }
  }
}

function typeOfToken({ tokenType, image }: IToken): TokenTypeName | undefined {
  if (keywords.has(image) || image === 'hops' || image === 'hop') return 'keyword';
  if (tokenType === Name) return 'variable';
  if (tokenType === Text || tokenType === OpenText) return 'string';
  return numbers.has(tokenType) ? 'number' : undefined;
}

const numbers = new Set([IPv4, IPv6, DateWord, Integer]);

function addMention(
  snapshot: Snapshot,
  mention: Mention,
  kind: ItemKind,
  base: number,
  found: SemanticToken[],
): void {
  const { start, end } = mention.span;
  // What is missing has no place to be coloured.
  if (end <= start) return;
  const add = (
    from: number,
    to: number,
    type: TokenTypeName,
    modifiers: readonly TokenModifier[] = [],
  ): void => {
    found.push({ span: { start: base + from, end: base + to }, type, modifiers });
  };
  const declares: readonly TokenModifier[] = 'declares' in mention && mention.declares ? ['declaration'] : [];
  switch (mention.kind) {
    case 'name':
      if (mention.namespace === 'segment' && !mention.declares) addParts(snapshot, mention, add);
      else add(start, end, ...typeOfName(snapshot, mention, kind));
      break;
    case 'labelKey':
      add(start, end, 'property', declares);
      break;
    case 'propertyKey':
      add(start, end, 'property');
      break;
    case 'labelValue':
      add(start, end, 'enumMember', declares);
      break;
    case 'propertyWord':
    case 'tier':
    case 'identityKind':
      add(start, end, 'enumMember');
      break;
    case 'protocol':
      add(start, end, 'interface', ['defaultLibrary']);
      break;
  }
}

type Add = (from: number, to: number, type: TokenTypeName, modifiers?: readonly TokenModifier[]) => void;

/** The parts of a dotted name, each as the zone or workload that it names. */
function addParts(snapshot: Snapshot, { text, span }: Mention & { kind: 'name' }, add: Add): void {
  const { segment } = snapshot.resolved.declarations.byName;
  for (let from = 0; from < text.length;) {
    const dot = text.indexOf('.', from);
    const to = dot < 0 ? text.length : dot;
    const kind = segment.get(text.slice(0, to))?.kind;
    add(span.start + from, span.start + to, segmentTypes[kind ?? ''] ?? 'variable');
    from = to + 1;
  }
}

const segmentTypes: { readonly [kind: string]: TokenTypeName | undefined } = {
  zone: 'namespace',
  workload: 'class',
  group: 'enum',
};
const nameTypes = {
  segment: 'namespace',
  service: 'interface',
  identity: 'parameter',
  condition: 'decorator',
  team: 'type',
  ruleset: 'namespace',
  flow: 'function',
} as const;

/** A name that is no dotted use, in an item of the given kind. */
function typeOfName(
  snapshot: Snapshot,
  { namespace, text, declares }: Mention & { kind: 'name' },
  kind: ItemKind,
): [TokenTypeName, readonly TokenModifier[]] {
  if (declares) return [segmentTypes[kind] ?? nameTypes[namespace], ['declaration']];
  if (snapshot.resolved.declarations.byName[namespace].has(text)) return [nameTypes[namespace], []];
  if (namespace === 'service' && builtInServices.has(text)) return ['interface', ['defaultLibrary']];
  return ['variable', []];
}
