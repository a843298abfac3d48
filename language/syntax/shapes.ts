import type { Span } from '../text/span.js';
import { copyExpr, copyIdent, copyProperty, type Reading } from './copy.js';
import { gaps, type TokenList } from './tokenlist.js';
import type {
  ExpectItem,
  GroupItem,
  Item,
  PropertyItem,
  RuleItem,
  ServiceItem,
  TrafficParts,
  WorkloadItem,
  ZoneItem,
} from './tree.js';

/** Kinds of items that a policy has many of. */
export type ShapedItem =
  RuleItem | ExpectItem | PropertyItem | WorkloadItem | ServiceItem | GroupItem | ZoneItem;

/**
 * What all items with the same sequence of tokens have in common: the tree of one of them, without its words. Spans in
 * it count tokens: `start` is the first and `end` the last of a piece, both from 0.
 */
export interface Shape {
  readonly tree: ShapedItem;
  /** How many tokens. */
  readonly size: number;
}

/** A shape and what it is known by. */
interface Entry extends Shape {
  readonly types: Uint8Array;
  readonly bits: Uint8Array;
  /** Another one with the same hash. */
  readonly next: Entry | undefined;
}

export const isShaped = (item: Item): item is ShapedItem =>
  ['rule', 'expect', 'property', 'workload', 'service', 'group', 'zone'].includes(item.kind);

/** Longer items hardly ever have the same tokens as another. */
export const maxShapeSize = 96;
const maxShapes = 5_000;

/**
 * The shapes of items that were parsed before.
 *
 * What the grammar makes of an item without mistakes follows from the types of its tokens and a few bits about them
 * alone, so one of each sort has to be parsed. A large policy has a hundred thousand rules and a few hundred shapes.
 */
export class Shapes {
  private readonly byHash = new Map<number, Entry>();

  /** The shape of tokens `from` to `to` (exclusive), if one like it was learnt. */
  find(tokens: TokenList, from: number, to: number): Shape | undefined {
    let entry = this.byHash.get(tokens.hash(from, to));
    while (entry !== undefined && !tokens.isLike(from, to, entry.types, entry.bits)) entry = entry.next;
    return entry;
  }

  /** Keeps the shape of an item that the grammar made of tokens `from` to `to` without finding a mistake. */
  learn(item: ShapedItem, tokens: TokenList, from: number, to: number): Shape | undefined {
    // What a string says does not follow from its type where it has escapes.
    const bits = tokens.bitsOf(from, to);
    if (bits.some((bit) => (bit & gaps.escapes) !== 0)) return undefined;
    const reading = new Abstracting(tokens, from, to);
    const tree = copyItem(item, reading);
    if (!reading.isExact) return undefined;
    if (this.byHash.size >= maxShapes) this.byHash.clear();
    const hash = tokens.hash(from, to);
    const entry: Entry = {
      tree,
      size: to - from,
      types: tokens.typesOf(from, to),
      bits,
      next: this.byHash.get(hash),
    };
    this.byHash.set(hash, entry);
    return entry;
  }
}

/** Turns offsets into numbers of tokens and leaves the words out. */
class Abstracting implements Reading {
  /** Every span began and ended with a token. */
  isExact = true;
  private readonly starts = new Map<number, number>();
  private readonly ends = new Map<number, number>();

  constructor(tokens: TokenList, from: number, to: number) {
    const base = tokens.start(from);
    for (let i = from; i < to; i++) {
      this.starts.set(tokens.start(i) - base, i - from);
      this.ends.set(tokens.end(i) - base, i - from);
    }
  }

  span(span: Span): Span {
    const start = this.starts.get(span.start) ?? -1;
    const end = this.ends.get(span.end) ?? -1;
    this.isExact &&= start >= 0 && end >= start;
    return { start, end };
  }

  word(): string {
    return '';
  }

  quoted(): string {
    return '';
  }

  lastWord(): string {
    return '';
  }

  numberAfter(): number {
    return 0;
  }

  lastNumber(): number {
    return 0;
  }
}

function copyItem(item: ShapedItem, to: Reading): ShapedItem {
  const base = { length: 0, problems: [] };
  const traffic = (parts: RuleItem | ExpectItem): TrafficParts => ({
    source: copyExpr(parts.source, to),
    destination: copyExpr(parts.destination, to),
    services: parts.services && copyExpr(parts.services, to),
    identities: parts.identities && copyExpr(parts.identities, to),
    conditions: parts.conditions && copyExpr(parts.conditions, to),
  });
  const name = 'name' in item ? item.name && copyIdent(item.name, to) : undefined;
  const properties = 'properties' in item ? item.properties.map((one) => copyProperty(one, to)) : [];
  switch (item.kind) {
    case 'rule':
      return {
        ...{ kind: item.kind, action: item.action, ...base, ...traffic(item), properties },
        flow: item.flow && copyIdent(item.flow, to),
        actionSpan: to.span(item.actionSpan),
        body: to.span(item.body),
      };
    case 'expect':
      return { kind: item.kind, expected: item.expected, ...base, ...traffic(item) };
    case 'property':
      return { kind: item.kind, ...base, property: copyProperty(item.property, to) };
    case 'workload':
      return { kind: item.kind, ...base, name, properties };
    case 'service':
      return { kind: item.kind, ...base, name, value: copyExpr(item.value, to), properties };
    case 'group':
      return { kind: item.kind, ...base, name, value: copyExpr(item.value, to) };
    case 'zone':
      return { kind: item.kind, ...base, name, title: item.title };
  }
}
