import type { Propertied, ValueKind } from '../../policy/schema.js';

/** What kind of value is asked for: an end of a rule, its services, or what a property takes. */
export type Asked = 'segment' | 'service' | 'condition' | ValueKind;

/** Where declarations stand: at the top, or in the block of one of these. */
export type Home = 'top' | 'zone' | 'tier' | 'ruleset' | 'test';

/** Words of the language, besides those that begin a declaration, that may come next. */
export type NextWord =
  'to' | 'reaches' | 'on' | 'as' | 'when' | 'within' | 'hops' | 'except' | 'allow' | 'deny' | 'pass' | '{';

/** Whether labels are declared, given to a workload, or asked for. */
export type LabelRole = 'declare' | 'set' | 'ask';

/** One kind of thing that may stand at the cursor. */
export type Slot =
  /** A declaration; in a zone, one of its properties too. `container` is an index into the file's items, -1 at the top. */
  | { readonly kind: 'item'; readonly home: Home; readonly container: number }
  | { readonly kind: 'words'; readonly words: readonly NextWord[] }
  /** A value, or one element of a list; `taken` are the names that the value has already, `near` those it belongs to. */
  | {
      readonly kind: 'value';
      readonly asked: Asked;
      readonly inList: boolean;
      readonly taken: readonly string[];
      readonly near: readonly string[];
    }
  /** What comes after `tcp/`. */
  | { readonly kind: 'port'; readonly protocol: string }
  | { readonly kind: 'propertyKey'; readonly owner: Propertied; readonly present: readonly string[] }
  | { readonly kind: 'labelKey'; readonly role: LabelRole; readonly present: readonly string[] }
  | {
      readonly kind: 'labelValue';
      readonly role: LabelRole;
      readonly key: string;
      readonly taken: readonly string[];
    }
  | { readonly kind: 'tier' }
  | { readonly kind: 'identityKind' }
  /** The number after `within`. */
  | { readonly kind: 'hops' };
