import type { Place } from './text/span.js';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/**
 * One connection, in the form that reports print.
 *
 * `source` and `destination` are single addresses, or the dotted name of a symbol. `protocol` is `tcp`, `udp`, `sctp`
 * (`port` a number), `icmp`, `icmpv6` (`port` the type), or an IP protocol number as text (`port` null).
 */
export interface Connection {
  readonly source: string;
  readonly destination: string;
  readonly protocol: string;
  readonly port: number | null;
  readonly identity: string | null;
  readonly conditions: readonly string[];
}

/** Another place that a finding is about: a blamed rule, the other declaration of a name. */
export interface Related {
  readonly place: Place;
  readonly message: string;
  readonly rule?: string;
}

/** Replacements of pieces of one or more files that belong together; none overlaps another. */
export interface TextEdit {
  readonly place: Place;
  readonly newText: string;
}

/** What to select once a change is made: a span of the new text of one of its edits, for its author to fill in or name. */
export interface Focus {
  /** Index of the edit. */
  readonly edit: number;
  readonly start: number;
  readonly end: number;
  /** A name that was made up: ask for a better one. */
  readonly rename: boolean;
}

/** A change that mends a finding. */
export interface Fix {
  readonly title: string;
  readonly edits: readonly TextEdit[];
  readonly focus?: Focus;
  /** Nothing is changed, and this is shown. */
  readonly goTo?: Place;
  /** The one fix that is right nearly always; an editor may apply it by a single key. */
  readonly preferred?: true;
}

/** What a check found. The code is a stable public name. */
export interface Finding {
  readonly code: FindingCode;
  readonly severity: Severity;
  /** The fact, then the remedy. */
  readonly message: string;
  readonly place: Place;
  /** The rule that the finding is about: its flow name or generated name. */
  readonly rule?: string;
  readonly related?: readonly Related[];
  readonly witness?: Connection;
  /** `intent-violated` of `reaches`: the chain of connections; `witness` is the first. */
  readonly path?: readonly Connection[];
  readonly fixes?: readonly Fix[];
}

/** Every finding and its severity where `zoneflow.json` says nothing (language contract, section 7). */
export const defaultSeverity = {
  'syntax-error': 'error',
  'unknown-name': 'error',
  'duplicate-name': 'error',
  'cyclic-reference': 'error',
  'invalid-value': 'error',
  'unknown-property': 'error',
  'empty-rule': 'warning',
  'shadowed-rule': 'warning',
  'redundant-rule': 'warning',
  conflict: 'warning',
  exception: 'hint',
  'masked-rule': 'hint',
  'inert-rule': 'hint',
  'broad-rule': 'warning',
  'zone-overlap': 'warning',
  'outside-parent': 'error',
  'intent-violated': 'error',
  'test-failed': 'error',
  'expired-rule': 'error',
  'expiring-rule': 'warning',
  'missing-owner': 'info',
  'missing-purpose': 'info',
  'insecure-service': 'warning',
  'location-only': 'hint',
  'unplaced-workload': 'hint',
  'unused-declaration': 'hint',
  'unused-ignore': 'warning',
  'undecided-rule': 'warning',
} as const satisfies Record<string, Severity>;

export type FindingCode = keyof typeof defaultSeverity;
