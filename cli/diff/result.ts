import type { Breach } from '../../language/diff/gate.js';
import type { Difference } from '../../language/diff/model.js';
import type { Rule } from '../../language/policy/model.js';
import type { OpenedSide } from './open.js';

/** All that a comparison came to: every format is a pure function of it. */
export interface DiffResult {
  readonly difference: Difference;
  readonly old: OpenedSide;
  readonly new: OpenedSide;
  /** How many mistakes each side has; what is wrong takes no part. */
  readonly mistakes: { readonly old: number; readonly new: number };
  /** What is known before the lists, a sentence or two each; names in back quotes. */
  readonly notes: readonly string[];
  /** Nothing that is not listed changed: there are no mistakes, all could be read, and the effort sufficed. */
  readonly isProven: boolean;
  /** Who breaks the gate; `undefined` where none is asked for. */
  readonly breaches: readonly Breach[] | undefined;
}

export type SideName = 'old' | 'new';

/** Line of a rule, from 1. */
export function lineOf({ snapshot }: OpenedSide, rule: Rule): number {
  const place = snapshot.resolved.policy.placeOf(rule);
  return (snapshot.linesOf(place.file)?.lineAt(place.start) ?? 0) + 1;
}

/** Where a rule stands, as the reader finds it: `policies/shop/flows.zoneflow:12`, `HEAD~1:flows.zoneflow:12`. */
export const placeText = (side: OpenedSide, rule: Rule): string =>
  `${side.prefix}${rule.file}:${lineOf(side, rule)}`;
