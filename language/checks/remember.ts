/**
 * A search whose result is kept for as long as it is asked of the same things: an edit of a rule leaves all zones the same
 * objects, though their list is a new one. `find` must depend on nothing but the list.
 */
export function remembered<T extends object, R>(find: (list: readonly T[]) => R): (list: readonly T[]) => R {
  const known = new WeakMap<T, { readonly list: readonly T[]; readonly result: R }>();
  return (list) => {
    if (list.length === 0) return find(list);
    const before = known.get(list[0]);
    if (before !== undefined && isSameList(before.list, list)) return before.result;
    const result = find(list);
    known.set(list[0], { list, result });
    return result;
  };
}

function isSameList(a: readonly object[], b: readonly object[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
