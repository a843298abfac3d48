import type { Span } from '../text/span.js';
import type { Expr, Ident, LabelPair, Property } from './tree.js';

/** How a copy of a tree reads its words and where it says that they stand. `span` is the one of the original. */
export interface Reading {
  span(span: Span): Span;
  /** The text of a piece that is one token: a name, a date, an address. */
  word(span: Span): string;
  /** What a string says. */
  quoted(span: Span): string;
  /** The number that stands `tokens` behind the start of a piece. */
  numberAfter(span: Span, tokens: number): number;
  /** The number that a piece ends with. */
  lastNumber(span: Span): number;
  /** The text of the last token of a piece. */
  lastWord(span: Span): string;
}

/** A copy of a value of the same build, with other words at other places. It has no mistakes. */
export function copyExpr(value: Expr, to: Reading): Expr {
  const { kind } = value;
  switch (kind) {
    case 'name':
      return { kind, text: to.word(value.span), span: to.span(value.span) };
    case 'address':
      return {
        kind,
        from: to.word(value.span),
        prefix: value.prefix === undefined ? undefined : to.lastNumber(value.span),
        to: value.to === undefined ? undefined : to.lastWord(value.span),
        span: to.span(value.span),
      };
    case 'service':
      // `tcp/9000-9010`: the first port is the third token.
      return {
        kind,
        protocol: copyIdent(value.protocol, to),
        from: to.numberAfter(value.span, 2),
        to: to.lastNumber(value.span),
        span: to.span(value.span),
      };
    case 'labels':
      return { kind, pairs: value.pairs.map((pair) => copyPair(pair, to)), span: to.span(value.span) };
    case 'list':
      return {
        kind,
        elements: value.elements.map((element) => copyExpr(element, to)),
        span: to.span(value.span),
      };
    case 'except':
      return {
        kind,
        base: copyExpr(value.base, to),
        without: copyExpr(value.without, to),
        span: to.span(value.span),
      };
    case 'string':
      return { kind, value: to.quoted(value.span), span: to.span(value.span) };
    case 'date':
      return { kind, text: to.word(value.span), span: to.span(value.span) };
    case 'integer':
      return { kind, value: to.lastNumber(value.span), span: to.span(value.span) };
    case 'any':
    case 'unclaimed':
    case 'missing':
      return { kind, span: to.span(value.span) };
  }
}

const copyPair = ({ key, value }: LabelPair, to: Reading): LabelPair => ({
  key: copyIdent(key, to),
  value: copyIdent(value, to),
});

export const copyIdent = ({ span }: Ident, to: Reading): Ident => ({
  text: to.word(span),
  span: to.span(span),
});

export const copyProperty = ({ key, value, span }: Property, to: Reading): Property => ({
  key: copyIdent(key, to),
  value: copyExpr(value, to),
  span: to.span(span),
});
