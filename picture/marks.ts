export type MarkSeverity = 'error' | 'warning' | 'info' | 'hint';

/** The findings on one box or arrow: the worst severity and how many there are. */
export interface Mark {
  readonly severity: MarkSeverity;
  readonly count: number;
}

/** The id of the edge from `source` to `target`. Names cannot hold the arrow, so it is unambiguous. */
export function edgeId(source: string, target: string): string {
  return `${source}→${target}`;
}
