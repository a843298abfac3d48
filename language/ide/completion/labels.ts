import type { Snapshot } from '../../workspace.js';
import { usageOf } from '../usage.js';
import { ranks, type Draft } from './draft.js';
import type { LabelRole } from './slots.js';

/** Label keys that may stand in a map, or that a `labels` block could still declare. */
export function labelKeys(snapshot: Snapshot, role: LabelRole, present: readonly string[]): Draft[] {
  const { labels, labelsInUse } = usageOf(snapshot);
  const known = role === 'declare' ? labelsInUse : labels;
  const isNew = (key: string): boolean =>
    !present.includes(key) && !(role === 'declare' && labels !== labelsInUse && labels.has(key));
  return [...known]
    .filter(([key]) => isNew(key))
    .map(([key, values], index) => ({
      label: key,
      kind: 'labelKey',
      detail: [...values].slice(0, 6).join(' | '),
      data: `labelKey:${key}`,
      insert: `${key}: `,
      rank: ranks.next + index,
      again: true,
    }));
}

/** The values of a label key. */
export function labelValues(
  snapshot: Snapshot,
  role: LabelRole,
  key: string,
  taken: readonly string[],
): Draft[] {
  const { labels, labelsInUse } = usageOf(snapshot);
  const values = (role === 'declare' ? labelsInUse : labels).get(key) ?? [];
  return [...values]
    .filter((value) => !taken.includes(value))
    .map((value, rank) => ({ label: value, kind: 'labelValue', data: `labelValue:${key}:${value}`, rank }));
}
