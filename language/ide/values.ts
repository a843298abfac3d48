import type { SourceFile } from '../names/declarations.js';
import type { Expr, Item } from '../syntax/tree.js';
import type { Span } from '../text/span.js';

/** What a value stands for: ends of connections, or services. */
export type Role = 'ends' | 'services';

/** A value inside a statement, group or service. Spans count from the start of the item. */
export interface Spot {
  readonly value: Expr;
  readonly role: Role;
  /** The value right around it. */
  readonly around: Expr | undefined;
  /** It is all that a group or service is declared as. */
  readonly isDeclaration: boolean;
}

/** All values of an item that stand for ends or services, each before those in it. */
export function* spotsOf(item: Item): Generator<Spot> {
  switch (item.kind) {
    case 'rule':
    case 'never':
    case 'expect':
      yield* within(item.source, 'ends', false);
      yield* within(item.destination, 'ends', false);
      if (item.services) yield* within(item.services, 'services', false);
      break;
    case 'group':
      yield* within(item.value, 'ends', true);
      break;
    case 'service':
      yield* within(item.value, 'services', true);
      break;
  }
}

function* within(value: Expr, role: Role, isDeclaration: boolean, around?: Expr): Generator<Spot> {
  yield { value, role, around, isDeclaration };
  const parts = value.kind === 'list' ? value.elements : value.kind === 'except' ? exceptParts(value) : [];
  for (const part of parts) yield* within(part, role, false, value);
}

const exceptParts = ({ base, without }: Extract<Expr, { kind: 'except' }>): readonly Expr[] => [
  base,
  without,
];

/** The values around a selection, the innermost first; of a cursor those that it touches. */
export function spotsAround(item: Item, { start, end }: Span): Spot[] {
  return [...spotsOf(item)].filter(({ value: { span } }) => span.start <= start && end <= span.end).reverse();
}

/** Equal for values that are written alike, white space, comments and trailing commas aside. */
export function keyOf(value: Expr): string {
  switch (value.kind) {
    case 'name':
      return value.text;
    case 'list':
      return `[${value.elements.map(keyOf).join(',')}]`;
    case 'except':
      return `(${keyOf(value.base)} except ${keyOf(value.without)})`;
    case 'address':
      return `${value.from}/${value.prefix ?? ''}-${value.to ?? ''}`;
    case 'service':
      return `${value.protocol.text}/${value.from}-${value.to}`;
    case 'labels':
      return `{${value.pairs.map(({ key, value: word }) => `${key.text}:${word.text}`).join(',')}}`;
    default:
      return value.kind;
  }
}

/** Whether anything in a value is of one of the kinds. */
export function holdsKind(value: Expr, ...kinds: readonly Expr['kind'][]): boolean {
  if (kinds.includes(value.kind)) return true;
  if (value.kind === 'list') return value.elements.some((element) => holdsKind(element, ...kinds));
  return value.kind === 'except' && exceptParts(value).some((part) => holdsKind(part, ...kinds));
}

/** A value as it is written, comments and line breaks in it included. */
export function writtenText({ text, tree }: SourceFile, item: number, { span }: Pick<Expr, 'span'>): string {
  return text.slice(tree.starts[item] + span.start, tree.starts[item] + span.end);
}

/** Whether a comment stands in a piece of a file. */
export const holdsComment = ({ tree: { comments } }: SourceFile, start: number, end: number): boolean =>
  comments.some((comment) => comment.start < end && start < comment.end);
