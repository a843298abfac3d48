import type { Namespace } from '../names/declarations.js';
import { isProtocol } from '../net/services.js';
import { propertySchemas, type Propertied, type ValueKind } from '../policy/schema.js';
import type { Expr, Ident, Item, LabelPair, Property, TrafficParts } from '../syntax/tree.js';
import type { Span } from '../text/span.js';

/** What a word of an item means by where it stands. Whether anything of that name exists is asked elsewhere. */
export type Meaning =
  | {
      readonly kind: 'name';
      readonly namespace: Namespace;
      readonly text: string;
      readonly declares: boolean;
    }
  | { readonly kind: 'labelKey'; readonly key: string; readonly declares: boolean }
  | { readonly kind: 'labelValue'; readonly key: string; readonly value: string; readonly declares: boolean }
  | { readonly kind: 'propertyKey'; readonly owner: Propertied; readonly key: string }
  /** A value of a fixed set of words, or a free word. */
  | { readonly kind: 'propertyWord'; readonly values: ValueKind; readonly text: string }
  | { readonly kind: 'tier'; readonly text: string }
  | { readonly kind: 'identityKind'; readonly text: string }
  | { readonly kind: 'protocol'; readonly text: string };

/** A word and its meaning. The span counts from the start of the item. */
export type Mention = Meaning & { readonly span: Span };

export type AddressLiteral = Extract<Expr, { kind: 'address' }>;
export type ServiceLiteral = Extract<Expr, { kind: 'service' }>;
export type LabelMap = Extract<Expr, { kind: 'labels' }>;

/** A piece of more than one word that means something as a whole. */
export type Whole = AddressLiteral | ServiceLiteral | LabelMap;

/** What the words of one item mean, by position. */
export interface Mentions {
  /** None overlaps another. */
  readonly words: readonly Mention[];
  readonly wholes: readonly Whole[];
}

const cache = new WeakMap<Item, Mentions>();

/** What the words of an item mean. Worked out once for an item: it depends on the item's text alone. */
export function mentionsOf(item: Item): Mentions {
  let mentions = cache.get(item);
  if (mentions === undefined) cache.set(item, (mentions = new Collector().collect(item)));
  return mentions;
}

/** The words of `mentionsOf` alone, and not kept: for who goes over all items of a large file. */
export const wordsOf = (item: Item): readonly Mention[] =>
  cache.get(item)?.words ?? new Collector().collect(item).words;

/** How a reference's value is looked up: in a namespace, or as a property's own words. */
type Reading = Namespace | ValueKind;

const readings: { readonly [kind in ValueKind]?: Namespace } = { team: 'team', identity: 'identity' };

class Collector {
  private readonly words: Mention[] = [];
  private readonly wholes: Whole[] = [];

  collect(item: Item): Mentions {
    this.item(item);
    this.words.sort((a, b) => a.span.start - b.span.start);
    this.wholes.sort((a, b) => a.span.start - b.span.start);
    return { words: this.words, wholes: this.wholes };
  }

  private item(item: Item): void {
    switch (item.kind) {
      case 'zone':
      case 'ruleset':
      case 'condition':
      case 'group':
      case 'service':
      case 'workload':
      case 'team':
      case 'identity':
        this.declared(
          item.kind === 'zone' || item.kind === 'workload' || item.kind === 'group' ? 'segment' : item.kind,
          item.name,
        );
        if (item.kind === 'group') this.value(item.value, 'segment');
        if (item.kind === 'service') this.value(item.value, 'service');
        if (item.kind === 'identity' && item.sort)
          this.word({ kind: 'identityKind', text: item.sort.text }, item.sort);
        if (item.kind === 'workload' || item.kind === 'team' || item.kind === 'service')
          this.properties(item.kind, item.properties);
        break;
      case 'tier':
        if (item.name) this.word({ kind: 'tier', text: item.name.text }, item.name);
        break;
      case 'labels':
        for (const { key, values } of item.keys) {
          this.word({ kind: 'labelKey', key: key.text, declares: true }, key);
          for (const value of values)
            this.word({ kind: 'labelValue', key: key.text, value: value.text, declares: true }, value);
        }
        break;
      case 'property':
        this.properties('zone', [item.property]);
        break;
      case 'rule':
        this.declared('flow', item.flow);
        this.traffic(item);
        this.properties('rule', item.properties);
        break;
      case 'never':
      case 'expect':
        this.traffic(item);
        break;
    }
  }

  private word(meaning: Meaning, { span }: Ident): void {
    // The other way round V8 gives every mention a hidden class of its own, four times as large.
    this.words.push({ span, ...meaning });
  }

  private declared(namespace: Namespace, name: Ident | undefined): void {
    if (name) this.word({ kind: 'name', namespace, text: name.text, declares: true }, name);
  }

  private traffic(parts: TrafficParts): void {
    this.value(parts.source, 'segment');
    this.value(parts.destination, 'segment');
    if (parts.services) this.value(parts.services, 'service');
    if (parts.identities) this.value(parts.identities, 'identity');
    if (parts.conditions) this.value(parts.conditions, 'condition');
  }

  private properties(owner: Propertied, properties: readonly Property[]): void {
    for (const { key, value } of properties) {
      this.word({ kind: 'propertyKey', owner, key: key.text }, key);
      const kind = propertySchemas[owner].find((schema) => schema.key === key.text)?.kind ?? 'text';
      this.value(value, readings[kind] ?? kind);
    }
  }

  private value(value: Expr, reading: Reading): void {
    switch (value.kind) {
      case 'name':
        this.word(meaningOf(value.text, reading), value);
        break;
      case 'string':
        this.quoted(value, reading);
        break;
      case 'list':
        for (const element of value.elements) this.value(element, reading);
        break;
      case 'except':
        this.value(value.base, reading);
        this.value(value.without, reading);
        break;
      case 'labels':
        this.wholes.push(value);
        value.pairs.forEach((pair) => this.pair(pair));
        break;
      case 'service':
        this.wholes.push(value);
        this.word({ kind: 'protocol', text: value.protocol.text }, value.protocol);
        break;
      case 'address':
        this.wholes.push(value);
        break;
    }
  }

  private pair({ key, value }: LabelPair): void {
    this.word({ kind: 'labelKey', key: key.text, declares: false }, key);
    this.word({ kind: 'labelValue', key: key.text, value: value.text, declares: false }, value);
  }

  /** A team may be written as a string; then its name stands between the quotes. */
  private quoted({ value, span }: Extract<Expr, { kind: 'string' }>, reading: Reading): void {
    if (reading !== 'team' || span.end - span.start !== value.length + 2) return;
    this.word(meaningOf(value, reading), { text: value, span: { start: span.start + 1, end: span.end - 1 } });
  }
}

function meaningOf(text: string, reading: Reading): Meaning {
  switch (reading) {
    case 'service':
      if (isProtocol(text)) return { kind: 'protocol', text };
      return { kind: 'name', namespace: reading, text, declares: false };
    case 'segment':
    case 'identity':
    case 'condition':
    case 'team':
    case 'ruleset':
    case 'flow':
      return { kind: 'name', namespace: reading, text, declares: false };
    default:
      return { kind: 'propertyWord', values: reading, text };
  }
}
