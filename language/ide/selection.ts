import { lex, spanOf } from '../syntax/lexer.js';
import type { SourceFile } from '../names/declarations.js';
import type { Expr, Item, Property } from '../syntax/tree.js';
import { touches, type Span } from '../text/span.js';
import type { Snapshot } from '../workspace.js';
import { commentAt, lastItem, thingAt } from './at.js';

/** The pieces of text around `offset`, the smallest first, each inside the next; the last is the whole file. */
export function selectionRanges(snapshot: Snapshot, path: string, offset: number): Span[] {
  const file = snapshot.file(path);
  if (file === undefined) return [];
  const spans = [...spansAround(file, offset), { start: 0, end: file.text.length }];
  const comment = commentAt(file, offset);
  const thing = comment ? undefined : thingAt(snapshot, path, offset);
  if (comment) spans.push(comment);
  if (thing) spans.push(thing.span);
  return nested(spans.filter((span) => touches(span, offset)));
}

/** Drops what neither holds nor is held by the rest, so that each span is inside the next. */
function nested(spans: readonly Span[]): Span[] {
  const bySize = [...spans].sort((a, b) => a.end - a.start - (b.end - b.start));
  const result: Span[] = [];
  for (const span of bySize) {
    const inner = result.at(-1);
    if (inner === undefined) result.push(span);
    else if (
      span.start <= inner.start &&
      inner.end <= span.end &&
      span.end - span.start > inner.end - inner.start
    )
      result.push(span);
  }
  return result;
}

function* spansAround(file: SourceFile, offset: number): Generator<Span> {
  const { tree, text } = file;
  for (let item = lastItem(tree, offset); item >= 0; item = holder(tree.parents, tree.ends, item, offset)) {
    const start = tree.starts[item];
    const node = tree.items[item];
    yield { start, end: tree.ends[item] };
    if (tree.ends[item] > start + node.length)
      yield trimmed(text, { start: start + node.length, end: tree.ends[item] - 1 });
    if (offset > start + node.length) continue;
    yield { start, end: start + node.length };
    for (const span of [...partsOf(node), ...tokensOf(text.slice(start, start + node.length))]) {
      yield { start: start + span.start, end: start + span.end };
    }
  }
}

/** The item around one, or the one before it that holds the offset. */
function holder(parents: Int32Array, ends: Int32Array, item: number, offset: number): number {
  let at = parents[item];
  while (at >= 0 && ends[at] < offset) at = parents[at];
  return at;
}

function trimmed(text: string, { start, end }: Span): Span {
  const inside = text.slice(start, end);
  return {
    start: start + inside.length - inside.trimStart().length,
    end: end - (inside.length - inside.trimEnd().length),
  };
}

/** Every token; of a string also what is between its quotes. */
function* tokensOf(text: string): Generator<Span> {
  for (const token of lex(text).tokens) {
    const span = spanOf(token);
    yield span;
    if (token.image.startsWith('"') && token.image.length > 2)
      yield { start: span.start + 1, end: span.end - 1 };
  }
}

function* partsOf(item: Item): Generator<Span> {
  switch (item.kind) {
    case 'rule':
      yield item.body;
      yield* item.properties.flatMap((property) => [...ofProperty(property)]);
      break;
    case 'workload':
    case 'team':
    case 'service':
      yield* item.properties.flatMap((property) => [...ofProperty(property)]);
      break;
    case 'property':
      yield* ofProperty(item.property);
      break;
  }
  if (item.kind === 'service' || item.kind === 'group') yield* ofValue(item.value);
  if (item.kind !== 'rule' && item.kind !== 'never' && item.kind !== 'expect') return;
  for (const value of [item.source, item.destination, item.services, item.identities, item.conditions]) {
    if (value) yield* ofValue(value);
  }
}

function* ofProperty({ span, value }: Property): Generator<Span> {
  yield span;
  yield* ofValue(value);
}

function* ofValue(value: Expr): Generator<Span> {
  yield value.span;
  if (value.kind === 'list') {
    const [first, last] = [value.elements[0], value.elements.at(-1)];
    if (first && last) yield { start: first.span.start, end: last.span.end };
    for (const element of value.elements) yield* ofValue(element);
  } else if (value.kind === 'except') {
    yield* ofValue(value.base);
    yield* ofValue(value.without);
  } else if (value.kind === 'labels') {
    for (const { key, value: word } of value.pairs) yield { start: key.span.start, end: word.span.end };
  }
}
