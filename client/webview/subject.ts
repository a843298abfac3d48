/** Whom something may reach, or who may reach it. */
export type ReachDirection = 'outward' | 'inward';

/** What the side panel is about. */
export type Subject =
  | { readonly kind: 'node'; readonly id: string }
  | { readonly kind: 'pair'; readonly source: string; readonly target: string }
  | { readonly kind: 'changes'; readonly against: string }
  | {
      readonly kind: 'reach';
      readonly id: string;
      readonly direction: ReachDirection;
      readonly hops: number;
    };

/** The subject in what was kept over a reload; `null` where there is none. Never throws. */
export function parseSubject(data: unknown): Subject | null {
  if (typeof data !== 'object' || data === null) return null;
  const { kind, id, source, target, direction, hops, against } = data as Record<string, unknown>;
  if (kind === 'node' && typeof id === 'string') return { kind, id };
  if (kind === 'pair' && typeof source === 'string' && typeof target === 'string')
    return { kind, source, target };
  if (kind === 'changes' && typeof against === 'string' && against !== '') return { kind, against };
  if (kind !== 'reach' || typeof id !== 'string' || typeof hops !== 'number' || !(hops >= 1)) return null;
  return { kind, id, direction: direction === 'inward' ? 'inward' : 'outward', hops: Math.floor(hops) };
}
