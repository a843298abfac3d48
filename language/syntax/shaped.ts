import type { Span } from '../text/span.js';
import { copyExpr, copyIdent, copyProperty, type Reading } from './copy.js';
import type { Shape, ShapedItem } from './shapes.js';
import type { TokenList } from './tokenlist.js';
import type * as tree from './tree.js';

/**
 * An item of a known shape: its shape, and which tokens it is made of. Its parts are made when they are asked for and
 * not kept, so that a policy of a hundred thousand rules takes up little more memory than its text.
 */
export function shapedItem(
  shape: Shape,
  tokens: TokenList,
  from: number,
  problems: readonly tree.Problem[],
): ShapedItem {
  const { tree } = shape;
  switch (tree.kind) {
    case 'rule':
      return new ShapedRule(tree, shape.size, tokens, from, problems);
    case 'expect':
      return new ShapedExpect(tree, shape.size, tokens, from, problems);
    case 'property':
      return new ShapedProperty(tree, shape.size, tokens, from, problems);
    case 'workload':
      return new ShapedWorkload(tree, shape.size, tokens, from, problems);
    case 'service':
      return new ShapedService(tree, shape.size, tokens, from, problems);
    case 'group':
      return new ShapedGroup(tree, shape.size, tokens, from, problems);
    case 'zone':
      return new ShapedZone(tree, shape.size, tokens, from, problems);
  }
}

/** A rule that can say its own statement, whatever becomes of the file. */
export interface OwnText {
  /** As it is written, without `flow NAME:` and properties. */
  ownBody(): string;
}

/** The rule if it can say its own statement. */
export const ownText = (item: tree.RuleItem): OwnText | undefined =>
  item instanceof ShapedRule ? item : undefined;

/** An item of the same build without its words and places, or the item itself: quicker to look at than its parts. */
export const buildOf = <T extends tree.Item>(item: T): T =>
  item instanceof Shaped ? (item.build as T) : item;

/** Where the pieces of an item's build stand in a text: quicker to look at than strings of them. */
export interface Spots {
  readonly text: string;
  /** Offset of the first character of a piece of the build. */
  startOf(span: Span): number;
  /** Offset after it. */
  endOf(span: Span): number;
}

/** Where the pieces of an item stand; `undefined` where it has no shape. Used before the next item is looked at. */
export const spotsOf = (item: tree.Item): Spots | undefined =>
  item instanceof Shaped ? item.words() : undefined;

/** Reads the words of one item at a time. */
class Words implements Reading, Spots {
  private tokens!: TokenList;
  private from = 0;
  private base = 0;

  /** Reads from now on the words of the item whose first token is `from`. */
  of(tokens: TokenList, from: number): this {
    this.tokens = tokens;
    this.from = from;
    this.base = tokens.start(from);
    return this;
  }

  get text(): string {
    return this.tokens.source;
  }

  startOf({ start }: Span): number {
    return this.tokens.offset(this.from + start);
  }

  endOf({ end }: Span): number {
    return this.tokens.offsetAfter(this.from + end);
  }

  span({ start, end }: Span): Span {
    const { tokens, from, base } = this;
    return { start: tokens.start(from + start) - base, end: tokens.end(from + end) - base };
  }

  word({ start }: Span): string {
    return this.tokens.word(this.from + start, 0);
  }

  quoted({ start }: Span): string {
    return this.tokens.word(this.from + start, 1);
  }

  lastWord({ end }: Span): string {
    return this.tokens.word(this.from + end, 0);
  }

  numberAfter({ start }: Span, count: number): number {
    return Number(this.tokens.image(this.from + start + count));
  }

  lastNumber({ end }: Span): number {
    return Number(this.tokens.image(this.from + end));
  }
}

const words = new Words();
const noProperties: readonly tree.Property[] = [];

/** What all shaped items share. */
abstract class Shaped<T extends ShapedItem> {
  constructor(
    /** The item's tree without its words; spans in it count tokens. */
    readonly build: T,
    private readonly size: number,
    private readonly tokens: TokenList,
    private readonly from: number,
    readonly problems: readonly tree.Problem[],
  ) {}

  get length(): number {
    return this.tokens.end(this.from + this.size - 1) - this.tokens.start(this.from);
  }

  /** The text of a piece of the build. */
  textOf({ start, end }: Span): string {
    return this.tokens.text(this.from + start, this.from + end);
  }

  /** The words of this item, until those of another are asked for. */
  words(): Words {
    return words.of(this.tokens, this.from);
  }

  protected copy(value: tree.Expr): tree.Expr {
    return copyExpr(value, this.words());
  }

  protected optional(value: tree.Expr | undefined): tree.Expr | undefined {
    return value && this.copy(value);
  }

  protected ident(ident: tree.Ident | undefined): tree.Ident | undefined {
    return ident && copyIdent(ident, this.words());
  }

  protected listed(properties: readonly tree.Property[]): readonly tree.Property[] {
    if (properties.length === 0) return noProperties;
    const words = this.words();
    return properties.map((property) => copyProperty(property, words));
  }
}

abstract class ShapedTraffic<T extends tree.RuleItem | tree.ExpectItem> extends Shaped<T> {
  get source(): tree.Expr {
    return this.copy(this.build.source);
  }

  get destination(): tree.Expr {
    return this.copy(this.build.destination);
  }

  get services(): tree.Expr | undefined {
    return this.optional(this.build.services);
  }

  get identities(): tree.Expr | undefined {
    return this.optional(this.build.identities);
  }

  get conditions(): tree.Expr | undefined {
    return this.optional(this.build.conditions);
  }
}

class ShapedRule extends ShapedTraffic<tree.RuleItem> implements tree.RuleItem, OwnText {
  readonly kind = 'rule';

  get flow(): tree.Ident | undefined {
    const { flow } = this.build;
    // No other rule has its name, so there is no use in looking whether the word is known.
    return flow && { text: this.textOf(flow.span), span: this.words().span(flow.span) };
  }

  get action(): tree.RuleItem['action'] {
    return this.build.action;
  }

  get actionSpan(): Span {
    return this.words().span(this.build.actionSpan);
  }

  get properties(): readonly tree.Property[] {
    return this.listed(this.build.properties);
  }

  ownBody(): string {
    return this.textOf(this.build.body);
  }

  get body(): Span {
    return this.words().span(this.build.body);
  }
}

class ShapedExpect extends ShapedTraffic<tree.ExpectItem> implements tree.ExpectItem {
  readonly kind = 'expect';

  get expected(): tree.ExpectItem['expected'] {
    return this.build.expected;
  }
}

class ShapedProperty extends Shaped<tree.PropertyItem> implements tree.PropertyItem {
  readonly kind = 'property';

  get property(): tree.Property {
    return copyProperty(this.build.property, this.words());
  }
}

abstract class ShapedNamed<
  T extends tree.WorkloadItem | tree.ServiceItem | tree.GroupItem | tree.ZoneItem,
> extends Shaped<T> {
  get name(): tree.Ident | undefined {
    return this.ident(this.build.name);
  }
}

class ShapedWorkload extends ShapedNamed<tree.WorkloadItem> implements tree.WorkloadItem {
  readonly kind = 'workload';

  get properties(): readonly tree.Property[] {
    return this.listed(this.build.properties);
  }
}

class ShapedService extends ShapedNamed<tree.ServiceItem> implements tree.ServiceItem {
  readonly kind = 'service';

  get value(): tree.Expr {
    return this.copy(this.build.value);
  }

  get properties(): readonly tree.Property[] {
    return this.listed(this.build.properties);
  }
}

class ShapedGroup extends ShapedNamed<tree.GroupItem> implements tree.GroupItem {
  readonly kind = 'group';

  get value(): tree.Expr {
    return this.copy(this.build.value);
  }
}

class ShapedZone extends ShapedNamed<tree.ZoneItem> implements tree.ZoneItem {
  readonly kind = 'zone';

  /** `zone NAME "title" {`: the title is the third token. */
  get title(): string | undefined {
    return this.build.title === undefined ? undefined : this.words().quoted({ start: 2, end: 2 });
  }
}
