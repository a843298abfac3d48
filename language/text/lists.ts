/** Where two lists differ: what is before and behind is the same. */
export interface ListChanged {
  /** The members `start` to `end` (exclusive) of the newer list are not in the older. */
  readonly start: number;
  readonly end: number;
  /** How much further on in the newer list the members from `end` on stand. */
  readonly moved: number;
}

/** The last comparison of each newer list, as several ask for the same one after an edit. The older list is not kept alive. */
const compared = new WeakMap<
  readonly object[],
  { readonly before: WeakRef<readonly object[]>; readonly changed: ListChanged }
>();

/** Compares a list before and after an edit, which leaves most of its members the same objects. */
export function listChanged<T extends object>(before: readonly T[], after: readonly T[]): ListChanged {
  if (before === after) return { start: after.length, end: after.length, moved: 0 };
  const known = compared.get(after);
  if (known?.before.deref() === before) return known.changed;
  const moved = after.length - before.length;
  return noteListChanged(before, after, { start: 0, end: after.length, moved });
}

/** Keeps where two lists differ, for who made the one of the other; `within` may hold more than what differs. */
export function noteListChanged<T extends object>(
  before: readonly T[],
  after: readonly T[],
  within: ListChanged,
): ListChanged {
  const { moved } = within;
  let { start, end } = within;
  while (start < end && before[start] === after[start]) start++;
  while (end > start && end - moved > start && before[end - moved - 1] === after[end - 1]) end--;
  const changed = { start, end, moved };
  compared.set(after, { before: new WeakRef(before), changed });
  return changed;
}
