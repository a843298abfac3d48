import type { Expr, Ident, Item, Property } from '../syntax/tree.js';
import type { Span } from '../text/span.js';
import type { Namespace } from './declarations.js';

/** A name where it is used, not declared. */
export interface Reference {
  readonly namespace: Namespace;
  readonly name: string;
  /** Counts from the start of the item. */
  readonly span: Span;
}

/** A label map where workloads are looked for by it. */
export interface LabelUse {
  readonly map: Extract<Expr, { kind: 'labels' }>;
}

/** What one item refers to, in order. */
export interface Uses {
  readonly references: readonly Reference[];
  readonly labelMaps: readonly LabelUse['map'][];
  /** Address literals of rules and intents. */
  readonly literals: readonly Extract<Expr, { kind: 'address' }>[];
}

const cache = new WeakMap<Item, Uses>();

/** What an item refers to. Worked out once for an item: it depends on the item's text alone. */
export function usesOf(item: Item): Uses {
  let uses = cache.get(item);
  if (uses === undefined) cache.set(item, (uses = collect(item)));
  return uses;
}

function collect(item: Item): Uses {
  const references: Reference[] = [];
  const labelMaps: LabelUse['map'][] = [];
  const literals: Extract<Expr, { kind: 'address' }>[] = [];
  const add = (namespace: Namespace, { text, span }: Ident): void =>
    void references.push({ namespace, name: text, span });
  const walk = (value: Expr | undefined, namespace: Namespace): void => {
    if (value === undefined) return;
    if (value.kind === 'name') add(namespace, value);
    else if (value.kind === 'list') value.elements.forEach((element) => walk(element, namespace));
    else if (value.kind === 'except') [value.base, value.without].forEach((part) => walk(part, namespace));
    else if (value.kind === 'labels') labelMaps.push(value);
    else if (value.kind === 'address') literals.push(value);
  };
  const property = ({ key, value }: Property): void => {
    // A team may be written as a string.
    if (key.text === 'owner' && value.kind === 'string') add('team', { text: value.value, span: value.span });
    else if (key.text === 'owner') walk(value, 'team');
    else if (key.text === 'identity') walk(value, 'identity');
    else if (key.text === 'members') walk(value, 'segment');
  };
  switch (item.kind) {
    case 'rule':
    case 'never':
    case 'expect':
      walk(item.source, 'segment');
      walk(item.destination, 'segment');
      walk(item.services, 'service');
      walk(item.identities, 'identity');
      walk(item.conditions, 'condition');
      if (item.kind === 'rule') item.properties.forEach(property);
      break;
    case 'group':
      walk(item.value, 'segment');
      break;
    case 'service':
      walk(item.value, 'service');
      break;
    case 'workload':
    case 'team':
      item.properties.forEach(property);
      break;
    case 'property':
      property(item.property);
      break;
  }
  return { references, labelMaps, literals };
}
