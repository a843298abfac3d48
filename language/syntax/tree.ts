import type { FindingCode } from '../findings.js';
import type { Action } from '../policy/model.js';
import type { Span } from '../text/span.js';

/**
 * The syntax tree of one file: a flat list of *items*, each with the tree of its own text.
 *
 * An item is the least piece that is parsed by itself: a declaration without anything nested in it, the head of one that
 * nests others (`zone shop {`), or one property of a zone. All spans inside an item count from the item's own start, so
 * an edit before it or elsewhere leaves the item itself, and all that was worked out from it, as they were: only the
 * file's list of starts is made anew.
 */
export interface SourceTree {
  readonly items: readonly Item[];
  /** Offset of each item's first character in the file. */
  readonly starts: Int32Array;
  /** Offset after each item, what is nested in it and its closing brace included. */
  readonly ends: Int32Array;
  /** Index of the item that each is nested in; -1 at the top. Items are in order, so a parent stands before its children. */
  readonly parents: Int32Array;
  /** Every comment, by position in the file. */
  readonly comments: readonly Span[];
  /** What is wrong in the text outside or between items; spans count from the start of the file. */
  readonly problems: readonly Problem[];
  /** Every brace has its counterpart and every item is nested in the block it stands in: nothing had to be guessed. */
  readonly regular: boolean;
}

/** A mistake in the text, found while reading it. */
export interface Problem {
  readonly code: Extract<FindingCode, 'syntax-error' | 'invalid-value'>;
  readonly message: string;
  readonly span: Span;
  /** The text that would mend it: in place of `span`, or, with `before`, put in where that begins. */
  readonly replacement?: { readonly title: string; readonly text: string; readonly before?: true };
}

/** A word of the text and where it stands. */
export interface Ident {
  readonly text: string;
  readonly span: Span;
}

/** What may stand where a set or a value is asked for. One grammar for all: what fits where is checked by meaning. */
export type Expr =
  | { readonly kind: 'any'; readonly span: Span }
  | { readonly kind: 'unclaimed'; readonly span: Span }
  | { readonly kind: 'name'; readonly text: string; readonly span: Span }
  | {
      readonly kind: 'address';
      readonly from: string;
      readonly prefix: number | undefined;
      readonly to: string | undefined;
      readonly span: Span;
    }
  | {
      readonly kind: 'service';
      readonly protocol: Ident;
      readonly from: number;
      readonly to: number;
      readonly span: Span;
    }
  | { readonly kind: 'labels'; readonly pairs: readonly LabelPair[]; readonly span: Span }
  | { readonly kind: 'list'; readonly elements: readonly Expr[]; readonly span: Span }
  | { readonly kind: 'except'; readonly base: Expr; readonly without: Expr; readonly span: Span }
  | { readonly kind: 'string'; readonly value: string; readonly span: Span }
  | { readonly kind: 'date'; readonly text: string; readonly span: Span }
  | { readonly kind: 'integer'; readonly value: number; readonly span: Span }
  /** Nothing stands where something must; already reported. */
  | { readonly kind: 'missing'; readonly span: Span };

export interface LabelPair {
  readonly key: Ident;
  readonly value: Ident;
}

export interface Property {
  readonly key: Ident;
  readonly value: Expr;
  readonly span: Span;
}

interface ItemBase {
  /** Length of the item's own text; for one that nests others, up to and with its `{`. */
  readonly length: number;
  readonly problems: readonly Problem[];
}

interface Named extends ItemBase {
  /** `undefined` where it is missing; already reported. */
  readonly name: Ident | undefined;
}

export interface ZoneItem extends Named {
  readonly kind: 'zone';
  readonly title: string | undefined;
}
export interface WorkloadItem extends Named {
  readonly kind: 'workload';
  readonly properties: readonly Property[];
}
export interface ServiceItem extends Named {
  readonly kind: 'service';
  readonly value: Expr;
  readonly properties: readonly Property[];
}
export interface GroupItem extends Named {
  readonly kind: 'group';
  readonly value: Expr;
}
export interface TeamItem extends Named {
  readonly kind: 'team';
  readonly properties: readonly Property[];
}
export interface IdentityItem extends Named {
  readonly kind: 'identity';
  readonly sort: Ident | undefined;
  readonly subject: string | undefined;
}
export interface ConditionItem extends Named {
  readonly kind: 'condition';
  readonly title: string | undefined;
}
export interface LabelsItem extends ItemBase {
  readonly kind: 'labels';
  readonly keys: readonly { readonly key: Ident; readonly values: readonly Ident[] }[];
}
export interface TierItem extends Named {
  readonly kind: 'tier';
}
export interface RulesetItem extends Named {
  readonly kind: 'ruleset';
}
export interface TestItem extends ItemBase {
  readonly kind: 'test';
  readonly title: string | undefined;
}
/** A property in the body of a zone. */
export interface PropertyItem extends ItemBase {
  readonly kind: 'property';
  readonly property: Property;
}

/** The parts that rules, intents and expectations share. */
export interface TrafficParts {
  readonly source: Expr;
  readonly destination: Expr;
  /** `undefined` where it is left out: an intent may. */
  readonly services: Expr | undefined;
  readonly identities: Expr | undefined;
  readonly conditions: Expr | undefined;
}
export interface RuleItem extends ItemBase, TrafficParts {
  readonly kind: 'rule';
  readonly flow: Ident | undefined;
  readonly action: Action;
  readonly actionSpan: Span;
  readonly properties: readonly Property[];
  /** The rule without `flow NAME:` and properties. */
  readonly body: Span;
}
export interface NeverItem extends ItemBase, TrafficParts {
  readonly kind: 'never';
  readonly reaches: boolean;
  /** `within N hops`. */
  readonly hops: number | undefined;
}
export interface ExpectItem extends ItemBase, TrafficParts {
  readonly kind: 'expect';
  readonly expected: 'allow' | 'deny' | undefined;
}
/** Text that is no declaration. */
export interface BadItem extends ItemBase {
  readonly kind: 'bad';
}

export type Item =
  | ZoneItem
  | WorkloadItem
  | ServiceItem
  | GroupItem
  | TeamItem
  | IdentityItem
  | ConditionItem
  | LabelsItem
  | TierItem
  | RulesetItem
  | TestItem
  | PropertyItem
  | RuleItem
  | NeverItem
  | ExpectItem
  | BadItem;

export type ItemKind = Item['kind'];
